import type { DatabaseSync } from 'node:sqlite';
import { LRUCache } from 'lru-cache';
import { foldVisit, gateBearingOn, nextSteps } from '#libs/truck-flow';
import type { Gate, NextStep, Step, Visit } from '#libs/truck-flow';
import { WHOLE } from './own-goods';
import type { Sight } from './own-goods';
import { readRecord, stepsOf } from './visit-record';

/** The next steps of one visit, as far as it is known, at an instant (epoch milliseconds). */
export type NextOfVisit = (gate: Gate, at: number) => readonly NextStep[];

/** Judged once for what of the gate bears on them, and not once a reader. */
export function nextOf(visit: Visit): NextOfVisit {
  const judged = new Map<string, readonly NextStep[]>();
  return (gate, at) => {
    const bearing = gateBearingOn(visit, gate, at);
    const known = judged.get(bearing) ?? nextSteps(visit, gate, at);
    judged.set(bearing, known);
    return known;
  };
}

/** A visit as a row of a list names it. */
export interface NamedVisit {
  readonly visitId: string;
  /** Last revision of its stream. */
  readonly revision: number;
}

/** SQL: the last revision of a visit, from the column that holds its number. */
export const LAST_REVISION = (number: string): string =>
  `(SELECT max(revision) FROM truck_visits_event recorded WHERE recorded.visit = ${number})`;

/** The visits of a few pages; about 6 MB. */
const MOST_KEPT = 1_000;

/** What a row of a list tells of a visit that only its record knows. */
export interface VisitOfRecord {
  readonly next: NextOfVisit;
  /** Gross weight, of the last weighing. */
  readonly weighedKg: number | null;
}

interface Known {
  readonly told: VisitOfRecord;
  /** Event time of the last step. */
  readonly lastTime: number;
}

const known = new WeakMap<DatabaseSync, LRUCache<string, Known>>();

/**
 * A visit by its record, which is read once a revision, to a caller who sees all of the truck. As of `upTo` (epoch
 * milliseconds) when it is given, else with all that is recorded.
 */
export function visitByRecord(
  db: DatabaseSync,
  { visitId, revision }: NamedVisit,
  upTo = Infinity,
): VisitOfRecord {
  let ofConnection = known.get(db);
  if (ofConnection === undefined) {
    ofConnection = new LRUCache({ max: MOST_KEPT });
    known.set(db, ofConnection);
  }
  const key = `${visitId} ${revision}`;
  let whole = ofConnection.get(key);
  if (whole === undefined) {
    const steps = recordedSteps(db, visitId);
    whole = { told: toldOf(steps), lastTime: steps.at(-1)?.time ?? -Infinity };
    ofConnection.set(key, whole);
  }
  if (whole.lastTime <= upTo) return whole.told;
  return toldOf(recordedSteps(db, visitId).filter(({ time }) => time <= upTo));
}

function toldOf(steps: readonly Step[]): VisitOfRecord {
  const visit = foldVisit(steps);
  return { next: nextOf(visit), weighedKg: visit.weighing?.data.grossKg ?? null };
}

/** The next steps to a caller who sees a part of the truck. */
export function nextBySight(db: DatabaseSync, visitId: string, see: Sight): NextOfVisit {
  return nextOf(foldVisit(recordedSteps(db, visitId, see)));
}

function recordedSteps(db: DatabaseSync, visitId: string, see = WHOLE): Step[] {
  return stepsOf(readRecord(db, visitId).map((event) => ({ ...event, data: see(event.data) })));
}
