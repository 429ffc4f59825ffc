import { LRUCache } from 'lru-cache';
import { foldVisit, missingBeforeCrossing, modeOf } from '#libs/truck-flow';
import type { Gate, HandoverMode, Step, StepName, Visit } from '#libs/truck-flow';
import type { QueuedStep } from './gate-queue';

/** A waiting truck as of an instant, and what it still lacks. */
export interface QueuedTruck {
  readonly visit: Visit;
  /** Steps that have to be recorded before it may cross, in their order. */
  missing(gate: Gate, at: number): readonly StepName[];
}

/** Enough for the first pages of many queues; about 15 MB. */
const MOST_KEPT = 4_000;

interface Folded {
  readonly truck: QueuedTruck;
  /** Event time of the last step. */
  readonly lastTime: number;
}

const kept = new LRUCache<string, Folded>({ max: MOST_KEPT });

/**
 * The truck of a row of the queue from the text of its steps. Folded once a text and not once a reader: only of a truck
 * that moved is the text a new one. @throws Error for a truck that has not arrived by then.
 */
export function queuedTruck(text: string, at: number): QueuedTruck {
  const known = kept.get(text);
  if (known !== undefined && known.lastTime <= at) return known.truck;
  const steps = JSON.parse(text) as QueuedStep[];
  const lastTime = steps.at(-1)?.[1] ?? at;
  const until = steps.filter(([, time]) => time <= at);
  const truck = folded(until.map(([type, time, data]) => ({ type, time, data }) as Step));
  if (lastTime <= at) kept.set(text, { truck, lastTime });
  return truck;
}

function folded(steps: readonly Step[]): QueuedTruck {
  const visit = foldVisit(steps);
  const byMode = new Map<HandoverMode, readonly StepName[]>();
  return {
    visit,
    missing(gate, at) {
      const mode = modeOf(visit, gate, at);
      let missing = byMode.get(mode);
      if (missing === undefined) {
        missing = missingBeforeCrossing(visit, mode).flatMap((objection) => objection.step ?? []);
        byMode.set(mode, missing);
      }
      return missing;
    },
  };
}
