import type { DatabaseSync } from 'node:sqlite';
import type { DeviationCode } from '#libs/truck-flow';
import { cursorOf, readCursor } from './cursor';
import { zoneOf } from './gate-source';
import type { GateSource } from './gate-source';
import { startOfDay } from './local-time';
import { statement } from './statements';

export interface DeviationRow {
  readonly visitId: string;
  readonly code: DeviationCode;
  readonly detail: string;
  /** Event time of the step, as reported. */
  readonly at: string;
  /** Ids of the events it shows in. */
  readonly events: readonly string[];
  readonly recordTime: string;
}

export interface DeviationsQuery {
  readonly gate: string;
  /** Local dates of the gate, `to` exclusive. */
  readonly from: string;
  readonly to: string;
  /** Epoch milliseconds: steps after this event time are left out. */
  readonly at: number;
  readonly limit: number;
  readonly cursor?: string;
}

export interface DeviationPage {
  readonly items: readonly DeviationRow[];
  readonly nextCursor: string | null;
}

interface StoredDeviation {
  readonly visit_id: string;
  readonly number: number;
  readonly time: number;
  readonly code: DeviationCode;
  readonly detail: string;
  readonly event_id: string;
  readonly at: string;
  readonly record_time: string;
}

/** A page of a gate's deviations in event-time order. @throws CursorUnreadable */
export function deviationPage(db: DatabaseSync, query: DeviationsQuery, source: GateSource): DeviationPage {
  const { gate, limit, at, cursor } = query;
  const zone = zoneOf(source.gate(gate));
  const [time, visitId, number] =
    cursor === undefined
      ? [Number.MIN_SAFE_INTEGER, '', 0]
      : (readCursor(cursor, 'number', 'string', 'number') as [number, string, number]);
  const rows = statement(
    db,
    `SELECT visit_id, number, time, code, detail, event_id, at, record_time FROM deviations
     WHERE gate = :gate AND time >= :from AND time < :to AND time <= :at
       AND (time, visit_id, number) > (:time, :visitId, :number)
     ORDER BY time, visit_id, number LIMIT :limit`,
  ).all({
    gate,
    from: startOfDay(zone, query.from),
    to: startOfDay(zone, query.to),
    at,
    time,
    visitId,
    number,
    limit: limit + 1,
  }) as unknown as StoredDeviation[];
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map((row) => ({
      visitId: row.visit_id,
      code: row.code,
      detail: row.detail,
      at: row.at,
      events: [row.event_id],
      recordTime: row.record_time,
    })),
    nextCursor:
      rows.length > limit && last !== undefined ? cursorOf(last.time, last.visit_id, last.number) : null,
  };
}
