import type { DatabaseSync } from 'node:sqlite';
import { statement } from '#libs/projections';
import { cursorOf, readCursor } from '../paging/cursor';

export interface DriverRow {
  readonly driverCode: string;
  readonly pool: string;
  readonly gate: string;
  readonly registeredAt: string;
  readonly available: boolean;
  /** The visit that keeps the driver out, since when, as reported, and whether its mode has him back by now. */
  readonly out?: { readonly visitId: string; readonly since: string; readonly overdue: boolean };
}

export interface DriversQuery {
  readonly gates: readonly string[] | 'ALL';
  readonly available?: boolean;
  /** Now, in epoch milliseconds: decides what is overdue. */
  readonly at: number;
  readonly limit: number;
  readonly cursor?: string;
}

export interface DriverPage {
  readonly items: readonly DriverRow[];
  readonly nextCursor: string | null;
}

interface StoredDriver {
  readonly driver_code: string;
  readonly pool: string;
  readonly gate: string;
  readonly registered_at: string;
  readonly visit_id: string | null;
  readonly since: string | null;
  readonly overdue: 0 | 1;
}

/** A page of the drivers of these gates, by code. @throws CursorUnreadable */
export function dedicatedDriverPage(db: DatabaseSync, query: DriversQuery): DriverPage {
  const { gates, available, at, limit, cursor } = query;
  const [after] = cursor === undefined ? [''] : (readCursor(cursor, 'string') as [string]);
  const rows = statement(
    db,
    `SELECT d.driver_code, pool, gate, registered_at, o.visit_id, o.since, EXISTS (
       SELECT 1 FROM deviations v WHERE v.visit = o.visit AND v.code = 'RETURN_OVERDUE'
         AND v.time <= :at AND v.shown_until > :at) AS overdue
     FROM dedicated_drivers d LEFT JOIN dedicated_drivers_out o ON o.visit = (
       SELECT visit FROM dedicated_drivers_out WHERE driver_code = d.driver_code ORDER BY time LIMIT 1)
     WHERE d.driver_code > :after AND (:gates IS NULL OR gate IN (SELECT value FROM json_each(:gates)))
       AND (:available IS NULL OR :available = (o.visit_id IS NULL))
     ORDER BY d.driver_code LIMIT :limit`,
  ).all({
    after,
    at,
    gates: gates === 'ALL' ? null : JSON.stringify(gates),
    available: available === undefined ? null : Number(available),
    limit: limit + 1,
  }) as unknown as StoredDriver[];
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(shown),
    nextCursor: rows.length > limit && last !== undefined ? cursorOf(last.driver_code) : null,
  };
}

function shown(row: StoredDriver): DriverRow {
  const { visit_id: visitId, since } = row;
  return {
    driverCode: row.driver_code,
    pool: row.pool,
    gate: row.gate,
    registeredAt: row.registered_at,
    available: visitId === null,
    ...(visitId === null || since === null ? {} : { out: { visitId, since, overdue: row.overdue === 1 } }),
  };
}
