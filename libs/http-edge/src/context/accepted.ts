/** One choice of an `Accept` header or a sister of it. */
export interface Choice {
  /** In lower case, without parameters. */
  readonly name: string;
  /** How much it is wanted, 0 (not at all) to 1; without a `q` it is 1 (RFC 9110, 12.4.2). */
  readonly quality: number;
}

/** Nobody needs more than that to say what he accepts. */
const LONGEST_HEADER = 1000;

/** What an `Accept` header, or a sister of it, names, in its order. */
export function choicesIn(header = ''): Choice[] {
  const parts = header.slice(0, LONGEST_HEADER).split(',');
  return parts.map((part) => {
    const [name = '', ...parameters] = part.trim().toLowerCase().split(';');
    const q = parameters
      .map((one) => /^\s*q=([\d.]+)\s*$/.exec(one)?.[1])
      .find((found) => found !== undefined);
    return { name: name.trim(), quality: q === undefined ? 1 : Number(q) };
  });
}

/** How much a media type is wanted: as its closest range says, 0 where none names it (RFC 9110, 12.5.1). */
export function qualityOf(type: string, choices: readonly Choice[]): number {
  const ranges = [type, `${type.slice(0, type.indexOf('/'))}/*`, '*/*'];
  const named = ranges.map((range) => choices.find(({ name }) => name === range));
  return named.find((choice) => choice !== undefined)?.quality ?? 0;
}
