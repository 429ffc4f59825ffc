import type { MovementLine } from '../scenarios/autumn-2021/movement-line';

/* What the demo loads of the autumn, and in which order. */

const DAY = 86_400_000;
const FIRST_DAYS = 14;
const LONGEST_PART = 8_000;

export interface DemoLines {
  /** All gate acts, and all of the visits that were on hand at some time of the last 14 days before `until`. */
  readonly first: readonly MovementLine[];
  /**
   * The visits that had ended before, one after the other, in the order of their ends: no board of these days shows
   * them, also while they come in, and a dedicated driver's trips keep their order.
   */
  readonly behind: readonly MovementLine[];
  /** What happens after `until`. */
  readonly following: readonly MovementLine[];
}

/** Parts lines, which are in the order of event time, by when the demo sends them. `until`: RFC 3339, inclusive. */
export function demoLines(lines: readonly MovementLine[], until: string): DemoLines {
  const end = Date.parse(until);
  const lastMoved = new Map<string, number>();
  const [soFar, following] = parted(lines, (line) => timeOf(line) <= end);
  for (const line of soFar) {
    const visit = visitOf(line);
    if (visit !== undefined && ENDS.has(line.command)) lastMoved.set(visit, timeOf(line));
  }
  const isFirst = (line: MovementLine): boolean => {
    const visit = visitOf(line);
    return visit === undefined || (lastMoved.get(visit) ?? end) > end - FIRST_DAYS * DAY;
  };
  const [first, before] = parted(soFar, isFirst);
  const visits = [...Map.groupBy(before, visitOf)].sort(
    ([one], [other]) => (lastMoved.get(one ?? '') ?? 0) - (lastMoved.get(other ?? '') ?? 0),
  );
  return { first, behind: visits.flatMap(([, steps]) => steps), following };
}

const ENDS = new Set(['truck-visits/crossing', 'truck-visits/turn-back', 'truck-visits/diversion']);

/** Undefined for an act of a gate. */
export function visitOf({ command, id, body }: MovementLine): string | undefined {
  if (!command.startsWith('truck-visits')) return undefined;
  return id ?? (body['visitId'] as string);
}

export function timeOf({ body }: MovementLine): number {
  return Date.parse(body.at);
}

function parted<T>(all: readonly T[], isFirst: (one: T) => boolean): [T[], T[]] {
  const halves: [T[], T[]] = [[], []];
  for (const one of all) halves[isFirst(one) ? 0 : 1].push(one);
  return halves;
}

/** Lines in parts that one import takes, each of at most `span` milliseconds of event time. */
export function* partsOf(
  lines: readonly MovementLine[],
  span = Infinity,
): Generator<readonly MovementLine[]> {
  let part: MovementLine[] = [];
  for (const line of lines) {
    const [first] = part;
    const isFull =
      first !== undefined && (part.length === LONGEST_PART || timeOf(line) - timeOf(first) > span);
    if (isFull) {
      yield part;
      part = [];
    }
    part.push(line);
  }
  if (part.length > 0) yield part;
}
