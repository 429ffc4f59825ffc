import { LRUCache } from 'lru-cache';
import { foldVisit, missingBeforeCrossing, modeOf } from '#libs/truck-flow';
import type { Gate, HandoverMode, NextStep, Step, StepName, Visit } from '#libs/truck-flow';
import type { QueuedStep } from './gate-queue';
import { localText } from './local-time';
import { nextOf } from './next-of-visit';

/** A waiting truck as of an instant, and what it still lacks. */
export interface QueuedTruck {
  readonly visit: Visit;
  /** Steps that have to be recorded before it may cross, in their order. */
  missing(gate: Gate, at: number): readonly StepName[];
  /** What may come next. */
  next(gate: Gate, at: number): readonly NextStep[];
  /** When it arrived, RFC 3339 on the clock of this zone. */
  arrivedAt(zone: string): string;
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
  const byZone = new Map<string, string>();
  return {
    visit,
    missing: (gate, at) => {
      const mode = modeOf(visit, gate, at);
      return told(byMode, mode, () =>
        missingBeforeCrossing(visit, mode).flatMap((objection) => objection.step ?? []),
      );
    },
    next: nextOf(visit),
    arrivedAt: (zone) => told(byZone, zone, () => localText(zone, visit.arrival?.time ?? 0)),
  };
}

/** What was said before of this key, else what is said now. */
function told<Key, Answer>(answers: Map<Key, Answer>, key: Key, say: () => Answer): Answer {
  let answer = answers.get(key);
  if (answer === undefined) {
    answer = say();
    answers.set(key, answer);
  }
  return answer;
}
