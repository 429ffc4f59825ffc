import type { CorrectionData, DomainEvent, EffectiveEvent } from '#libs/event-sourcing';

/* Stored names and shapes of the yard. Over capacity is derived, never stored (Y-11). */

export interface CapacityRange {
  readonly min: number;
  readonly max: number;
}

export type Tenure = 'PERMANENT' | 'TEMPORARY' | 'REQUISITIONED';

export interface YardActs {
  'yard.YardRegistered.v1': {
    readonly yard: string;
    readonly gate: string;
    readonly name: string;
    readonly capacity: CapacityRange;
    readonly tenure: Tenure;
  };
  'yard.YardCapacityChanged.v1': { readonly capacity: CapacityRange; readonly tenure: Tenure };
}

export const YARD_ACTS = {
  'yard.YardRegistered.v1': { meaning: 'A yard exists, with its gate, capacity and tenure.' },
  'yard.YardCapacityChanged.v1': { meaning: 'Another capacity and tenure of the yard are in force.' },
} as const satisfies Readonly<Record<keyof YardActs, { readonly meaning: string }>>;

export type YardActType = keyof YardActs;
export type YardAct<T extends YardActType = YardActType> = { [K in T]: EffectiveEvent<K, YardActs[K]> }[T];
export type YardActEvent = { [K in YardActType]: DomainEvent<K, YardActs[K]> }[YardActType];

export const YARD_CORRECTED = 'yard.EventCorrected.v1';
export type YardEvent = YardActEvent | DomainEvent<typeof YARD_CORRECTED, CorrectionData>;
