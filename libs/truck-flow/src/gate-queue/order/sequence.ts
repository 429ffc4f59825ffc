import { byPlace } from './queued';
import type { Queued } from './queued';
import { counted, lookedAt } from './round';
import type { Round } from './round';
import type { OrderRule } from './rule';

/** The trucks that may be called now, in the order in which they will be called if nothing changes. */
export function* sequenceOf<Truck extends Queued>(
  rule: OrderRule,
  since: Round,
  callable: readonly Truck[],
): Generator<Truck, void, undefined> {
  const lines = linesOf(rule, callable);
  const taken = lines.map(() => 0);
  const waiting = (index: number) => (lines[index]?.length ?? 0) - (taken[index] ?? 0);
  let round = since;
  for (let left = callable.length; left > 0; left -= 1) {
    round = lookedAt(rule, round, waiting);
    const { place } = round;
    const head = taken[place] ?? 0;
    yield lines[place]?.[head] as Truck;
    taken[place] = head + 1;
    round = counted(round, place);
  }
}

/** The trucks of each class, by index, in the order of their places. */
function linesOf<Truck extends Queued>({ classes }: OrderRule, callable: readonly Truck[]): Truck[][] {
  const lines = new Map(classes.map((one) => [one.class, [] as Truck[]]));
  for (const truck of callable) {
    const line = lines.get(truck.class);
    if (line === undefined) throw new Error(`${truck.class} is no class of this order`);
    line.push(truck);
  }
  return [...lines.values()].map((line) => line.sort(byPlace));
}
