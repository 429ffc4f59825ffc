/* Preconditions of each step. */
import type { Gate } from '../border-gate/state';
import { isOpenAt, suspensionFor } from '../border-gate/suspension';
import { meteringObjections } from '../yard/call-metering';
import { asksForCustoms, orderObjections } from '../gate-queue/call-order';
import type { RejectionCode } from '../rejection';
import { notNamed } from './carriage';
import type { Transfer } from './carriage';
import { HOME_COUNTRY, receivingVehicle } from './goods-transfer';
import { MODES, modeAfter, modeOf, OWN_MODE } from './handover-mode';
import type { Step } from './events';
import type { HandoverMode } from './shapes';
import { STEPS } from './steps';
import type { StepName } from './steps';
import { placeObjections } from './turn';
import { goodsOf } from './state';
import type { Visit } from './state';

type Handover = Step<'truckVisit.HandedOverToDedicatedDriver.v1'>;

const CUT = 'truckVisit.ContainerCut.v1';
const LIFT = 'truckVisit.ContainerLifted.v1';
const TRANSLOAD = 'truckVisit.CargoTransloaded.v1';

/** A rule that a step does not meet. `step` is what is missing, where a missing step is the reason. */
export interface Objection {
  readonly code: RejectionCode;
  readonly detail: string;
  readonly step?: StepName;
}

/** What still has to happen before this visit may cross in this mode, in the order of work. */
export function missingBeforeCrossing(visit: Visit, mode: HandoverMode): Objection[] {
  return [
    ...notCleared(visit),
    ...notClean(visit, mode),
    ...notTransferred(visit, mode),
    ...notHandedOver(visit, mode),
  ];
}

function notCleared(visit: Visit): Objection[] {
  if (visit.customs !== undefined) return [];
  return [
    { code: 'CUSTOMS_NOT_CLEARED', detail: 'customs procedures are not finished', step: 'customs-clearance' },
  ];
}

function notClean(visit: Visit, mode: HandoverMode): Objection[] {
  if (MODES[mode].clean === 'ANY') {
    if (visit.disinfections.length > 0) return [];
    return [
      { code: 'NOT_DISINFECTED', detail: 'nothing of this visit is disinfected', step: 'disinfection' },
    ];
  }
  if (visit.cabin !== undefined) return [];
  return [
    { code: 'CABIN_NOT_DISINFECTED', detail: 'the cab is not disinfected (D-10)', step: 'disinfection' },
  ];
}

const TRANSFER_MISSING = {
  [CUT]: { code: 'CONTAINER_NOT_CUT', detail: 'the container or trailer is not cut', step: 'container-cut' },
  [LIFT]: { code: 'CONTAINER_NOT_LIFTED', detail: 'the container is not lifted', step: 'container-lift' },
  [TRANSLOAD]: { code: 'CARGO_NOT_TRANSLOADED', detail: 'the cargo is not transloaded', step: 'transload' },
} as const;

function notTransferred(visit: Visit, mode: HandoverMode): Objection[] {
  const { transfers } = MODES[mode];
  const [first, ...others] = transfers;
  if (first === undefined || visit.transfers.some((t) => transfers.includes(t.type))) return [];
  if (visit.receipts.some(({ data }) => transfers.some((type) => OWN_MODE[type] === data.transfer)))
    return [];
  if (others.length === 0) return [TRANSFER_MISSING[first]];
  return [
    { code: 'GOODS_NOT_TRANSFERRED', detail: 'no cut, lift or transload is recorded', step: 'transload' },
  ];
}

function notHandedOver(visit: Visit, mode: HandoverMode): Objection[] {
  const { handover } = MODES[mode];
  if (handover === 'NOT_IN_MODE') return [];
  if (visit.handover !== undefined) return withoutTractor(visit.handover, mode);
  if (handover === 'UNLESS_FOREIGN_VEHICLE' && visit.transfers.some(toForeignVehicle)) return [];
  return [{ code: 'NOT_HANDED_OVER', detail: 'no dedicated driver has taken over', step: 'handover' }];
}

function withoutTractor({ data }: Handover, mode: HandoverMode): Objection[] {
  if (!MODES[mode].handoverTractor || data.tractor !== undefined) return [];
  const detail = `mode ${mode} needs the tractor that takes over`;
  return [{ code: 'HANDOVER_NEEDS_TRACTOR', detail, step: 'handover' }];
}

/** A handover to a dedicated driver is for home vehicles only. */
function toForeignVehicle(transfer: Transfer): boolean {
  return receivingVehicle(transfer).country !== HOME_COUNTRY;
}

function held(visit: Visit): Objection[] {
  const hold = visit.openHolds[0];
  return hold === undefined ? [] : [{ code: 'VISIT_HELD', detail: `held: ${hold.data.cause}` }];
}

function notOpen(gate: Gate, time: number, lane?: string): Objection[] {
  if (isOpenAt(gate, time, lane)) return [];
  const detail = lane === undefined ? 'no lane of the gate is open' : `lane ${lane} is not open`;
  return [{ code: 'LANE_NOT_OPEN', detail }];
}

function suspended(visit: Visit, gate: Gate, time: number, lane?: string): Objection[] {
  const suspension = suspensionFor(gate, time, goodsOf(visit), lane);
  if (suspension === undefined) return [];
  return [{ code: 'GATE_SUSPENDED', detail: `the gate is suspended: ${suspension.act.data.reason}` }];
}

function handoverObjections(visit: Visit, step: Handover, gate: Gate): Objection[] {
  const mode = modeOf(visit, gate, step.time);
  return [
    ...unknownToMode(mode),
    ...notCleared(visit),
    ...notClean(visit, mode),
    ...held(visit),
    ...withoutTractor(step, mode),
  ];
}

function unknownToMode(mode: HandoverMode): Objection[] {
  if (MODES[mode].handover !== 'NOT_IN_MODE') return [];
  return [{ code: 'HANDOVER_NOT_IN_MODE', detail: `mode ${mode} knows no handover` }];
}

function callObjections(
  visit: Visit,
  step: Step<'truckVisit.TruckCalledForward.v1'>,
  gate: Gate,
): Objection[] {
  return [
    ...(asksForCustoms(gate, step.time) ? notCleared(visit) : []),
    ...held(visit),
    ...closed(visit, gate, step),
    ...orderObjections(step, gate),
    ...meteringObjections(step.data),
  ];
}

/**
 * What the record, as it stood just before the step, has against it. The same answer refuses a report and, where
 * the report was recorded all the same, shows as its deviation.
 */
export function objectionsTo(step: Step, visit: Visit, gate: Gate): Objection[] {
  if (UNJUDGED.includes(step.type)) return [];
  if (visit.arrival === undefined)
    return [{ code: 'BEFORE_ARRIVAL', detail: 'the truck had not arrived yet' }];
  switch (step.type) {
    case 'truckVisit.Disinfected.v1':
      return step.data.targets.includes('CABIN') ? notCleared(visit) : [];
    case 'truckVisit.TruckCalledForward.v1':
      return callObjections(visit, step, gate);
    case 'truckVisit.MissedCallExcused.v1':
      if (visit.calls.length > 0) return [];
      return [{ code: 'NOT_CALLED_FORWARD', detail: 'no call is recorded', step: 'call-forward' }];
    case 'truckVisit.YardLeft.v1':
      if (visit.yard?.yard === step.data.yard) return [];
      return [{ code: 'NOT_IN_YARD', detail: `the truck is not in ${step.data.yard}`, step: 'yard-entry' }];
    case 'truckVisit.HandedOverToDedicatedDriver.v1':
      return handoverObjections(visit, step, gate);
    case CUT:
    case LIFT:
    case TRANSLOAD: {
      const mode = modeAfter(modeOf(visit, gate, step.time), step.type);
      return [...notCleared(visit), ...notClean(visit, mode), ...held(visit), ...notNamed(step, visit)];
    }
    case 'truckVisit.BorderCrossed.v1': {
      const mode = modeOf(visit, gate, step.time);
      return [...missingBeforeCrossing(visit, mode), ...held(visit), ...closed(visit, gate, step)];
    }
    case 'truckVisit.DeliveredAbroad.v1':
      return notCrossed(visit);
    case 'truckVisit.ReturnedHome.v1':
      return visit.handover === undefined ? [...notCrossed(visit), NOBODY_OUT] : notCrossed(visit);
    case 'truckVisit.HoldLiftConfirmed.v1':
    case 'truckVisit.HoldLifted.v1':
      if (visit.openHolds.some((hold) => hold.data.cause === step.data.cause)) return [];
      return [{ code: 'NOT_HELD', detail: `no hold for ${step.data.cause} is open`, step: 'hold' }];
    case 'truckVisit.VehicleChanged.v1':
      return placeObjections(step, visit.arrival.data);
    case 'truckVisit.TruckArrived.v1':
    case 'truckVisit.GoodsReceived.v1':
    case 'truckVisit.SeenElsewhere.v1':
    case 'truckVisit.CustomsCleared.v1':
    case 'truckVisit.YardEntered.v1':
    case 'truckVisit.TruckWeighed.v1':
    case 'truckVisit.TurnedBack.v1':
    case 'truckVisit.Diverted.v1':
    case 'truckVisit.VisitCancelled.v1':
    case 'truckVisit.HoldPlaced.v1':
    case 'truckVisit.TicketIssued.v1':
      return [];
  }
}

/** The lane is not open, or nothing goes through it for these goods. */
function closed(
  visit: Visit,
  gate: Gate,
  { time, data }: Step<'truckVisit.TruckCalledForward.v1' | 'truckVisit.BorderCrossed.v1'>,
): Objection[] {
  return [...notOpen(gate, time, data.lane), ...suspended(visit, gate, time, data.lane)];
}

const UNJUDGED: Step['type'][] = [STEPS.arrival, STEPS['goods-receipt'], STEPS['sighting-elsewhere']];
const NOBODY_OUT: Objection = { code: 'NOT_HANDED_OVER', detail: 'no driver is out', step: 'handover' };

function notCrossed(visit: Visit): Objection[] {
  if (visit.crossing !== undefined) return [];
  return [{ code: 'NOT_CROSSED', detail: 'the truck has not crossed', step: 'crossing' }];
}
