import type { DomainEvent } from '#libs/event-sourcing';

/* Stored name and shape of a legal basis: a decision, circular or letter that acts and prices rest upon. */

export const LEGAL_BASIS_REGISTERED = 'legalBasis.LegalBasisRegistered.v1';

export interface LegalBasisData {
  /** What it is named by everywhere, such as `2515/QĐ-UBND`. */
  readonly number: string;
  /** Local date on which it was signed, `YYYY-MM-DD`. */
  readonly date: string;
  readonly issuer: string;
  readonly title: string;
  /** Local date from which on it is in force. */
  readonly validFrom: string;
  /** The last local date on which it is in force; absent while it has no end. */
  readonly validTo?: string;
}

export type LegalBasisRegistered = DomainEvent<typeof LEGAL_BASIS_REGISTERED, LegalBasisData>;

export type LegalBasisEvent = LegalBasisRegistered;
