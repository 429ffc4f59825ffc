/* Duplicate reports: is a step recorded already, perhaps in other words? */
import type { Gate } from '../border-gate/state';
import { DOUBLE_SCAN } from '../double-scan';
import { Rejection } from '../rejection';
import { callSaidAgain } from './calls';
import { isUnloading } from './carriage';
import { numbersIn } from './containers';
import { STEP_TABLE } from './events';
import type { Step } from './events';
import { isTransfer } from './goods-transfer';
import type { Objection } from './requirements';
import type { Containers } from './shapes';
import { sameStep } from './step-data';
import { repetitionOf } from './steps';
import type { Visit } from './state';

/** What a report is held against: the visit just before it, all that is recorded of it, and its gate. */
export interface Recorded {
  readonly before: Visit;
  readonly whole: Visit;
  readonly gate: Gate;
}

/**
 * Is this report already recorded in other words? True: nothing has to be recorded.
 * @throws Rejection ALREADY_… for a done step with other fields, VISIT_ENDED for a step after the end.
 */
export function alreadyDone(step: Step, { before, whole, gate }: Recorded): boolean {
  const found = whatIsRecorded(step, { before, whole, gate });
  if (found === undefined || found === 'RECORDED') return found !== undefined;
  throw new Rejection(found.code, found.detail);
}

/**
 * What leaves no room for a report: RECORDED when it says nothing new, else why it is refused; undefined when it is to
 * be judged by the rules of its step.
 * Steps that happen once, and calls while one is in force, are looked for in the whole visit, so that a repetition is recognised in any order, whatever
 * time it names: another time is a correction, which names its author.
 * Steps that may repeat (yard moves, holds, vehicle changes) count as said twice only next to their twin: a later
 * identical one may still be separated from it by a report on its way, and then something would change. Within two
 * minutes that chance is taken.
 */
export function whatIsRecorded(
  step: Step,
  { before, whole, gate }: Recorded,
): 'RECORDED' | Objection | undefined {
  const again = repetitionOf(step.type);
  if (again === 'FOLLOWS') return undefined;
  if (step.type === 'truckVisit.Disinfected.v1') return disinfectedAlready(step, before, whole);
  if (typeof again === 'string') return onceDone(step, again, { before, whole, gate });
  if (isDoubleScan(step, before)) return 'RECORDED';
  return endOf(before) ?? (changesNothing(step) ? 'RECORDED' : undefined);
}

function onceDone(
  step: Step,
  code: Objection['code'],
  { before, whole, gate }: Recorded,
): 'RECORDED' | Objection | undefined {
  const done =
    step.type === 'truckVisit.TruckCalledForward.v1'
      ? callSaidAgain(step, whole, gate)
      : recordedAs(step, before, whole);
  if (done !== undefined) return saysTheSame(done, step) ? 'RECORDED' : otherwise(code);
  return ended(step, before, whole) ? ENDED : undefined;
}

/** The visit that an arrival continues may have been found, and not been reported: then its repetition need not name it. */
function saysTheSame(done: Step, step: Step): boolean {
  if (done.type !== 'truckVisit.TruckArrived.v1' || 'previousVisitId' in step.data)
    return sameStep(done, step);
  const { previousVisitId: _, ...reported } = done.data;
  return sameStep({ type: done.type, data: reported }, step);
}

/**
 * The step that a report of what is done once says again, in whatever words. Of two containers each may be cut or
 * lifted once, so one that goes by itself is said again only by what names it.
 */
export function recordedAs(step: Pick<Step, 'type' | 'data'>, before: Visit, whole: Visit): Step | undefined {
  const same = whole.steps.filter(({ type }) => type === step.type);
  if (!isTransfer(step)) return same[0];
  const twin = same.find((other) => containerIn(other) === containerIn(step));
  return (
    twin ?? (isUnloading(step, before) ? undefined : whole.transfers.find(({ type }) => type === step.type))
  );
}

function containerIn({ data }: Pick<Step, 'data'>): string | undefined {
  return numbersIn(data as Containers)[0];
}

/** A visit ends once: a crossing excludes a turn-back, diversion or cancellation at any time, and the reverse. */
function ended(step: Step, before: Visit, whole: Visit): boolean {
  const isOverOtherwise = endedOtherwise(step, whole);
  if (isEnding(step, before)) return whole.crossing !== undefined || isOverOtherwise;
  if (step.type === 'truckVisit.BorderCrossed.v1') return isOverOtherwise;
  if (step.type === 'truckVisit.DeliveredAbroad.v1' || step.type === 'truckVisit.ReturnedHome.v1')
    return before.ending !== undefined && before.ending.type !== 'truckVisit.SeenElsewhere.v1';
  return (before.crossing ?? before.ending) !== undefined;
}

/** Who saw the truck elsewhere did not know how the visit had ended: a report of that still comes in. */
function endedOtherwise(step: Step, { ending }: Visit): boolean {
  return ending !== undefined && !(ending.type === 'truckVisit.SeenElsewhere.v1' && step.time < ending.time);
}

function isEnding(step: Step, before: Visit): boolean {
  return (
    step.type === 'truckVisit.TurnedBack.v1' ||
    step.type === 'truckVisit.Diverted.v1' ||
    step.type === 'truckVisit.VisitCancelled.v1' ||
    (isTransfer(step) && step.data.toVisitId !== undefined && !isUnloading(step, before))
  );
}

function disinfectedAlready(
  step: Step<'truckVisit.Disinfected.v1'>,
  before: Visit,
  whole: Visit,
): 'RECORDED' | Objection | undefined {
  if (whole.disinfections.some((other) => sameStep(other, step))) return 'RECORDED';
  const done = new Set(before.disinfections.flatMap((other) => other.data.targets));
  return step.data.targets.every((target) => done.has(target))
    ? otherwise(STEP_TABLE[step.type].again)
    : endOf(before);
}

const CHANGEABLE = ['tractor', 'trailer', 'container', 'driver', 'carrier'] as const;

/** A vehicle change that names nothing it could change. */
function changesNothing({ type, data }: Step): boolean {
  return type === 'truckVisit.VehicleChanged.v1' && CHANGEABLE.every((field) => data[field] === undefined);
}

/**
 * Is this a step that may happen again, told a second time? Then the last step before it that could separate the two is the
 * same, at most two minutes earlier.
 */
export function isDoubleScan(step: Step, before: Visit): boolean {
  const again = repetitionOf(step.type);
  if (typeof again === 'string') return false;
  const last = before.steps.findLast(({ type }) => again.includes(type));
  if (last?.type !== step.type || step.time - last.time > DOUBLE_SCAN) return false;
  return sameStep(last, step);
}

function otherwise(code: Objection['code']): Objection {
  return { code, detail: 'this step is recorded with other data; correct it instead' };
}

const ENDED: Objection = {
  code: 'VISIT_ENDED',
  detail: 'the visit ended: its goods crossed or went on with another visit, or the truck left',
};

function endOf(before: Visit): Objection | undefined {
  return (before.crossing ?? before.ending) === undefined ? undefined : ENDED;
}
