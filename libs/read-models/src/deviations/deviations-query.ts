/* Query of deviations from the rules at gates, page by page. */
import type { DatabaseSync } from 'node:sqlite';
import type { DeviationCode, Gate } from '#libs/truck-flow';
import { statement } from '#libs/projections';
import { cursorOf, readCursor } from '../paging/cursor';
import { zoneOf } from '../places/gate-source';
import type { GateSource } from '../places/gate-source';
import { startOfDay } from '../paging/local-time';
import { outOfTurnIn } from '../gate-queue/overtakings/out-of-turn';
import { FROM_THE_FIRST } from '../gate-queue/turns/turn-rows';

export interface DeviationRow {
  readonly visitId: string;
  readonly gate: string;
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
  /** One gate, or several. */
  readonly gates: readonly string[];
  /** Local dates of each gate, `to` exclusive. */
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
/** Behind every turn of its visit. */
const LAST = Number.MAX_SAFE_INTEGER;

interface PlacedRow extends DeviationRow {
  readonly time: number;
  readonly number: number;
}

/**
 * A page of the deviations of a gate, or of several gates together, in event-time order: those of each visit by itself
 * from their rows, and who went before others from the line of the gate, which no row of one visit can tell.
 * @throws CursorUnreadable
 */
export function deviationPage(db: DatabaseSync, query: DeviationsQuery, source: GateSource): DeviationPage {
  const { gates, limit, cursor } = query;
  const [time, visitId, number] =
    cursor === undefined
      ? [Number.MIN_SAFE_INTEGER, '', 0]
      : (readCursor(cursor, 'number', 'string', 'number') as [number, string, number]);
  const rows = gates
    .flatMap((gate) => rowsAt(db, source.gate(gate), { ...query, gate, place: { time, visitId, number } }))
    .sort(byTime)
    .slice(0, limit + 1);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(({ time: _time, number: _number, ...row }) => row),
    nextCursor:
      rows.length > limit && last !== undefined ? cursorOf(last.time, last.visitId, last.number) : null,
  };
}

interface AskedAtGate extends DeviationsQuery {
  readonly gate: string;
  /** Only what comes behind. */
  readonly place: { readonly time: number; readonly visitId: string; readonly number: number };
}

/** One row more than the limit, if there are as many, and maybe others behind. */
function rowsAt(db: DatabaseSync, history: Gate, asked: AskedAtGate): PlacedRow[] {
  const { gate, at, limit, place } = asked;
  const zone = zoneOf(history);
  const [from, to] = [startOfDay(zone, asked.from), startOfDay(zone, asked.to)];
  const stored = storedRows(db, { gate, from, to, at, ...place, limit: limit + 1 });
  const begin = Math.max(from, place.time);
  const turns = outOfTurnIn(db, {
    code: gate,
    gate: history,
    from: begin,
    to: Math.min(to, at + 1),
    after: begin === place.time ? { visitId: place.visitId, number: LAST } : FROM_THE_FIRST,
    limit: limit + 1,
  });
  return [
    ...stored,
    ...turns.map(({ eventId, passed = 0, ...turn }) => {
      const { visitId, code, detail, recordTime, time } = turn;
      const shown = { visitId, gate, code, detail, at: turn.at, events: [eventId], recordTime, passed };
      return { ...shown, time, number: FIRST };
    }),
  ];
}

function byTime(a: PlacedRow, b: PlacedRow): number {
  return a.time - b.time || (a.visitId < b.visitId ? -1 : a.visitId > b.visitId ? 1 : a.number - b.number);
}

function storedRows(
  db: DatabaseSync,
  asked: Readonly<Record<string, string | number>> & { readonly gate: string },
): PlacedRow[] {
  const rows = statement(
    db,
    `SELECT visit_id, number, time, code, detail, event_id, at, record_time FROM deviations
     WHERE gate = :gate AND time >= :from AND time < :to AND time <= :at AND shown_until > :at
       AND (time, visit_id, number) > (:time, :visitId, :number)
     ORDER BY time, visit_id, number LIMIT :limit`,
  ).all(asked) as unknown as StoredDeviation[];
  return rows.map((row) => ({
    visitId: row.visit_id,
    gate: asked.gate,
    code: row.code,
    detail: row.detail,
    at: row.at,
    events: [row.event_id],
    recordTime: row.record_time,
    time: row.time,
    number: row.number,
  }));
}
