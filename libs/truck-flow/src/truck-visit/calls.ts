/* Calls of a visit: which of them is in force at an instant, and when it was missed. */
import type { Gate } from '../border-gate/state';
import { deadlineOf } from './call-deadline';
import type { Step } from './events';
import { stageOf } from './state';
import type { Stage, Visit } from './state';

type CallForward = Step<'truckVisit.TruckCalledForward.v1'>;

/** A stretch of event time in epoch milliseconds: `from` inclusive, `until` exclusive. */
interface Stretch {
  readonly from: number;
  readonly until: number;
}

/** A call-forward and what became of it. */
export interface Call {
  readonly step: CallForward;
  /** When it was over, in epoch milliseconds: missed or excused. Infinity while it is in force, and of one that was followed. */
  readonly until: number;
  /** Since when it counts as missed, and until an excuse. */
  readonly missed?: Stretch;
}

/**
 * The calls of a visit in event-time order. One that comes while another is in force repeats that and is left out. A
 * call is missed when its deadline passes before the truck went or was excused; a hold at the deadline is no miss. An
 * excuse belongs to the last call before it; before the deadline it ends the call.
 */
export function callsOf(visit: Visit, gate: Gate): Call[] {
  const calls: Call[] = [];
  for (const step of visit.calls) {
    const last = calls.at(-1);
    if (last === undefined || step.time >= last.until) calls.push(outcomeOf(step, visit, gate));
  }
  return calls;
}

function outcomeOf(step: CallForward, visit: Visit, gate: Gate): Call {
  const followed = followedAt(visit);
  const missedAt = missOf(step, visit, gate);
  const excuse = visit.excuses.find(({ time }) => time >= step.time)?.time ?? Infinity;
  if (excuse < Math.min(missedAt, followed)) return { step, until: excuse };
  if (missedAt === Infinity) return { step, until: Infinity };
  const again = visit.calls.find(({ time }) => time >= missedAt && time > step.time)?.time ?? Infinity;
  return { step, until: missedAt, missed: { from: missedAt, until: excuse < again ? excuse : Infinity } };
}

/** When a call is missed, in epoch milliseconds; Infinity when it is not. */
function missOf(step: CallForward, visit: Visit, gate: Gate): number {
  const deadline = deadlineOf(step, visit, gate) ?? Infinity;
  if (deadline === Infinity || followedAt(visit) < deadline || isHeldAt(visit, deadline)) return Infinity;
  return deadline;
}

/** When a truck left the queue, in epoch milliseconds, Infinity while it has not: by handover, transfer, crossing or the end of its visit. */
export function followedAt({ handover, transfers, crossing, ending }: Visit): number {
  const times = [handover, transfers[0], crossing, ending].map((step) => step?.time ?? Infinity);
  return Math.min(...times);
}

function isHeldAt({ steps }: Visit, time: number): boolean {
  const open = new Set<string>();
  for (const step of steps) {
    if (step.time > time) continue;
    if (step.type === 'truckVisit.HoldPlaced.v1') open.add(step.data.cause);
    else if (step.type === 'truckVisit.HoldLifted.v1') open.delete(step.data.cause);
  }
  return open.size > 0;
}

/** The call in force at an instant (epoch milliseconds), or followed by then. */
export function callAt(visit: Visit, gate: Gate, at: number): Call | undefined {
  return callsOf(visit, gate).find(({ step, until }) => step.time <= at && at < until);
}

/** The last call by an instant, whatever became of it. */
export function lastCallAt(visit: Visit, gate: Gate, at: number): Call | undefined {
  return callsOf(visit, gate).findLast(({ step }) => step.time <= at);
}

/**
 * The deadline of the last call by an instant (epoch milliseconds), as far as it is known then; undefined without one, and
 * once the call is excused.
 */
export function callDeadlineAt(visit: Visit, gate: Gate, at: number): number | undefined {
  const call = lastCallAt(visit, gate, at);
  if (call === undefined || (call.until <= at && !isCallMissed(visit, gate, at))) return undefined;
  return deadlineOf(call.step, visit, gate, at);
}

/** Does the last call by an instant (epoch milliseconds) count as missed then? */
export function isCallMissed(visit: Visit, gate: Gate, at: number): boolean {
  const { missed } = lastCallAt(visit, gate, at) ?? {};
  return missed !== undefined && missed.from <= at && at < missed.until;
}

/** Furthest stage reached at an instant (epoch milliseconds): a call that is over leaves the stage as it was before. */
export function stageAt(visit: Visit, gate: Gate, at: number): Stage {
  return stageOf(visit, callAt(visit, gate, at) !== undefined);
}

/**
 * The call that a report of one says again: the one in force at its time, or one that would repeat it if it had come
 * first. Undefined for a new call.
 */
export function callSaidAgain(step: CallForward, whole: Visit, gate: Gate): CallForward | undefined {
  const before = callAt(whole, gate, step.time);
  if (before !== undefined) return before.step;
  const calls = [...whole.calls, step].sort((a, b) => a.time - b.time);
  const left = new Set(callsOf({ ...whole, calls }, gate).map((call) => call.step));
  return callsOf(whole, gate).find((call) => !left.has(call.step))?.step;
}
