import type { TObject } from '@sinclair/typebox';
import { SHOWN_CATEGORIES } from '#libs/truck-flow';
import type { ShownCategory } from '#libs/truck-flow';
import { borderGate } from './border-gate';
import { INSIDE_OF_CLAIMS } from './claim';
import { dataSchema } from './contract';
import type { Contract, Topic } from './contract';
import { dedicatedDriver } from './dedicated-driver';
import { feeAccount } from './fee-account';
import { gateQueue } from './gate-queue';
import { legalBasis } from './legal-basis';
import { policySet } from './policy-set';
import { tariff } from './tariff';
import type { PublishedNoun, Translation } from './translation';
import { truckVisit } from './truck-visit';
import { yard } from './yard';

/** What each category publishes; a new one registers here. */
export const NOUNS: Readonly<Record<ShownCategory['name'], PublishedNoun>> = {
  truckVisit,
  borderGate,
  yard,
  dedicatedDriver,
  gateQueue,
  legalBasis,
  policySet,
  tariff,
  feeAccount,
};

const PUBLISHED = SHOWN_CATEGORIES.map(({ name, fold }) => ({ ...NOUNS[name], ...fold.order }));

export const TOPICS = Object.fromEntries(
  SHOWN_CATEGORIES.map(({ name }) => [name, NOUNS[name].topic]),
) as Readonly<Record<ShownCategory['name'], Topic>>;

const FACTS = new Map(PUBLISHED.flatMap(({ facts }) => Object.entries(facts)));

const CORRECTIONS = new Map(
  PUBLISHED.flatMap(({ corrected, correctionType }): [string, Contract][] =>
    corrected === undefined ? [] : [[correctionType, corrected]],
  ),
);

/** How the stored type of something that happened is published; undefined of corrections, internal and unknown types. */
export function factOf(type: string): Translation | undefined {
  return FACTS.get(type);
}

/** How it is published that an event is corrected; undefined for any other type. */
export function correctedIn(type: string): Contract | undefined {
  return CORRECTIONS.get(type);
}

/** Stored types of the domain that are never published, and why. */
export const INTERNAL_EVENTS: Readonly<Record<string, string>> = Object.assign(
  { ...INSIDE_OF_CLAIMS },
  ...PUBLISHED.map(({ inside }) => inside),
) as Readonly<Record<string, string>>;

/** Categories of types that are bookkeeping of our own and never leave the house. */
const INTERNAL_CATEGORIES = ['publisher', 'store'];

/** Is this a type that stays inside on purpose? */
export function isInternal(type: string): boolean {
  return (
    Object.hasOwn(INTERNAL_EVENTS, type) || INTERNAL_CATEGORIES.includes(type.slice(0, type.indexOf('.')))
  );
}

/** A published type with the stored type it comes of. */
export interface PublishedType extends Contract {
  readonly storedType: string;
  /** JSON Schema of the event's data. */
  readonly schema: TObject;
}

/** Every published type: what happened, category by category, then the corrections. */
export const PUBLISHED_TYPES: readonly PublishedType[] = [
  ...[...FACTS].map(([stored, { contract }]) => ({ stored, contract })),
  ...[...CORRECTIONS].map(([stored, contract]) => ({ stored, contract })),
].map(({ stored, contract }) => ({ ...contract, storedType: stored, schema: dataSchema(contract) }));
