/** One side of a comparison. A slice measures it for a moment and answers with its figures. */
export interface Contender<Name extends string> {
  readonly name: Name;
  readonly slice: () => Promise<Readonly<Record<string, number>>> | Readonly<Record<string, number>>;
}

/** What the contenders measured in one round. */
export type Round<Name extends string> = Readonly<Record<Name, Readonly<Record<string, number>>>>;

export interface Rounds {
  readonly rounds: number;
  /** Rounds before the counted ones; 1 by default. */
  readonly warmUps?: number;
}

/**
 * Lets every contender run once a round, the order reversed from round to round. A busy neighbour then hits both
 * sides of a ratio, and neither always runs first. The rounds that warm up are not counted.
 */
export async function pairedRounds<Name extends string>(
  { rounds, warmUps = 1 }: Rounds,
  contenders: readonly Contender<Name>[],
): Promise<Round<Name>[]> {
  const counted: Round<Name>[] = [];
  for (let round = 1 - warmUps; round <= rounds; round += 1) {
    const order = round % 2 === 0 ? contenders : contenders.toReversed();
    const measured: Partial<Record<Name, Readonly<Record<string, number>>>> = {};
    for (const { name, slice } of order) measured[name] = await slice();
    if (round > 0) counted.push(measured as Round<Name>);
  }
  return counted;
}

/** One figure of one contender over all rounds. */
export function samplesOf<Name extends string>(
  rounds: readonly Round<Name>[],
  name: Name,
  figure: string,
): number[] {
  return rounds.map((round) => valueOf(round, name, figure));
}

/** A contender's figure over the other's, round by round. */
export function ratiosOf<Name extends string>(
  rounds: readonly Round<Name>[],
  figure: string,
  [over, under]: readonly [over: Name, under: Name],
): number[] {
  return rounds.map((round) => valueOf(round, over, figure) / valueOf(round, under, figure));
}

function valueOf<Name extends string>(round: Round<Name>, name: Name, figure: string): number {
  const value = round[name][figure];
  if (value === undefined) throw new RangeError(`${name} did not measure ${figure}`);
  return value;
}
