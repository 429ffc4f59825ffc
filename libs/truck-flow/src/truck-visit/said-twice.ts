import { DOUBLE_SCAN } from '../double-scan';
import { Rejection } from '../rejection';
import type { RejectionCode } from '../rejection';
import type { Step, StepType } from './events';
import { sameReport } from './step-data';
import { STEP_NAMES } from './steps';
import { isDisinfected } from './visit';
import type { Visit } from './visit';

/** What moves the truck in and out of yards. */
const YARD_MOVES: readonly StepType[] = [
  'truckVisit.TruckArrived.v1',
  'truckVisit.YardEntered.v1',
  'truckVisit.YardLeft.v1',
];
const HOLDS: readonly StepType[] = ['truckVisit.HoldPlaced.v1', 'truckVisit.HoldLifted.v1'];
/** What puts the goods behind a tractor. */
const LOADINGS: readonly StepType[] = [
  'truckVisit.TruckArrived.v1',
  'truckVisit.HandedOverToDedicatedDriver.v1',
  'truckVisit.ContainerCut.v1',
  'truckVisit.ContainerLifted.v1',
  'truckVisit.CargoTransloaded.v1',
  'truckVisit.VehicleChanged.v1',
];

/**
 * Is this report already recorded in other words (api.md "Said twice")? True: nothing has to be recorded.
 *
 * What happens once is said twice when it is recorded for the same time or an earlier one. Reported for an earlier
 * time it is recorded, too: the first by event time is the fact, and without it the reports between the two would be
 * refused for ever. The arrival is said twice at any time: its time is the place in the queue, and only a correction,
 * which names its author, moves that.
 *
 * What may repeat (yard moves, holds, vehicle changes) is said twice only next to its twin: a later identical one may
 * still be separated from it by a report on its way, and then something would change. Within two minutes that chance
 * is taken: in by 07:00, out by 07:01 and in again by 07:02, told as 07:00, 07:02, 07:01, ends outside of the yard.
 * @throws Rejection ALREADY_… for a done step with other fields, VISIT_ENDED for a step after the end.
 */
export function alreadyDone(step: Step, before: Visit, whole: Visit): boolean {
  switch (step.type) {
    case 'truckVisit.Disinfected.v1':
      return disinfectedAlready(step, before);
    case 'truckVisit.YardEntered.v1':
    case 'truckVisit.YardLeft.v1':
      return twin(step, before, YARD_MOVES) || refuseEnded(before);
    case 'truckVisit.HoldPlaced.v1':
    case 'truckVisit.HoldLifted.v1':
      return twin(step, before, HOLDS) || refuseEnded(before);
    case 'truckVisit.VehicleChanged.v1':
      return twin(step, before, LOADINGS) || refuseEnded(before) || changesNothing(step);
    default:
      return onceDone(step, before, whole);
  }
}

function onceDone(step: Step, before: Visit, whole: Visit): boolean {
  const done = whole.steps.find((other) => other.type === step.type);
  if (done !== undefined && !sameReport(done.data, step.data)) throw already(step);
  if (done !== undefined && (done.time <= step.time || step.type === 'truckVisit.TruckArrived.v1'))
    return true;
  return ended(step.type, before, whole) ? refuse() : false;
}

/** A visit ends once: a crossing excludes a turn-back, diversion or cancellation at any time, and the reverse. */
function ended(type: StepType, before: Visit, whole: Visit): boolean {
  const end = whole.crossing ?? whole.ending;
  if (isEnding(type)) return end !== undefined && end.type !== type;
  if (type === 'truckVisit.BorderCrossed.v1') return whole.ending !== undefined;
  if (type === 'truckVisit.DeliveredAbroad.v1' || type === 'truckVisit.ReturnedHome.v1')
    return before.ending !== undefined;
  return (before.crossing ?? before.ending) !== undefined;
}

function isEnding(type: StepType): boolean {
  return (
    type === 'truckVisit.TurnedBack.v1' ||
    type === 'truckVisit.Diverted.v1' ||
    type === 'truckVisit.VisitCancelled.v1'
  );
}

function disinfectedAlready(step: Step<'truckVisit.Disinfected.v1'>, before: Visit): boolean {
  if (before.disinfections.some((other) => sameReport(other.data, step.data))) return true;
  if (isDisinfected(before, step.data.targets)) throw already(step);
  return refuseEnded(before);
}

/** A vehicle change that names neither tractor, trailer nor driver. */
function changesNothing({ data }: Step<'truckVisit.VehicleChanged.v1'>): boolean {
  return data.tractor === undefined && data.trailer === undefined && data.driver === undefined;
}

/** Is the last step of this family the same report, at most a double scan earlier? */
function twin(step: Step, before: Visit, family: readonly StepType[]): boolean {
  const last = before.steps.findLast((other) => family.includes(other.type));
  if (last?.type !== step.type || step.time - last.time > DOUBLE_SCAN) return false;
  return sameReport(last.data, step.data);
}

function already(step: Step): Rejection {
  const name = STEP_NAMES[step.type].replaceAll('-', '_').toUpperCase();
  return new Rejection(
    `ALREADY_${name}` as RejectionCode,
    'this step is recorded with other data; correct it instead',
  );
}

function refuseEnded(before: Visit): false {
  return (before.crossing ?? before.ending) === undefined ? false : refuse();
}

function refuse(): never {
  throw new Rejection(
    'VISIT_ENDED',
    'the visit ended with its crossing, turn-back, diversion or cancellation',
  );
}
