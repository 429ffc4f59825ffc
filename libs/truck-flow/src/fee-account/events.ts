import type { CorrectionData, DomainEvent, EffectiveEvent } from '#libs/event-sourcing';

/* Stored names and shapes of the fee account of a visit. What is owed is derived; only payments and waivers are events. */

export interface FeeAccountActs {
  'feeAccount.PaymentRecorded.v1': {
    /** The gate of the visit when this was recorded. */
    readonly gate: string;
    readonly payer: string;
    /** Whole VND. */
    readonly amount: number;
    readonly receipt: string;
  };
  'feeAccount.WaiverGranted.v1': {
    /** The gate of the visit when this was recorded. */
    readonly gate: string;
    /** Names of fee lines, as the fees of the visit show them. */
    readonly lines: readonly string[];
    readonly legalBasis: string;
    readonly reason: string;
  };
}

export const FEE_ACCOUNT_ACTS = {
  'feeAccount.PaymentRecorded.v1': { meaning: 'Fees of a visit were paid, against a receipt.' },
  'feeAccount.WaiverGranted.v1': { meaning: 'Fee lines of a visit need not be paid, by a legal basis.' },
} as const satisfies Readonly<Record<keyof FeeAccountActs, { readonly meaning: string }>>;

export type FeeAccountActType = keyof FeeAccountActs;
export type FeeAccountAct<T extends FeeAccountActType = FeeAccountActType> = {
  [K in T]: EffectiveEvent<K, FeeAccountActs[K]>;
}[T];
export type FeeAccountActEvent = {
  [K in FeeAccountActType]: DomainEvent<K, FeeAccountActs[K]>;
}[FeeAccountActType];

export const FEE_ACCOUNT_CORRECTED = 'feeAccount.EventCorrected.v1';
export type FeeAccountCorrected = DomainEvent<
  typeof FEE_ACCOUNT_CORRECTED,
  CorrectionData & { readonly gate: string }
>;
export type FeeAccountEvent = FeeAccountActEvent | FeeAccountCorrected;
