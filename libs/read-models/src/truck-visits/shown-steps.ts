import type { Actor, CorrectionData, RecordedEvent, Warning } from '#libs/event-sourcing';
import { foldVisit, STEPS, VISIT_CORRECTED, withoutCarriedGate } from '#libs/truck-flow';
import type { Plated, Step } from '#libs/truck-flow';

/* The steps and corrections of a visit as they are shown. */

/** LATE_REPORT is of a step; the others are of the visit, as of the time asked for. */
export type Flag = 'LATE_REPORT' | 'CALL_MISSED' | 'RETURN_OVERDUE';

/**
 * A step as it counts today. `body` is what was reported, or the corrected body; the `vehicle` of a crossing is the
 * tractor the goods were behind by then, where the event has what was known of it when it was recorded.
 */
export interface ShownStep {
  readonly eventId: string;
  readonly type: string;
  /** RFC 3339 with the offset it was reported in. */
  readonly eventTime: string;
  readonly recordTime: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly flags: readonly Flag[];
  /** Id of the correction that gave it this body. */
  readonly correctedBy?: string;
}

/** A recorded correction, also of what did not occur and is no step any more. */
export interface ShownCorrection {
  readonly eventId: string;
  readonly corrects: { readonly eventId: string; readonly type: string };
  readonly reason: CorrectionData['reason'];
  readonly eventTime: string;
  readonly recordTime: string;
  readonly actor: Actor;
}

/** Fields that say how a report was judged, not what was reported. */
const INTERNAL = ['gateRevision', 'warnings', 'yardOfPlace'];
const LATE = 7 * 24 * 3_600_000;

export function shownStep(step: Step, index: number, steps: readonly Step[]): ShownStep {
  const { eventId, type, at, time, metadata, correctedBy } = step;
  const isLate = Date.parse(metadata.recordTime) > time + LATE;
  return {
    eventId,
    type,
    eventTime: at,
    recordTime: metadata.recordTime,
    body: { ...reportedIn(step), ...crossedWith(step, index, steps) },
    flags: isLate ? ['LATE_REPORT'] : [],
    ...(correctedBy === undefined ? {} : { correctedBy }),
  };
}

/** Nothing for a crossing before the arrival: then nobody knows more than the event. */
function crossedWith({ type }: Step, index: number, steps: readonly Step[]): { vehicle?: Plated } {
  if (type !== STEPS.crossing) return {};
  const { carriage } = foldVisit(steps.slice(0, index));
  return carriage === undefined ? {} : { vehicle: { plate: carriage.tractor } };
}

/** The data without what the decision added. */
export function reportedIn<One extends Step>({ type, data }: One): One['data'] {
  const reported = Object.entries(withoutCarriedGate(type, data));
  return Object.fromEntries(reported.filter(([field]) => !INTERNAL.includes(field)));
}

export function warningsOf({ eventId, data }: Step): (Warning & { readonly eventId: string })[] {
  return (data.warnings ?? []).map((warning) => ({ ...warning, eventId }));
}

export function correctionsOf(recorded: readonly RecordedEvent[]): ShownCorrection[] {
  const types = new Map(recorded.map(({ eventId, type }) => [eventId, type]));
  return recorded
    .filter(({ type }) => type === VISIT_CORRECTED)
    .map(({ eventId, data, metadata: { eventTime, recordTime, actor } }) => {
      const { eventId: corrected, reason } = data as CorrectionData;
      const corrects = { eventId: corrected, type: types.get(corrected) ?? '' };
      return { eventId, corrects, reason, eventTime, recordTime, actor };
    });
}
