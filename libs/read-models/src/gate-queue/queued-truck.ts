import { LRUCache } from 'lru-cache';
import { foldVisit } from '#libs/truck-flow';
import type { Step, Visit } from '#libs/truck-flow';
import type { QueuedStep } from './gate-queue';
import { nextOf } from '../visit-facts/next-of-visit';
import type { NextOfVisit } from '../visit-facts/next-of-visit';

/** A waiting truck as of an instant. */
export interface QueuedTruck {
  readonly visit: Visit;
  /** What may come next. */
  readonly next: NextOfVisit;
  /** Event time of the last step that is recorded, also when the instant is before it. */
  readonly lastStep: number;
}

/** Enough for the first pages of many queues; about 15 MB. */
const MOST_KEPT = 4_000;

const kept = new LRUCache<string, QueuedTruck>({ max: MOST_KEPT });

/**
 * The truck of a row of the queue from the text of its steps. Folded once a text and not once a reader: only of a truck
 * that moved is the text a new one. @throws Error for a truck that has not arrived by then.
 */
export function queuedTruck(text: string, at: number): QueuedTruck {
  const known = kept.get(text);
  if (known !== undefined && known.lastStep <= at) return known;
  const steps = JSON.parse(text) as QueuedStep[];
  const lastStep = steps.at(-1)?.[1] ?? at;
  const until = steps.filter(([, time]) => time <= at);
  const visit = foldVisit(until.map(([type, time, data]) => ({ type, time, data }) as Step));
  const truck = { visit, next: nextOf(visit), lastStep };
  if (lastStep <= at) kept.set(text, truck);
  return truck;
}
