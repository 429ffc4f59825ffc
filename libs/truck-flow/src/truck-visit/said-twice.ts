import { Rejection } from '../rejection';
import type { RejectionCode } from '../rejection';
import type { Step, StepType } from './events';
import { sameReport } from './step-data';
import { STEP_NAMES } from './steps';
import type { Visit } from './visit';

/** Two reports of one thing within two minutes are one double scan. */
const DOUBLE_SCAN = 2 * 60_000;

/**
 * Is this report already recorded in other words (api.md "Said twice")? True: nothing has to be recorded.
 * Steps that happen once are looked for in the whole visit, so that a repetition is recognised in any order.
 * Steps that may repeat (yard moves, holds, vehicle changes) count as said twice only next to their twin: a later
 * identical one may still be separated from it by a report on its way, and then something would change.
 * @throws Rejection ALREADY_… for a done step with other fields, VISIT_ENDED for a step after the end.
 */
export function alreadyDone(step: Step, before: Visit, whole: Visit): boolean {
  switch (step.type) {
    case 'truckVisit.Disinfected.v1':
      return disinfectedAlready(step, before, whole);
    case 'truckVisit.YardEntered.v1':
    case 'truckVisit.YardLeft.v1':
      return (
        twin(step, before, ['truckVisit.YardEntered.v1', 'truckVisit.YardLeft.v1']) || refuseEnded(before)
      );
    case 'truckVisit.HoldPlaced.v1':
    case 'truckVisit.HoldLifted.v1':
      return (
        twin(step, before, ['truckVisit.HoldPlaced.v1', 'truckVisit.HoldLifted.v1']) || refuseEnded(before)
      );
    case 'truckVisit.VehicleChanged.v1':
      return (
        twin(step, before, ['truckVisit.VehicleChanged.v1']) || refuseEnded(before) || changesNothing(step)
      );
    default:
      return onceDone(step, before, whole);
  }
}

function onceDone(step: Step, before: Visit, whole: Visit): boolean {
  const done = whole.steps.find((other) => other.type === step.type);
  if (done !== undefined) {
    if (sameReport(done.data, step.data)) return true;
    throw already(step);
  }
  return ended(step.type, before, whole) ? refuse() : false;
}

/** A visit ends once: a crossing excludes a turn-back, diversion or cancellation at any time, and the reverse. */
function ended(type: StepType, before: Visit, whole: Visit): boolean {
  if (isEnding(type)) return (whole.crossing ?? whole.ending) !== undefined;
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

function disinfectedAlready(step: Step<'truckVisit.Disinfected.v1'>, before: Visit, whole: Visit): boolean {
  if (whole.disinfections.some((other) => sameReport(other.data, step.data))) return true;
  const done = new Set(before.disinfections.flatMap((other) => other.data.targets));
  if (step.data.targets.every((target) => done.has(target))) throw already(step);
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
