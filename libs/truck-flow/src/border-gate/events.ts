/* Stored events of the border gate: their names, data and meaning. */
import type { CorrectionData, DomainEvent, EffectiveEvent } from '#libs/event-sourcing';
import type { HandoverMode } from '../truck-visit/shapes';

/* Stored names and shapes of the border gate. `at` of an act is when it was ordered (metadata.eventTime). */

export type Weekday = 'MON' | 'TUE' | 'WED' | 'THU' | 'FRI' | 'SAT' | 'SUN';

/** Local times `HH:MM` of the gate; `from` inclusive, `to` exclusive; `to` before `from` runs over midnight. */
export interface OpeningHours {
  readonly lane: string;
  readonly weekdays: readonly Weekday[];
  readonly from: string;
  readonly to: string;
}

export interface LocalizedName {
  readonly vi: string;
  readonly zh: string;
  readonly en: string;
}

export interface TrucksPerDay {
  readonly min: number;
  readonly max: number;
}

/** What every act may carry. `effectiveFrom` (inclusive) defaults to the event time; `until` is exclusive. */
export interface ActData {
  readonly effectiveFrom?: string;
  readonly until?: string;
  readonly legalBasis?: string;
}

/** Which side ordered an act (H-09). */
export type OrderingSide = 'HOME' | 'FOREIGN';

/** An act whose ordering side is told where it is known. */
export interface OrderedActData extends ActData {
  readonly orderedBy?: OrderingSide;
}

export type LaneKind = 'ORDINARY' | 'DEDICATED_FREIGHT_ROAD';

/** A lane by its code, and what it is (G-16…G-18). */
export interface LaneData {
  readonly lane: string;
  readonly kind: LaneKind;
  /** Numbers of the boundary markers between which it runs. */
  readonly boundaryMarkers?: string;
  /** Trucks. */
  readonly targetPerDay?: number;
}

export type GateClass = 'INTERNATIONAL' | 'BILATERAL' | 'AUXILIARY' | 'RAIL';

export interface GateRegisteredData {
  readonly gate: string;
  readonly name: LocalizedName;
  /** IANA zone. */
  readonly timeZone: string;
  readonly lanes: readonly string[];
  readonly hours: readonly OpeningHours[];
  readonly handoverMode: HandoverMode;
  /** The opposite gate and the class of the pair (G-02…G-07), where known. */
  readonly pair?: string;
  readonly gateClass?: GateClass;
}

export interface GateActs {
  'borderGate.GateRegistered.v1': GateRegisteredData;
  'borderGate.GateSuspended.v1': ActData & {
    readonly orderedBy: OrderingSide;
    readonly reason: string;
    readonly lane?: string;
    /** Cargo classes or commodities the suspension is limited to. */
    readonly commodityScope?: readonly string[];
  };
  'borderGate.GateResumed.v1': OrderedActData & {
    readonly lane?: string;
    readonly handoverMode?: HandoverMode;
    readonly expectedRate?: TrucksPerDay;
  };
  'borderGate.HandoverModeChanged.v1': OrderedActData & { readonly mode: HandoverMode };
  'borderGate.GateHoursChanged.v1': OrderedActData & { readonly hours: readonly OpeningHours[] };
  'borderGate.ClearanceRateObserved.v1': ActData & { readonly trucksPerDay: TrucksPerDay };
  'borderGate.LaneOpened.v1': OrderedActData & LaneData;
  /** What it was that closed may be told with it. */
  'borderGate.LaneClosed.v1': OrderedActData & Partial<LaneData> & Pick<LaneData, 'lane'>;
}

/** Every act of a gate: its name in the URL, and what it means. */
export const ACT_TABLE = {
  'borderGate.GateRegistered.v1': {
    url: 'registration',
    meaning:
      'A gate exists, with its lanes, hours and mode, and where known the opposite gate and the class of the pair.',
  },
  'borderGate.GateSuspended.v1': {
    url: 'suspension',
    meaning: 'Clearance is suspended: the whole gate, one lane, or some goods.',
  },
  'borderGate.GateResumed.v1': {
    url: 'resumption',
    meaning: 'Clearance resumes, perhaps in another mode or at a reduced rate.',
  },
  'borderGate.HandoverModeChanged.v1': {
    url: 'handover-mode',
    meaning: 'Another handover mode is in force.',
  },
  'borderGate.GateHoursChanged.v1': {
    url: 'opening-hours',
    meaning: 'Other opening hours are in force.',
  },
  'borderGate.ClearanceRateObserved.v1': {
    url: 'clearance-rate',
    meaning: 'The gate was seen to clear so many trucks a day.',
  },
  'borderGate.LaneOpened.v1': {
    url: 'lane-opening',
    meaning:
      'A lane is open from then on, a new one perhaps, for ordinary trucks or as a dedicated freight road.',
  },
  'borderGate.LaneClosed.v1': {
    url: 'lane-closure',
    meaning: 'A lane is closed, for good or until it opens again.',
  },
} as const satisfies Readonly<Record<keyof GateActs, { readonly url: string; readonly meaning: string }>>;

export type GateActType = keyof GateActs;
export type GateAct<T extends GateActType = GateActType> = { [K in T]: EffectiveEvent<K, GateActs[K]> }[T];
export type GateActEvent = { [K in GateActType]: DomainEvent<K, GateActs[K]> }[GateActType];

export const GATE_CORRECTED = 'borderGate.EventCorrected.v1';
export type GateCorrected = DomainEvent<typeof GATE_CORRECTED, CorrectionData>;
export type BorderGateEvent = GateActEvent | GateCorrected;
