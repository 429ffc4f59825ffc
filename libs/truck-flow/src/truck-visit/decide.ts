import type { Decider, Decision, History, RecordedEvent, Warning } from '#libs/event-sourcing';
import type { Gate } from '../border-gate/gate';
import { Rejection, REJECTIONS } from '../rejection';
import { ARRIVAL_VOIDED, HANDOVER_VOIDED, VISIT_CORRECTED } from './events';
import type { ClaimVoided, Step, StepEvent, StepType, TruckVisitEvent } from './events';
import { modeAfter, modeOf, objectionsTo } from './requirements';
import { alreadyDone } from './said-twice';
import { readStep } from './step-data';
import type { ReadStep, StepBody } from './step-data';
import { PLACES, STEP_NAMES } from './steps';
import { foldVisit, visitOrder } from './visit';
import type { Visit } from './visit';

/** A step to record. `gate` is folded before the decision; `gateRevision` is what it was judged against. */
export interface RecordStep {
  readonly kind: 'step';
  readonly report: ReadStep;
  readonly gate: Gate;
  readonly gateRevision: string;
}

/** A correction to record. `by.manager`: the caller may correct what others recorded, and after ten minutes. */
export interface CorrectStep {
  readonly kind: 'correction';
  readonly at: string;
  readonly eventId: string;
  readonly reason: 'DID_NOT_OCCUR' | 'INCORRECT_DATA';
  readonly corrected?: StepBody;
  readonly by: { readonly sub: string; readonly manager: boolean };
  /** When the correction is recorded, RFC 3339. */
  readonly now: string;
}

/** An unfinished claim of this visit is set aside for another visit's (decision 12). */
export interface VoidClaim {
  readonly kind: 'void';
  readonly type: ClaimVoided['type'];
  readonly byVisit: string;
  readonly at: string;
}

export type TruckVisitCommand = RecordStep | CorrectStep | VoidClaim;

export const truckVisit: Decider<TruckVisitCommand, TruckVisitEvent> = {
  category: 'truckVisit',
  order: visitOrder,
  decide(command, history) {
    switch (command.kind) {
      case 'step':
        return recordStep(command, history);
      case 'correction':
        return correct(command, history);
      case 'void':
        return {
          events: [{ type: command.type, data: { byVisit: command.byVisit }, eventTime: command.at }],
          warnings: [],
        };
    }
  },
};

const NOTHING: Decision<TruckVisitEvent> = { events: [], warnings: [] };
const WAIVED_BY_OBSERVATION = ['ORDER', 'STATE'];

function recordStep({ report, gate, gateRevision }: RecordStep, history: History): Decision<TruckVisitEvent> {
  const step = provisional(report);
  const whole = foldVisit(history.effective);
  const before = foldVisit(history.effective.filter((other) => precedes(other as Step, step)));
  if (alreadyDone(step, before, whole)) return NOTHING;
  const observed = 'observed' in step.data && step.data.observed === true;
  const objection = objectionsTo(step, before, gate).find(
    ({ code }) => !observed || !WAIVED_BY_OBSERVATION.includes(REJECTIONS[code]),
  );
  if (objection !== undefined) throw new Rejection(objection.code, objection.detail);
  const warnings = [...report.warnings, ...modeWarning(step, before, gate)];
  return { events: [eventOf(report, before, gateRevision, warnings)], warnings };
}

/** The report as a step of the history, before it has a place in the log. */
function provisional(report: ReadStep): Step {
  return { type: report.type, data: report.data, at: report.at, time: Date.parse(report.at) } as Step;
}

/** Was `other` before a step recorded now? At equal time and place the earlier record counts first. */
function precedes(other: Step, step: Step): boolean {
  return other.time < step.time || (other.time === step.time && PLACES[other.type] <= PLACES[step.type]);
}

function modeWarning(step: Step, before: Visit, gate: Gate): Warning[] {
  if (
    step.type !== 'truckVisit.ContainerCut.v1' &&
    step.type !== 'truckVisit.ContainerLifted.v1' &&
    step.type !== 'truckVisit.CargoTransloaded.v1'
  ) {
    return [];
  }
  const mode = modeOf(before, gate, step.time);
  return modeAfter(mode, step.type) === mode ? [] : [{ code: 'MODE_DIFFERS_FROM_GATE', pointer: '' }];
}

function eventOf(
  report: ReadStep,
  before: Visit,
  gateRevision: string,
  warnings: readonly Warning[],
): StepEvent {
  const data = {
    ...report.data,
    ...(report.type === 'truckVisit.BorderCrossed.v1'
      ? { vehicle: { plate: before.carriage?.tractor ?? '' } }
      : {}),
    gateRevision,
    ...(warnings.length === 0 ? {} : { warnings }),
  };
  return { type: report.type, data, eventTime: report.at } as StepEvent;
}

/** Ten minutes: so long may who recorded the last entry take it back (api.md "Undo"). */
const UNDO_WINDOW = 10 * 60_000;

function correct(command: CorrectStep, history: History): Decision<TruckVisitEvent> {
  const target = history.recorded.find((event) => event.eventId === command.eventId);
  const internal: readonly string[] = [ARRIVAL_VOIDED, HANDOVER_VOIDED];
  if (target === undefined || internal.includes(target.type)) {
    throw new Rejection('EVENT_NOT_FOUND', 'this visit has no such event');
  }
  if (target.type === VISIT_CORRECTED) {
    throw new Rejection(
      'CORRECTION_OF_CORRECTION',
      'a correction is replaced by correcting the same event again',
    );
  }
  mayCorrect(command, target, history);
  const corrected = correctedOf(command, target.type as StepType);
  const data = {
    eventId: command.eventId,
    reason: command.reason,
    ...(corrected === undefined ? {} : { corrected: { at: corrected.at, data: corrected.data } }),
  };
  if (JSON.stringify(data) === JSON.stringify(latestCorrection(command.eventId, history)?.data))
    return NOTHING;
  return {
    events: [{ type: VISIT_CORRECTED, data, eventTime: command.at }],
    warnings: corrected?.warnings ?? [],
  };
}

function mayCorrect({ by, now }: CorrectStep, target: RecordedEvent, history: History): void {
  if (by.manager) return;
  const last = history.recorded.findLast((event) => event.type in STEP_NAMES);
  const { actor, recordTime } = target.metadata;
  const recent = Date.parse(now) - Date.parse(recordTime) <= UNDO_WINDOW;
  if (last?.eventId === target.eventId && actor.sub === by.sub && recent) return;
  throw new Rejection(
    'CORRECTION_NEEDS_MANAGER',
    'only your own last entry, and for ten minutes; then the gate manager',
  );
}

function correctedOf({ reason, corrected }: CorrectStep, type: StepType): ReadStep | undefined {
  if (reason === 'DID_NOT_OCCUR') {
    if (corrected === undefined) return undefined;
    throw new Rejection('CORRECTED_BODY_UNEXPECTED', 'what did not occur has no corrected body');
  }
  if (corrected === undefined)
    throw new Rejection('CORRECTED_BODY_MISSING', 'incorrect data needs the whole new body');
  return readStep(STEP_NAMES[type], corrected);
}

function latestCorrection(eventId: string, history: History): RecordedEvent | undefined {
  return history.recorded.findLast(
    (event) => event.type === VISIT_CORRECTED && (event.data as { eventId: string }).eventId === eventId,
  );
}
