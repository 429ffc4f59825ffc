/* Stored events of the yard: their names, data and meaning. */
import type { CorrectionData, DomainEvent, EffectiveEvent } from '#libs/event-sourcing';

/* Stored names and shapes of the yard. Over capacity is derived, never stored (Y-11). */

export interface CapacityRange {
  readonly min: number;
  readonly max: number;
}

export type Tenure = 'PERMANENT' | 'TEMPORARY' | 'REQUISITIONED';

export interface CapacityData {
  readonly capacity: CapacityRange;
  readonly tenure: Tenure;
}

/** What a yard is for (Y-06, Y-08, Y-10, Y-15, Y-19, Y-20). */
export type YardKind =
  | 'GATE_YARD'
  | 'WAITING_AREA'
  | 'TRANSFER_YARD'
  | 'FOREIGN_YARD'
  | 'INSPECTION_CENTRE'
  | 'LODGING'
  | 'DRY_PORT'
  | 'BONDED_WAREHOUSE';

/** Where it lies: in the non-tariff zone other fees are capped (G-21). */
export type YardZone = 'ORDINARY' | 'NON_TARIFF_ZONE';

export interface ClassificationData {
  readonly kind: YardKind;
  readonly zone: YardZone;
  /** Code of the company that runs the yard (Y-01). */
  readonly operator: string;
  /** Cargo classes or commodities it is kept for; without it all goods (Y-09). */
  readonly commodityScope?: readonly string[];
}

export type AmenityKind = 'WATER' | 'MEAL' | 'SHUTTLE' | 'OTHER';

export interface YardActs {
  'yard.YardRegistered.v1': CapacityData &
    Partial<ClassificationData> & { readonly yard: string; readonly gate: string; readonly name: string };
  /** `until` (RFC 3339) is exclusive: after it holds again what held before. */
  'yard.YardCapacityChanged.v1': CapacityData & { readonly until?: string; readonly legalBasis?: string };
  'yard.YardClassified.v1': ClassificationData;
  /** Support that is no money (D-16). */
  'yard.AmenityProvided.v1': {
    readonly kind: AmenityKind;
    /** Bottles, meals, rides or pieces. */
    readonly quantity: number;
    readonly legalBasis?: string;
  };
}

export const YARD_ACTS = {
  'yard.YardRegistered.v1': {
    meaning:
      'A yard exists, with its gate, capacity and tenure, and where known what it is for and who runs it.',
  },
  'yard.YardCapacityChanged.v1': { meaning: 'Another capacity and tenure of the yard are in force.' },
  'yard.YardClassified.v1': {
    meaning: 'The yard is of a kind and in a zone, run by a company, perhaps for some goods only.',
  },
  'yard.AmenityProvided.v1': { meaning: 'Water, meals, rides or other support were given out in the yard.' },
} as const satisfies Readonly<Record<keyof YardActs, { readonly meaning: string }>>;

export type YardActType = keyof YardActs;
export type YardAct<T extends YardActType = YardActType> = { [K in T]: EffectiveEvent<K, YardActs[K]> }[T];
export type YardActEvent = { [K in YardActType]: DomainEvent<K, YardActs[K]> }[YardActType];

export const YARD_CORRECTED = 'yard.EventCorrected.v1';
export type YardEvent = YardActEvent | DomainEvent<typeof YARD_CORRECTED, CorrectionData>;
