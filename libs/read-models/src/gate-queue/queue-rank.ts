import type { DatabaseSync } from 'node:sqlite';
import { statement } from '#libs/projections';
import { countUpTo } from './gate-queue-query';

const PLACE = `SELECT gate, arrived_at AS arrivedAt, visit_id AS visitId FROM gate_queue
  WHERE visit = (SELECT visit FROM truck_visits WHERE visit_id = :visitId)
    AND queued_until > :at AND arrived_at <= :at`;

/** Rank of a truck in the queue of its gate as of an instant, from 1; undefined when it does not stand there. */
export function queueRank(db: DatabaseSync, visitId: string, at: number): number | undefined {
  const place = statement(db, PLACE).get({ visitId, at }) as
    { gate: string; arrivedAt: number; visitId: string } | undefined;
  return place === undefined ? undefined : countUpTo(db, { ...place, at });
}
