import type { DatabaseSync } from 'node:sqlite';
import { statement } from '#libs/projections';

const PLACE = `SELECT queued_since AS since FROM gate_queue_place
  WHERE visit = (SELECT visit FROM truck_visits WHERE visit_id = :visitId)
    AND queued_from <= :at AND queued_until > :at`;

/** Since when a truck queues at an instant, both in epoch milliseconds; undefined when it is not shown in a queue then. */
export function queuedSince(db: DatabaseSync, visitId: string, at: number): number | undefined {
  return (statement(db, PLACE).get({ visitId, at }) as { since: number } | undefined)?.since;
}
