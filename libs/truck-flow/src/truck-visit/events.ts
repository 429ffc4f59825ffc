import type { CorrectionData, DomainEvent, EffectiveEvent, Warning } from '#libs/event-sourcing';

/*
 * Stored names and shapes of the truck visit: they are the storage format and never change meaning.
 * Plates are normalised (`readPlate`). Absent fields are left out, never null. Times are in the metadata.
 */

export type HandoverMode =
  | 'FOREIGN_YARD'
  | 'BORDER_LINE'
  | 'CLOSED_LOOP_TRACTOR'
  | 'CONTAINER_CUT'
  | 'CONTAINER_LIFT'
  | 'TRANSLOAD'
  | 'FOREIGN_VEHICLE_PICKUP';

export type BodyType =
  'HOT_BOX' | 'REEFER_CONTAINER' | 'DRY_CONTAINER' | 'BOX' | 'FLATBED' | 'TANK' | 'OTHER';
export type CargoClass = 'FRESH_PRODUCE' | 'FROZEN_SEAFOOD' | 'CHILLED' | 'DRY' | 'OTHER';
export type DisinfectionTarget = 'CABIN' | 'CARGO' | 'PACKAGING' | 'CONTAINER' | 'VEHICLE';

export interface Plated {
  readonly plate: string;
}

/** Goods as declared at the arrival; a consignment has no stream of its own. */
export interface Consignment {
  readonly consignmentId: string;
  readonly cargoClass: CargoClass;
  readonly commodity?: string;
  readonly originProvince?: string;
  readonly owner?: string;
  readonly tradeForm?: 'FORMAL' | 'INFORMAL';
  readonly contractRef?: string;
  readonly buyerKnown?: boolean;
}

/** The vehicle that takes a trailer, a container or cargo over. */
export interface ReceivingVehicle {
  readonly plate: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly visitId?: string;
}

/** What every step may carry. */
export interface StepData {
  readonly place?: string;
  /** A fact seen by a person although the record forbids it; waives ORDER and STATE. */
  readonly observed?: true;
  readonly observation?: string;
  /** Revision of the gate's stream the step was judged against, decimal. */
  readonly gateRevision?: string;
  readonly warnings?: readonly Warning[];
}

export interface TruckArrivedData {
  readonly visitId: string;
  readonly previousVisitId?: string;
  readonly gate: string;
  readonly direction: 'EXPORT';
  readonly place?: string;
  /** The same as `place` when that is a yard's code: the truck stands in that yard from its arrival on. */
  readonly yardOfPlace?: string;
  readonly tractor: Plated;
  readonly trailer?: Plated;
  readonly container?: { readonly number: string };
  readonly bodyType: BodyType;
  readonly payloadTonnes?: number;
  /** Subject id of the driver; never a name. */
  readonly driver?: string;
  readonly carrier?: string;
  readonly consignments: readonly Consignment[];
  /** The truck stands here although the record says that it stands elsewhere; waives CLAIM. */
  readonly observed?: true;
  readonly observation?: string;
  readonly warnings?: readonly Warning[];
}

/** What a cut, lift and transload have in common. */
export interface TransferData extends StepData {
  readonly yard: string;
  /** The visit that carries the goods from then on; the visit they leave ends. Absent: the visit follows its goods. */
  readonly toVisitId?: string;
}

/** Goods that came onto this visit's vehicle, as they were on the visit that they left. */
export interface GoodsReceivedData extends StepData {
  /** Where both visits were on hand. */
  readonly gate: string;
  readonly fromVisitId: string;
  /** The cut, lift or transload in the stream of that visit. */
  readonly eventId: string;
  readonly transfer: 'CONTAINER_CUT' | 'CONTAINER_LIFT' | 'TRANSLOAD';
  readonly trailer?: Plated;
  readonly container?: { readonly number: string };
  readonly consignments: readonly Consignment[];
}

/** The truck stood at this gate, where this visit began, although the record had it on hand here. */
export interface SeenElsewhereData extends StepData {
  readonly gate: string;
  readonly visitId: string;
}

export interface YardMoveData extends StepData {
  readonly yard: string;
  readonly spot?: string;
}

/** The truck-visit steps by stored name. The order of the keys is the order at equal event times. */
export interface TruckVisitSteps {
  'truckVisit.TruckArrived.v1': TruckArrivedData;
  'truckVisit.CustomsCleared.v1': StepData & {
    readonly declarationNumber: string;
    readonly customsBroker?: string;
  };
  'truckVisit.Disinfected.v1': StepData & {
    readonly targets: readonly DisinfectionTarget[];
    readonly procedureVersion: string;
  };
  'truckVisit.TruckCalledForward.v1': StepData & { readonly deadline?: string; readonly mode?: HandoverMode };
  'truckVisit.YardEntered.v1': YardMoveData;
  'truckVisit.YardLeft.v1': YardMoveData;
  'truckVisit.HandedOverToDedicatedDriver.v1': StepData & {
    readonly dedicatedDriver: string;
    readonly tractor?: Plated;
  };
  'truckVisit.ContainerCut.v1': TransferData & { readonly toTractor: ReceivingVehicle };
  'truckVisit.ContainerLifted.v1': TransferData & {
    readonly container: { readonly number: string };
    readonly toVehicle: ReceivingVehicle;
    readonly crane?: string;
  };
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
  'truckVisit.VehicleChanged.v1': StepData & {
    readonly tractor?: Plated;
    readonly trailer?: Plated;
    readonly container?: { readonly number: string };
    readonly driver?: string;
    readonly carrier?: string;
    readonly reason: string;
  };
  'truckVisit.HoldPlaced.v1': StepData & HoldData;
  /** A second person's word that a hold may be lifted, without which a gate manager lifts none of another role. */
  'truckVisit.HoldLiftConfirmed.v1': StepData & HoldData;
  'truckVisit.HoldLifted.v1': StepData & HoldData;
  /** Follows from an observed arrival of another visit. */
  'truckVisit.SeenElsewhere.v1': SeenElsewhereData;
}

export interface EndingData {
  readonly reason: string;
  readonly toGate?: string;
}

export interface HoldData {
  readonly cause: string;
  readonly legalBasis?: string;
}

export type StepType = keyof TruckVisitSteps;

/** A step as the effective history holds it. */
export type Step<T extends StepType = StepType> = { [K in T]: EffectiveEvent<K, TruckVisitSteps[K]> }[T];

export type StepEvent = { [K in StepType]: DomainEvent<K, TruckVisitSteps[K]> }[StepType];

export const VISIT_CORRECTED = 'truckVisit.EventCorrected.v1';
/** Steps of the claims protocol: internal, never published, never shown. */
export const ARRIVAL_VOIDED = 'truckVisit.ArrivalVoided.v1';
export const HANDOVER_VOIDED = 'truckVisit.HandoverVoided.v1';

export type VisitCorrected = DomainEvent<typeof VISIT_CORRECTED, CorrectionData>;
/** `byVisit` is the visit whose claim took the unfinished one's place. */
export type ClaimVoided = DomainEvent<
  typeof ARRIVAL_VOIDED | typeof HANDOVER_VOIDED,
  { readonly byVisit: string }
>;

export type TruckVisitEvent = StepEvent | VisitCorrected | ClaimVoided;
