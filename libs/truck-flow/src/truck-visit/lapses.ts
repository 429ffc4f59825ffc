import type { Gate } from '../border-gate/state';
import { callsOf } from './calls';
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
  return [...missedCalls(visit, gate), ...overdueReturn(visit, gate, endOfDay)];
}

/** The calls that nobody followed, until they are excused. */
function missedCalls(visit: Visit, gate: Gate): Lapse[] {
  const detail = 'called forward, and neither handed over, transferred nor across when the deadline passed';
  return callsOf(visit, gate).flatMap(({ step, missed }) =>
    missed === undefined ? [] : [{ code: 'CALL_MISSED' as const, step, ...missed, detail }],
  );
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
