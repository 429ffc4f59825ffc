import type { EffectiveEvent } from '#libs/event-sourcing';
import type { LegalBasisData, LegalBasisRegistered } from './events';

/** A legal basis as it was registered. */
export interface LegalBasis {
  readonly registered: EffectiveEvent<LegalBasisRegistered['type'], LegalBasisData> | undefined;
}

export const unknownLegalBasis: LegalBasis = { registered: undefined };

export function evolveLegalBasis({ registered }: LegalBasis, event: EffectiveEvent): LegalBasis {
  return { registered: registered ?? (event as NonNullable<typeof registered>) };
}

/** The legal basis after the events of an effective history. */
export function foldLegalBasis(history: readonly EffectiveEvent[]): LegalBasis {
  return history.reduce(evolveLegalBasis, unknownLegalBasis);
}

/** Is it in force on a local date (`YYYY-MM-DD`)? When it was recorded does not matter. */
export function isInForceOn({ validFrom, validTo }: LegalBasisData, day: string): boolean {
  return validFrom <= day && (validTo === undefined || day <= validTo);
}

/** Vietnam, whose days those of its legal bases are, has been at UTC+7 since 1975, all year round. */
const OFFSET = 7 * 3_600_000;

/** The local date by which legal bases count, of an instant in epoch milliseconds. */
export function legalDay(time: number): string {
  return new Date(time + OFFSET).toISOString().slice(0, 'YYYY-MM-DD'.length);
}
