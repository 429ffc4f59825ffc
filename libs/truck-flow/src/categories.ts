import type { Category, Upcasters } from '#libs/event-sourcing';
import { BORDER_GATE } from './border-gate/category';
import { CLAIM } from './claim/category';
import { DEDICATED_DRIVER } from './dedicated-driver/category';
import { FEE_ACCOUNT } from './fee-account/category';
import { GATE_QUEUE } from './gate-queue/category';
import { LEGAL_BASIS } from './legal-basis/category';
import { POLICY_SET } from './policy-set/category';
import { TARIFF } from './tariff/category';
import { TRUCK_VISIT } from './truck-visit/category';
import { YARD } from './yard/category';

/** Every category whose streams have a history that is shown and published. */
export const SHOWN_CATEGORIES = [
  TRUCK_VISIT,
  BORDER_GATE,
  YARD,
  DEDICATED_DRIVER,
  GATE_QUEUE,
  LEGAL_BASIS,
  POLICY_SET,
  TARIFF,
  FEE_ACCOUNT,
] as const;

/** Every category of the domain: the only list. Whatever goes over all of them reads it from here. */
export const CATEGORIES: readonly Category[] = [...SHOWN_CATEGORIES, CLAIM];

export type ShownCategory = (typeof SHOWN_CATEGORIES)[number];

const SHOWN = new Map<string, ShownCategory>(SHOWN_CATEGORIES.map((category) => [category.name, category]));

/** The category of a stream that is shown; undefined for claims and for the streams of the machinery. */
export function shownCategoryOf(stream: string): ShownCategory | undefined {
  return SHOWN.get(stream.slice(0, stream.indexOf('-')));
}

const MEANINGS = new Map(CATEGORIES.flatMap(({ meanings }) => Object.entries(meanings)));

/** What a stored type means that is shown and published. @throws Error for any other. */
export function meaningOf(type: string): string {
  const meaning = MEANINGS.get(type);
  if (meaning === undefined) throw new Error(`${type} has no meaning: its category.ts has to give it one`);
  return meaning;
}

/** How older versions of our events are read. */
export const UPCASTERS: Upcasters = Object.fromEntries(
  CATEGORIES.flatMap(({ upcasters }) => Object.entries(upcasters)),
);

/** Streams of the machinery: the publisher's checkpoints, the notes about damaged streams. */
const MACHINERY = ['publisher-', 'damage-'];

/**
 * Beginnings of the names of every stream this system keeps, those of its own machinery included. A store that is
 * shared with others shows these and no more, and takes no other: what is not listed here cannot be written there.
 */
export const STREAM_PREFIXES: readonly string[] = [...CATEGORIES.map(({ name }) => `${name}-`), ...MACHINERY];
