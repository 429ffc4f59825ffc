/* Decider of the truck visit: records its steps and their corrections. */
import type { Decider, Decision, History, Warning } from '#libs/event-sourcing';
import { lanesOf } from '../border-gate/lanes';
import type { Gate } from '../border-gate/state';
import { correct } from '../correction';
import type { Correct, CorrectionRules } from '../correction';
import { judgementIn, judgementOf, orderInForce } from '../gate-queue/call-order';
import type { CallInOrder } from '../gate-queue/call-order';
import { overrideObjections, refuseOtherOverride } from '../gate-queue/override';
import type { Override } from '../gate-queue/state';
import { Rejection, REJECTIONS } from '../rejection';
import type { RejectionCode } from '../rejection';
import { differencesOf, isSecondScan } from './double-scan';
import { VISIT_CORRECTED } from './events';
import type { Step, StepEvent, StepType, TruckVisitEvent } from './events';
import type { Plated, SeenElsewhereData, TruckArrivedData } from './shapes';
import { isTransfer, precedes } from './goods-transfer';
import { refuseCorrectedHoldOfOthers, refuseLiftOfOthers } from './hold-lifting';
import type { Reporter } from './hold-lifting';
import { objectionsTo } from './requirements';
import type { Objection } from './requirements';
import { alreadyDone } from './said-twice';
import { readStep } from './step-data';
import type { ReadStep, StepBody } from './step-data';
import { STEP_NAMES, STEPS } from './steps';
import { TRUCK_VISIT, visitOrder } from './category';
import { foldVisit } from './state';
import { carriedGateIn, gateOf } from './visit-gate';
import { ticketIn } from './ticket';
import { withPlaces } from '../yard/call-metering';
import type { MeteredYard } from '../yard/metering';
import { warningsOf } from './warnings';
import type { VisitGates } from './warnings';
import type { Visit } from './state';

/** What other visits have to do with the step. */
export interface OtherVisits {
  /** The visit that takes the goods of a cut, lift or transload over. */
  readonly receiver?: string;
  /** Where and with which visit the truck of an observed arrival stood later on. */
  readonly stoodElsewhere?: SeenElsewhereData & { readonly at: string };
}

/** A step to record. `gateRevision` is what it was judged against. */
export interface RecordStep extends VisitGates, OtherVisits {
  readonly kind: 'step';
  readonly report: ReadStep;
  readonly gateRevision: string;
  /** When it is recorded, RFC 3339; absent: nobody asks how late it is told. */
  readonly now?: string;
  /** Of the ticket that the driver is given with the answer. */
  readonly ticketHash?: string;
  /** How a call stands in the order in force; absent where none is in force, or the truck does not stand in the line. */
  readonly order?: CallInOrder;
  /** The gate yards as they stand for a call; absent where none has a target. */
  readonly yards?: readonly MeteredYard[];
  /** The override that the report names, where its gate knows one of this id. */
  readonly override?: Override;
  /** Who reports; nobody is asked for a right when it is absent. */
  readonly by?: Reporter;
}

/** A correction of a recorded step; `corrected` is the step's whole new body. */
export interface CorrectStep extends Correct<StepBody>, VisitGates, Pick<OtherVisits, 'receiver'> {
  readonly by: Correct<StepBody>['by'] & Partial<Reporter>;
}

export type TruckVisitCommand = RecordStep | CorrectStep;

export const truckVisit: Decider<TruckVisitCommand, TruckVisitEvent> = {
  category: TRUCK_VISIT.name,
  order: visitOrder,
  decide(command, history) {
    if (command.kind === 'step') return recordStep(command, history);
    return correct(command, history, correctionOf(command, history));
  },
};

const NOTHING: Decision<TruckVisitEvent> = { events: [], warnings: [] };
const WAIVED_BY_OBSERVATION = ['ORDER', 'STATE'];
/** What a call that is told late is not refused for: whoever gave it could not know. */
const WAIVED_OF_CALLS: readonly string[] = ['CALL_OUT_OF_ORDER', 'GATE_YARD_FULL', 'LANE_NOT_OPEN'];
const CALL = 'truckVisit.TruckCalledForward.v1';
/** A call that is told so much later, in milliseconds, may be told as observed. */
const TOLD_LATE = 10 * 60_000;
const LIFTED = 'truckVisit.HoldLifted.v1';

function recordStep(command: RecordStep, history: History): Decision<TruckVisitEvent> {
  const { gate, gateRevision } = command;
  const reported = inOrder(command, takenOverBy(command.receiver, command.report));
  const whole = foldVisit(history.effective);
  if (reported.type === 'truckVisit.TruckArrived.v1' && isSecondScan(whole, reported))
    return { events: [], warnings: differencesOf(whole, reported) };
  const earlier = history.effective.filter((other) => precedes(other as Step, provisional(reported)));
  // A report that comes in order, as nearly all do, finds everything recorded before it.
  const before = earlier.length === history.effective.length ? whole : foldVisit(earlier);
  const report = metered(command, before, reported);
  const step = provisional(report);
  if (alreadyDone(step, { before, whole, gate })) return NOTHING;
  refuseUnknownLane(step, gate);
  if (step.type === LIFTED && command.by !== undefined) refuseLiftOfOthers(step, before, command.by);
  refuseSoonObserved(step, command.now);
  const objection = [...byOverride(step, whole, command), ...objectionsTo(step, before, gate)].find(
    ({ code }) => !isWaived(code, step),
  );
  if (objection !== undefined) throw refusal(objection, command);
  const warnings = [...report.warnings, ...warningsOf(step, before, command)];
  const carried = { ...carriedGate(report, history), gateRevision };
  const event = eventOf(report, before, { ...carried, ...ticketIn(command) }, warnings);
  return { events: [event, ...laterSighting(command)], warnings };
}

/** The report with the visit that carries the goods from then on. */
function takenOverBy(receiver: string | undefined, report: ReadStep): ReadStep {
  if (receiver === undefined || !isTransfer(report)) return report;
  return { ...report, data: { ...report.data, toVisitId: receiver } };
}

/** The report with how a call stands in the order. */
function inOrder({ order, gate }: RecordStep, report: ReadStep): ReadStep {
  if (report.type !== CALL || order === undefined) return report;
  const rule = orderInForce(gate, Date.parse(report.at));
  if (rule === undefined) return report;
  return { ...report, data: { ...report.data, ...judgementOf(report.data, order, rule) } };
}

/** The report with the places that there are for the truck of a call. */
function metered({ yards }: RecordStep, before: Visit, report: ReadStep): ReadStep {
  if (report.type !== CALL || yards === undefined) return report;
  return { ...report, data: withPlaces(report.data, { yards, standsIn: before.yard?.yard }) };
}

/** What is against the override that a step names. */
function byOverride({ data, time }: Step, visit: Visit, { override }: RecordStep): Objection[] {
  if (!('override' in data)) return [];
  return overrideObjections(override, { visitId: visit.arrival?.data.visitId ?? '', time, visit });
}

/** Of a call out of its order with whom it passes and who may be called. */
function refusal({ code, detail }: Objection, { order }: RecordStep): Rejection {
  if (code !== 'CALL_OUT_OF_ORDER' || order === undefined) return new Rejection(code, detail);
  const { passed, next } = order;
  return new Rejection(code, detail, { passed, next });
}

/** The gate of the visit; an arrival names its own. */
function carriedGate({ data }: { readonly data: object }, { recorded }: History): { readonly gate?: string } {
  const gate = 'direction' in data ? (data as TruckArrivedData).gate : gateOf(recorded);
  return gate === undefined ? {} : { gate };
}

/** An arrival that was observed after the truck had arrived elsewhere: by then this visit was over. */
function laterSighting({ report, stoodElsewhere }: RecordStep): StepEvent[] {
  if (stoodElsewhere === undefined) return [];
  const { at, ...elsewhere } = stoodElsewhere;
  const data = { ...elsewhere, ownGate: (report.data as TruckArrivedData).gate };
  return [{ type: STEPS['sighting-elsewhere'], data, eventTime: at }];
}

function isWaived(code: RejectionCode, { type, data }: Step): boolean {
  if (!('observed' in data)) return false;
  return type === CALL ? WAIVED_OF_CALLS.includes(code) : WAIVED_BY_OBSERVATION.includes(REJECTIONS[code]);
}

/** A call is an order: one that is told at once is judged, and nobody has only seen it. */
function refuseSoonObserved({ type, data, time }: Step, now?: string): void {
  if (type !== CALL || !('observed' in data) || now === undefined) return;
  if (Date.parse(now) - time > TOLD_LATE) return;
  const detail = 'a call-forward is observed only when it is told more than ten minutes after it';
  throw Rejection.of('OBSERVATION_NOT_ALLOWED', '/observed', detail);
}

function refuseUnknownLane(step: Step, gate: Gate): void {
  const isOfALane = step.type === 'truckVisit.BorderCrossed.v1' || step.type === CALL;
  const { lane } = isOfALane ? step.data : {};
  if (lane === undefined || lanesOf(gate).includes(lane)) return;
  throw new Rejection('LANE_UNKNOWN', `the gate has no lane ${lane}`);
}

/** The report as a step of the history, before it has a place in the log. */
function provisional(report: ReadStep): Step {
  return { type: report.type, data: report.data, at: report.at, time: Date.parse(report.at) } as Step;
}

function eventOf(
  report: ReadStep,
  before: Visit,
  carried: { readonly gate?: string; readonly gateRevision: string; readonly ticketHash?: string },
  warnings: readonly Warning[],
): StepEvent {
  const data = {
    ...report.data,
    ...(report.type === 'truckVisit.BorderCrossed.v1'
      ? { vehicle: { plate: before.carriage?.tractor ?? '' } }
      : {}),
    ...carried,
    ...(warnings.length === 0 ? {} : { warnings }),
  };
  return { type: report.type, data, eventTime: report.at } as StepEvent;
}

/**
 * A corrected body is held against what no order of reports can change: its own text, the gate's lanes. What it
 * makes of the order of the steps shows as deviations.
 */
function correctionOf(
  gates: CorrectStep,
  history: History,
): CorrectionRules<StepBody, typeof VISIT_CORRECTED> {
  const by = { sub: gates.by.sub, roles: gates.by.roles ?? [] };
  return {
    type: VISIT_CORRECTED,
    order: visitOrder,
    refuse: (target) => {
      refuseCorrectedHoldOfOthers(target, by);
      if (target.type === STEPS['goods-receipt'])
        throw new Rejection(
          'CORRECTION_OF_RECEIPT',
          'correct the cut, lift or transload that brought the goods',
        );
    },
    read: (target, body) => {
      const report = takenOverBy(gates.receiver, readStep(STEP_NAMES[target.type as StepType], body));
      const step = provisional(report);
      refuseUnknownLane(step, gates.gate);
      refuseOtherOverride(target.data as object, report.data);
      const others = history.effective.filter(({ eventId }) => eventId !== target.eventId);
      const before = foldVisit(others.filter((other) => precedes(other as Step, step)));
      if (step.type === LIFTED && gates.by.roles !== undefined) refuseLiftOfOthers(step, before, by);
      const warnings = [...report.warnings, ...warningsOf(step, before, gates)];
      const { vehicle } = target.data as { readonly vehicle?: Plated };
      const kept = {
        ...(vehicle === undefined ? {} : { vehicle }),
        ...ticketIn(target.data as Pick<TruckArrivedData, 'ticketHash'>),
        ...judgementIn(target.data as object),
        ...carriedGateIn(target),
        ...(warnings.length === 0 ? {} : { warnings }),
      };
      return { at: report.at, data: { ...report.data, ...kept }, warnings };
    },
    carried: (corrected) => carriedGate(corrected ?? { data: {} }, history),
  };
}
