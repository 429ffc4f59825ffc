import type { DatabaseSync } from 'node:sqlite';
import { streamOf } from '#libs/event-sourcing';
import { TRUCK_VISIT } from '#libs/truck-flow';
import { isDamaged } from '#libs/projections';

/** The mark of a row that shows a visit whose stream is set aside. */
export function damageMark(db: DatabaseSync, visitId: string): { readonly damaged?: true } {
  return isDamaged(db, streamOf(TRUCK_VISIT.name, visitId)) ? { damaged: true } : {};
}

/** Names of streams of visits begin so, and sort before the second. */
const [FIRST, BEHIND] = [streamOf(TRUCK_VISIT.name, ''), `${TRUCK_VISIT.name}.`];

/** SQL: the numbers of the visits whose streams are set aside. */
export const DAMAGED_VISITS = `SELECT v.visit FROM damaged_streams d
  CROSS JOIN truck_visits v ON v.visit_id = substr(d.stream, ${FIRST.length + 1})
  WHERE d.stream >= '${FIRST}' AND d.stream < '${BEHIND}'`;
