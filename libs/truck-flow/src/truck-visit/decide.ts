import type { Decider, Decision, History, Warning } from '#libs/event-sourcing';
import { lanesOf } from '../border-gate/gate';
import type { Gate } from '../border-gate/gate';
import { correct } from '../correction';
import type { Correct, CorrectionRules } from '../correction';
import { Rejection, REJECTIONS } from '../rejection';
import { VISIT_CORRECTED } from './events';
import type { Plated, Step, StepEvent, StepType, TruckVisitEvent } from './events';
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

/** A correction of a recorded step; `corrected` is the step's whole new body. */
export type CorrectStep = Correct<StepBody>;

export type TruckVisitCommand = RecordStep | CorrectStep;

export const truckVisit: Decider<TruckVisitCommand, TruckVisitEvent> = {
  category: 'truckVisit',
  order: visitOrder,
  decide(command, history) {
    if (command.kind === 'step') return recordStep(command, history);
    return correct(command, history, visitCorrection);
  },
};

const NOTHING: Decision<TruckVisitEvent> = { events: [], warnings: [] };
const WAIVED_BY_OBSERVATION = ['ORDER', 'STATE'];

function recordStep({ report, gate, gateRevision }: RecordStep, history: History): Decision<TruckVisitEvent> {
  const step = provisional(report);
  const whole = foldVisit(history.effective);
  const before = foldVisit(history.effective.filter((other) => precedes(other as Step, step)));
  if (alreadyDone(step, before, whole)) return NOTHING;
  refuseUnknownLane(step, gate);
  const observed = 'observed' in step.data;
  const objection = objectionsTo(step, before, gate).find(
    ({ code }) => !observed || !WAIVED_BY_OBSERVATION.includes(REJECTIONS[code]),
  );
  if (objection !== undefined) throw new Rejection(objection.code, objection.detail);
  const warnings = [...report.warnings, ...modeWarning(step, before, gate)];
  return { events: [eventOf(report, before, gateRevision, warnings)], warnings };
}

function refuseUnknownLane(step: Step, gate: Gate): void {
  if (step.type !== 'truckVisit.BorderCrossed.v1' || step.data.lane === undefined) return;
  if (lanesOf(gate).includes(step.data.lane)) return;
  throw new Rejection('LANE_UNKNOWN', `the gate has no lane ${step.data.lane}`);
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

const visitCorrection: CorrectionRules<StepBody, typeof VISIT_CORRECTED> = {
  type: VISIT_CORRECTED,
  order: visitOrder,
  read: (target, body) => {
    const { at, data, warnings } = readStep(STEP_NAMES[target.type as StepType], body);
    const { vehicle } = target.data as { readonly vehicle?: Plated };
    const kept = {
      ...(vehicle === undefined ? {} : { vehicle }),
      ...(warnings.length === 0 ? {} : { warnings }),
    };
    return { at, data: { ...data, ...kept }, warnings };
  },
};
