/* Stored events of the truck visit: their names and data, and the table of steps. */
import type { CorrectionData, DomainEvent, EffectiveEvent } from '#libs/event-sourcing';
import type {
  EndingData,
  GoodsReceivedData,
  HoldData,
  Plated,
  ReceivingVehicle,
  SeenElsewhereData,
  StepData,
  TicketIssuedData,
  TransferData,
  TruckArrivedData,
  YardEnteredData,
  YardMoveData,
  ContainerCutData,
  ContainerLiftedData,
  DisinfectedData,
  HandedOverData,
  VehicleChangedData,
  TruckCalledForwardData,
  MissedCallExcusedData,
} from './shapes';
import { CALLS, HOLDS, LOADINGS, WEIGHINGS, YARD_MOVES } from './step-groups';
import type { StepRow } from './step-row';

/*
 * Stored names and data of the truck visit: they are the storage format and never change meaning.
 * Plates are normalised (`readPlate`). Absent fields are left out, never null. Times are in the metadata.
 */

/** The data of each step, by its stored name. */
export interface TruckVisitSteps {
  'truckVisit.TruckArrived.v1': TruckArrivedData;
  'truckVisit.CustomsCleared.v1': StepData & {
    readonly declarationNumber: string;
    readonly customsBroker?: string;
  };
  'truckVisit.Disinfected.v1': DisinfectedData;
  'truckVisit.TruckCalledForward.v1': TruckCalledForwardData;
  'truckVisit.MissedCallExcused.v1': MissedCallExcusedData;
  'truckVisit.YardEntered.v1': YardEnteredData;
  'truckVisit.YardLeft.v1': YardMoveData;
  'truckVisit.TruckWeighed.v1': StepData & { readonly grossKg: number; readonly axles?: number };
  'truckVisit.HandedOverToDedicatedDriver.v1': HandedOverData;
  'truckVisit.ContainerCut.v1': ContainerCutData;
  'truckVisit.ContainerLifted.v1': ContainerLiftedData;
  'truckVisit.CargoTransloaded.v1': TransferData & { readonly toVehicle: ReceivingVehicle };
  /** Follows from the cut, lift or transload of another visit. */
  'truckVisit.GoodsReceived.v1': GoodsReceivedData;
  /** `vehicle` is the plate that crossed, as the visit stood when it was recorded. */
  'truckVisit.BorderCrossed.v1': StepData & { readonly lane?: string; readonly vehicle: Plated };
  'truckVisit.DeliveredAbroad.v1': StepData & { readonly foreignYard: string };
  'truckVisit.ReturnedHome.v1': StepData;
  'truckVisit.TurnedBack.v1': StepData & EndingData;
  'truckVisit.Diverted.v1': StepData & EndingData;
  'truckVisit.VisitCancelled.v1': StepData & EndingData;
  'truckVisit.VehicleChanged.v1': VehicleChangedData;
  'truckVisit.HoldPlaced.v1': StepData & HoldData;
  /** A second person's word that a hold may be lifted, without which a gate manager lifts none of another role. */
  'truckVisit.HoldLiftConfirmed.v1': StepData & HoldData;
  'truckVisit.HoldLifted.v1': StepData & HoldData;
  /** A new ticket in the place of the one before. */
  'truckVisit.TicketIssued.v1': TicketIssuedData;
  /** Follows from an observed arrival of another visit. */
  'truckVisit.SeenElsewhere.v1': SeenElsewhereData;
}

export type StepType = keyof TruckVisitSteps;

/** A step as the effective history holds it. */
export type Step<T extends StepType = StepType> = { [K in T]: EffectiveEvent<K, TruckVisitSteps[K]> }[T];

export type StepEvent = { [K in StepType]: DomainEvent<K, TruckVisitSteps[K]> }[StepType];

/** Every step of the visit, in the order in which they count at equal event times. */
export const STEP_TABLE = {
  'truckVisit.TruckArrived.v1': {
    url: 'arrival',
    again: 'ALREADY_ARRIVAL',
    meaning: 'The truck stands at the gate or in its yard; the visit and its stay on hand begin.',
  },
  'truckVisit.CustomsCleared.v1': {
    url: 'customs-clearance',
    again: 'ALREADY_CUSTOMS_CLEARANCE',
    meaning: 'Customs procedures for the goods are finished.',
  },
  'truckVisit.Disinfected.v1': {
    url: 'disinfection',
    again: 'ALREADY_DISINFECTION',
    meaning: 'Cabin, cargo, packaging, container or vehicle were disinfected.',
  },
  'truckVisit.TruckCalledForward.v1': {
    url: 'call-forward',
    again: 'ALREADY_CALL_FORWARD',
    observable: 'LATE',
    meaning: 'The truck was ordered to the gate.',
  },
  'truckVisit.MissedCallExcused.v1': {
    url: 'call-excuse',
    again: CALLS,
    meaning: 'The truck cannot follow its call, or could not, for a cause that costs it no place.',
  },
  'truckVisit.YardEntered.v1': {
    url: 'yard-entry',
    again: YARD_MOVES,
    meaning: 'The truck drove into a yard, or to another spot of it.',
  },
  'truckVisit.YardLeft.v1': {
    url: 'yard-exit',
    again: YARD_MOVES,
    meaning: 'The truck left a yard.',
  },
  'truckVisit.TruckWeighed.v1': {
    url: 'weighing',
    again: WEIGHINGS,
    warns: true,
    meaning: 'The truck was weighed with all that is on it.',
  },
  'truckVisit.HandedOverToDedicatedDriver.v1': {
    url: 'handover',
    again: 'ALREADY_HANDOVER',
    meaning: 'A dedicated driver took the vehicle over for the way across the border.',
  },
  'truckVisit.ContainerCut.v1': {
    url: 'container-cut',
    again: 'ALREADY_CONTAINER_CUT',
    warns: true,
    meaning: 'Trailer or container were unhitched and taken by another tractor.',
  },
  'truckVisit.ContainerLifted.v1': {
    url: 'container-lift',
    again: 'ALREADY_CONTAINER_LIFT',
    warns: true,
    meaning: 'The container was lifted onto another vehicle.',
  },
  'truckVisit.CargoTransloaded.v1': {
    url: 'transload',
    again: 'ALREADY_TRANSLOAD',
    warns: true,
    meaning: 'The cargo was reloaded onto another vehicle.',
  },
  'truckVisit.GoodsReceived.v1': {
    url: 'goods-receipt',
    again: 'FOLLOWS',
    observable: false,
    meaning: "Goods came onto this visit's vehicle by a cut, lift or transload of another visit.",
  },
  'truckVisit.BorderCrossed.v1': {
    url: 'crossing',
    again: 'ALREADY_CROSSING',
    meaning: 'The goods crossed the border line; the visit is no longer on hand.',
  },
  'truckVisit.DeliveredAbroad.v1': {
    url: 'delivery',
    again: 'ALREADY_DELIVERY',
    meaning: 'The goods were delivered in the foreign yard.',
  },
  'truckVisit.ReturnedHome.v1': {
    url: 'return',
    again: 'ALREADY_RETURN',
    meaning: 'The dedicated driver came back; he is free again.',
  },
  'truckVisit.TurnedBack.v1': {
    url: 'turn-back',
    again: 'ALREADY_TURN_BACK',
    warns: true,
    meaning: 'The truck gave up and left; the visit ends.',
  },
  'truckVisit.Diverted.v1': {
    url: 'diversion',
    again: 'ALREADY_DIVERSION',
    warns: true,
    meaning: 'The truck was sent to another gate; the visit ends.',
  },
  'truckVisit.VisitCancelled.v1': {
    url: 'cancellation',
    again: 'ALREADY_CANCELLATION',
    warns: true,
    meaning: 'The visit was called off; it ends.',
  },
  'truckVisit.VehicleChanged.v1': {
    url: 'vehicle-change',
    again: LOADINGS,
    meaning: 'Tractor, trailer, container, driver or carrier were changed; the place in the queue is kept.',
  },
  'truckVisit.HoldPlaced.v1': {
    url: 'hold',
    again: HOLDS,
    meaning: 'An authority holds the visit for a cause.',
  },
  'truckVisit.HoldLiftConfirmed.v1': {
    url: 'hold-lift-confirmation',
    again: HOLDS,
    meaning: 'A second person confirms that the hold for that cause may be lifted.',
  },
  'truckVisit.HoldLifted.v1': {
    url: 'hold-lift',
    again: HOLDS,
    meaning: 'The hold for that cause is lifted.',
  },
  'truckVisit.TicketIssued.v1': {
    url: 'ticket',
    // Each is another one: whoever lost the answer asks again.
    again: [],
    observable: false,
    meaning: 'The driver was given a new ticket to look up his place; the one before is void.',
  },
  'truckVisit.SeenElsewhere.v1': {
    url: 'sighting-elsewhere',
    again: 'FOLLOWS',
    observable: false,
    meaning: 'The truck was seen at a gate, with another visit, while it was on hand here; the visit ends.',
  },
} as const satisfies Readonly<Record<StepType, StepRow<StepType>>>;

export const VISIT_CORRECTED = 'truckVisit.EventCorrected.v1';
/** Steps of the claims protocol: internal, never published, never shown. */
export const ARRIVAL_VOIDED = 'truckVisit.ArrivalVoided.v1';
export const HANDOVER_VOIDED = 'truckVisit.HandoverVoided.v1';

export type VisitCorrected = DomainEvent<typeof VISIT_CORRECTED, CorrectionData & { readonly gate?: string }>;
/** `byVisit` is the visit whose claim took the unfinished one's place. */
export type ClaimVoided = DomainEvent<
  typeof ARRIVAL_VOIDED | typeof HANDOVER_VOIDED,
  { readonly byVisit: string; readonly gate?: string }
>;

export type TruckVisitEvent = StepEvent | VisitCorrected | ClaimVoided;
