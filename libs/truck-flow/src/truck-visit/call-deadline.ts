import type { Gate } from '../border-gate/state';
import { clears } from '../border-gate/suspension';
import { goodsOf } from './state';
import type { Visit } from './state';

/**
 * When the call-forward of a visit lapses, in epoch milliseconds: its deadline, moved by the time since the call during
 * which no lane of the gate took these goods (a suspension costs no place, R-26). Suspensions from `known` on
 * are not counted yet; Infinity while one that does not end is. Undefined without a call, or for one without a deadline.
 */
export function callDeadlineOf(visit: Visit, gate: Gate, known = Infinity): number | undefined {
  const { call } = visit;
  if (call?.data.deadline === undefined) return undefined;
  const goods = goodsOf(visit);
  let left = Date.parse(call.data.deadline) - call.time;
  let from = call.time;
  for (const until of [...changesOf(gate, call.time, known), Infinity]) {
    const isSuspended = from < known && !clears(gate, from, goods);
    if (!isSuspended && left < until - from) return from + left;
    if (!isSuspended) left -= until - from;
    from = until;
  }
  return Infinity;
}

/** The instants between two at which an act of the gate begins or ends, ascending. */
function changesOf({ acts }: Gate, after: number, before: number): number[] {
  const ends = acts.flatMap(({ from, until }) => [from, until]);
  if (before !== Infinity) ends.push(before);
  return [...new Set(ends)]
    .filter((time) => time > after && time <= before && time < Infinity)
    .sort((a, b) => a - b);
}
