import type { DatabaseSync } from 'node:sqlite';
import type { DeviationCode } from '#libs/truck-flow';
import { cursorOf, readCursor } from './cursor';
import { zoneOf } from './gate-source';
import type { GateSource } from './gate-source';
import { startOfDay } from './local-time';
import { outOfTurnIn } from './out-of-turn';
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
  /** OUT_OF_TURN: how many trucks were passed. */
  readonly passed?: number;
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

/** Place of a row among those of its visit and time; OUT_OF_TURN, which is computed when it is asked for, comes first. */
const FIRST = -1;

interface PlacedRow extends DeviationRow {
  readonly time: number;
  readonly number: number;
}

/**
 * A page of a gate's deviations in event-time order: those of each visit by itself from their rows, and who went before
 * others from the line of the gate, which no row of one visit can tell. @throws CursorUnreadable
 */
export function deviationPage(db: DatabaseSync, query: DeviationsQuery, source: GateSource): DeviationPage {
  const { gate: code, limit, at, cursor } = query;
  const gate = source.gate(code);
  const zone = zoneOf(gate);
  const [time, visitId, number] =
    cursor === undefined
      ? [Number.MIN_SAFE_INTEGER, '', 0]
      : (readCursor(cursor, 'number', 'string', 'number') as [number, string, number]);
  const [from, to] = [startOfDay(zone, query.from), startOfDay(zone, query.to)];
  const after = { time, visitId, number };
  const stored = storedRows(db, { code, from, to, at, ...after, limit: limit + 1 });
  const begin = Math.max(from, time);
  const turns = outOfTurnIn(db, {
    code,
    gate,
    from: begin,
    to: Math.min(to, at + 1),
    after: begin === time ? visitId : '',
    limit: limit + 1,
  }).map(
    ({
      visitId: id,
      code: kind,
      detail,
      at: when,
      eventId,
      recordTime,
      time: went,
      passed = 0,
    }): PlacedRow => ({
      visitId: id,
      code: kind,
      detail,
      at: when,
      events: [eventId],
      recordTime,
      passed,
      time: went,
      number: FIRST,
    }),
  );
  const rows = [...stored, ...turns].sort(byTime).slice(0, limit + 1);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(({ time: _time, number: _number, ...row }) => row),
    nextCursor:
      rows.length > limit && last !== undefined ? cursorOf(last.time, last.visitId, last.number) : null,
  };
}

function byTime(a: PlacedRow, b: PlacedRow): number {
  return a.time - b.time || (a.visitId < b.visitId ? -1 : a.visitId > b.visitId ? 1 : a.number - b.number);
}

function storedRows(db: DatabaseSync, asked: Readonly<Record<string, string | number>>): PlacedRow[] {
  const rows = statement(
    db,
    `SELECT visit_id, number, time, code, detail, event_id, at, record_time FROM deviations
     WHERE gate = :code AND time >= :from AND time < :to AND time <= :at AND shown_until > :at
       AND (time, visit_id, number) > (:time, :visitId, :number)
     ORDER BY time, visit_id, number LIMIT :limit`,
  ).all(asked) as unknown as StoredDeviation[];
  return rows.map((row) => ({
    visitId: row.visit_id,
    code: row.code,
    detail: row.detail,
    at: row.at,
    events: [row.event_id],
    recordTime: row.record_time,
    time: row.time,
    number: row.number,
  }));
}
