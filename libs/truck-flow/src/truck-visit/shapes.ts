/* Shapes of the step data: goods, vehicles, and what several steps share. Part of the storage format, as `events.ts` is. */
import type { Warning } from '#libs/event-sourcing';

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
/** Which fees goods pay (FEE-02…FEE-04). */
export type FeeClass =
  | 'IMPORT_EXPORT'
  | 'TEMP_IMPORT_REEXPORT'
  | 'TEMP_EXPORT_REIMPORT'
  | 'MERCHANTING'
  | 'BONDED_EXPORT'
  | 'TRANSIT'
  | 'PORT_TRANSFER'
  | 'THIRD_COUNTRY'
  | 'TRANSLOAD';
export type DisinfectionTarget = 'CABIN' | 'CARGO' | 'PACKAGING' | 'CONTAINER' | 'VEHICLE';

export interface Plated {
  readonly plate: string;
}

export interface ContainerRef {
  readonly number: string;
}

/** One container or two: `container` is the first, `containers` are both where there are two. */
export interface Containers {
  readonly container?: ContainerRef;
  readonly containers?: readonly ContainerRef[];
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
  /** Absent: `IMPORT_EXPORT`. */
  readonly feeClass?: FeeClass;
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
  /** The gate of the visit when this was recorded; absent in older events. */
  readonly gate?: string;
  /** Revision of the gate's stream the step was judged against, decimal. */
  readonly gateRevision?: string;
  readonly warnings?: readonly Warning[];
}

export interface TruckArrivedData extends Containers {
  readonly visitId: string;
  readonly previousVisitId?: string;
  readonly gate: string;
  readonly direction: 'EXPORT';
  readonly place?: string;
  /** The same as `place` when that is a yard's code: the truck stands in that yard from its arrival on. */
  readonly yardOfPlace?: string;
  /** The authority that let the truck into that yard although it may be full (Y-11). */
  readonly approvedBy?: string;
  readonly tractor: Plated;
  readonly trailer?: Plated;
  readonly bodyType: BodyType;
  readonly payloadTonnes?: number;
  /** Subject id of the driver; never a name. */
  readonly driver?: string;
  readonly carrier?: string;
  readonly consignments: readonly Consignment[];
  /** SHA-256 of the ticket that was given with the answer, in hex; absent of imports and in older events. */
  readonly ticketHash?: string;
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
export interface GoodsReceivedData extends StepData, Containers {
  /** Where both visits were on hand. */
  readonly gate: string;
  /** The gate of this visit when it was recorded; absent in older events. */
  readonly ownGate?: string;
  readonly fromVisitId: string;
  /** The cut, lift or transload in the stream of that visit. */
  readonly eventId: string;
  readonly transfer: 'CONTAINER_CUT' | 'CONTAINER_LIFT' | 'TRANSLOAD';
  readonly trailer?: Plated;
  readonly consignments: readonly Consignment[];
}

/** The truck stood at this gate, where this visit began, although the record had it on hand here. */
export interface SeenElsewhereData extends StepData {
  readonly gate: string;
  /** The gate of this visit when it was recorded; absent in older events. */
  readonly ownGate?: string;
  readonly visitId: string;
}

export interface DisinfectedData extends StepData {
  readonly targets: readonly DisinfectionTarget[];
  readonly procedureVersion: string;
}

export interface TruckCalledForwardData extends StepData {
  /** Until when it is to be followed, RFC 3339. */
  readonly deadline?: string;
  readonly mode?: HandoverMode;
  readonly lane?: string;
  /** The yard before the gate that the truck is called into. */
  readonly yard?: string;
  /** Id of the confirmed override by which the truck was called out of its order. */
  readonly override?: string;
  /** How many trucks that could have been called stood before it in the order in force. */
  readonly passed?: number;
  /** Free places in the gate yards that it was judged by; absent where nobody counts them. */
  readonly places?: number;
  /** Log position by which its order was judged, decimal. */
  readonly judgedAt?: string;
  /** Code of the order that it was judged by, and its version, decimal. */
  readonly policy?: string;
  readonly policyVersion?: string;
}

export type ExcuseCause = 'BREAKDOWN' | 'SUSPENSION' | 'HEALTH' | 'OTHER';

export interface MissedCallExcusedData extends StepData {
  readonly cause: ExcuseCause;
  /** What shows it, in words or as a reference. */
  readonly evidence?: string;
}

export interface HandedOverData extends StepData {
  readonly dedicatedDriver: string;
  readonly tractor?: Plated;
}

export interface ContainerCutData extends TransferData {
  /** The one that is cut, where the truck has two. */
  readonly container?: ContainerRef;
  readonly toTractor: ReceivingVehicle;
}

export interface ContainerLiftedData extends TransferData {
  readonly container: ContainerRef;
  readonly toVehicle: ReceivingVehicle;
  readonly crane?: string;
}

export interface VehicleChangedData extends StepData, Containers {
  readonly tractor?: Plated;
  readonly trailer?: Plated;
  readonly driver?: string;
  readonly carrier?: string;
  /** Id of the confirmed override by which another vehicle takes the place over. */
  readonly override?: string;
  readonly reason: string;
}

export interface TicketIssuedData extends StepData {
  /** SHA-256 of the ticket, in hex. */
  readonly ticketHash: string;
}

export interface YardMoveData extends StepData {
  readonly yard: string;
  readonly spot?: string;
}

export interface YardEnteredData extends YardMoveData {
  /** The authority that let the truck in although the yard may be full (Y-11). */
  readonly approvedBy?: string;
}

export interface EndingData {
  readonly reason: string;
  readonly toGate?: string;
}

export interface HoldData {
  readonly cause: string;
  readonly legalBasis?: string;
}
