import type { Gate } from '../border-gate/state';
import { clears } from '../border-gate/suspension';
import { callRuleAt } from './call-rule';
import type { Step } from './events';
import { goodsOf } from './state';
import type { Visit } from './state';

const MINUTE = 60_000;

/**
 * When a call-forward of a visit lapses, in epoch milliseconds: its deadline, else that of the policy in force when it
 * was called, moved by the time since then during which the lane it was called to, or where none is named each lane, did
 * not take these goods (a suspension costs no place, R-26). Suspensions from `known` on are not counted yet; Infinity
 * while one that does not end is. Undefined for a call that has no deadline.
 */
export function deadlineOf(
  { data, time }: Step<'truckVisit.TruckCalledForward.v1'>,
  visit: Visit,
  gate: Gate,
  known = Infinity,
): number | undefined {
  const allowed = allowedFor(data.deadline, time, gate);
  if (allowed === undefined) return undefined;
  let left = allowed;
  const goods = goodsOf(visit);
  let from = time;
  for (const until of [...changesOf(gate, time, known), Infinity]) {
    const isSuspended = from < known && !clears(gate, from, goods, data.lane);
    if (!isSuspended && left < until - from) return from + left;
    if (!isSuspended) left -= until - from;
    from = until;
  }
  return Infinity;
}

/** How long after a call it is to be followed, in milliseconds. */
function allowedFor(deadline: string | undefined, time: number, gate: Gate): number | undefined {
  if (deadline !== undefined) return Date.parse(deadline) - time;
  const { deadlineMinutes } = callRuleAt(gate, time);
  return deadlineMinutes === undefined ? undefined : deadlineMinutes * MINUTE;
}

/** The instants between two at which an act of the gate begins or ends, ascending. */
function changesOf({ acts }: Gate, after: number, before: number): number[] {
  const ends = acts.flatMap(({ from, until }) => [from, until]);
  if (before !== Infinity) ends.push(before);
  return [...new Set(ends)]
    .filter((time) => time > after && time <= before && time < Infinity)
    .sort((a, b) => a - b);
}
