import type { DatabaseSync } from 'node:sqlite';
import { statement } from '#libs/projections';
import { truckVisit } from './truck-visit-query';
import type { TruckVisitDetails, TruckVisitQuery } from './truck-visit-query';
import type { GateSource } from '../places/gate-source';
import { lastRecorded } from '../visit-facts/visit-record';

/**
 * Is a visit shown as it was when its last event was recorded? Not when its gate has acted since, or when what the
 * time says of it (its mode, what it misses) is otherwise by now.
 */
export function isShownAsRecorded(
  db: DatabaseSync,
  shown: TruckVisitDetails,
  query: TruckVisitQuery,
  source: GateSource,
): boolean {
  const last = lastRecorded(db, query.visitId);
  if (last === undefined) return false;
  const gate = statement(db, 'SELECT version FROM border_gates WHERE gate = ?').get(shown.gate);
  if (BigInt((gate as { version: string } | undefined)?.version ?? -1n) > last.position) return false;
  const then = truckVisit(db, { ...query, at: Date.parse(last.recordTime) }, source);
  return JSON.stringify(then) === JSON.stringify(shown);
}
