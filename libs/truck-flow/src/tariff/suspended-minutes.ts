import type { Gate } from '../border-gate/state';
import { suspensionFor } from '../border-gate/suspension';
import type { ChargedVisit } from './charged-visit';
import type { FeeLine } from './fee-lines';

const MINUTE = 60_000;

/**
 * How long of the window of a line the truck stood in the yards while its gate was suspended for its goods, in whole
 * minutes. What lies after `at` is not known yet.
 */
export function suspendedMinutesOf({ window }: FeeLine, visit: ChargedVisit, gate: Gate, at: number): number {
  let suspended = 0;
  for (const { from, until = at } of visit.stays) {
    const present = { from: Math.max(from, window.from), to: Math.min(until, window.to, at) };
    if (present.from < present.to) suspended += suspendedWithin(present, visit, gate);
  }
  return Math.floor(suspended / MINUTE);
}

function suspendedWithin({ from, to }: FeeLine['window'], { goods }: ChargedVisit, gate: Gate): number {
  const changes = gate.acts
    .flatMap((act) => [act.from, act.until])
    .filter((time) => from < time && time < to);
  let suspended = 0;
  let begin = from;
  for (const end of [...new Set(changes)].sort((a, b) => a - b).concat(to)) {
    const scopes = goods.filter((one) => one.from <= begin).flatMap((one) => one.scopes);
    if (suspensionFor(gate, begin, scopes) !== undefined) suspended += end - begin;
    begin = end;
  }
  return suspended;
}
