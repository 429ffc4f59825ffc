import type { Gate } from '../border-gate/state';
import { callDeadlineOf } from './call-deadline';
import type { Step } from './events';
import { modeOf } from './handover-mode';
import { foldVisit } from './state';
import type { Visit } from './state';

/** First instant of the local day after the one an instant lies in; given by the caller because zones are data. */
export type EndOfDay = (instant: number) => number;

/**
 * Something that was to happen by a time and did not. It shows from `from` on, in epoch milliseconds, and until before
 * `until`, where what was missing came; Infinity: it stays.
 */
export interface Lapse {
  readonly code: 'CALL_MISSED' | 'RETURN_OVERDUE';
  /** The step that set the time. */
  readonly step: Step;
  readonly from: number;
  readonly until: number;
  readonly detail: string;
}

/** The lapses of a visit by its effective history and its gate's. At the due instant itself a thing is late. */
export function lapsesOf(steps: readonly Step[], gate: Gate, endOfDay: EndOfDay): Lapse[] {
  const visit = foldVisit(steps);
  return [...missedCall(visit, gate), ...overdueReturn(visit, gate, endOfDay)];
}

/** A call that nobody followed. A hold or a suspension at the deadline is no miss. */
function missedCall(visit: Visit, gate: Gate): Lapse[] {
  const { call } = visit;
  const deadline = callDeadlineOf(visit, gate);
  if (call === undefined || deadline === undefined || deadline === Infinity) return [];
  if (followedAt(visit) < deadline || isHeldAt(visit, deadline)) return [];
  const detail = 'called forward, and neither handed over, transferred nor across when the deadline passed';
  return [{ code: 'CALL_MISSED', step: call, from: deadline, until: Infinity, detail }];
}

/** Has a call been missed by an instant, as far as it is known then? */
export function isCallMissed(visit: Visit, gate: Gate, at: number): boolean {
  return missedCall(visit, gate).some(({ from }) => from <= at);
}

/** When a truck left the queue: by handover, transfer, crossing or the end of its visit. */
function followedAt({ handover, transfers, crossing, ending }: Visit): number {
  const times = [handover, transfers[0], crossing, ending].map((step) => step?.time ?? Infinity);
  return Math.min(...times);
}

function isHeldAt({ steps }: Visit, time: number): boolean {
  return foldVisit(steps.filter((step) => step.time <= time)).openHolds.length > 0;
}

/** A closed-loop tractor comes back on the day it crossed (H-12). */
function overdueReturn(visit: Visit, gate: Gate, endOfDay: EndOfDay): Lapse[] {
  const { crossing, handover, returned } = visit;
  if (crossing === undefined || handover === undefined) return [];
  if (modeOf(visit, gate, crossing.time) !== 'CLOSED_LOOP_TRACTOR') return [];
  const from = endOfDay(crossing.time);
  const until = returned?.time ?? Infinity;
  if (until <= from) return [];
  const detail = 'the tractor has not returned on the day it crossed';
  return [{ code: 'RETURN_OVERDUE', step: crossing, from, until, detail }];
}
