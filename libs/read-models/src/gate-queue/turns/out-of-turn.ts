/* Query of trucks that went out of turn: how many others each of them passed. */
import type { DatabaseSync } from 'node:sqlite';
import { clears } from '#libs/truck-flow';
import type { Gate } from '#libs/truck-flow';
import { statement } from '#libs/projections';
import { Line } from './line-sweep';
import type { VisitDeviation } from '../../visit-facts/visit-deviations';
import { END_OF_TIME } from '../../visit-facts/visit-facts';

/** A place in the line of a gate: by arrival, then visit id. */
export interface LinePlace {
  readonly gate: string;
  readonly arrivedAt: number;
  readonly visitId: string;
}

const BEFORE = `gate = :code AND (arrived_at, visit_id) < (:arrivedAt, :visitId) AND callable_from <= :at`;
const STILL_CALLABLE = `SELECT visit_id, goods FROM gate_turns_callable
  WHERE ${BEFORE} AND callable_until = ${END_OF_TIME}`;
const GONE_SINCE = `SELECT visit_id, goods FROM gate_turns_callable
  WHERE ${BEFORE} AND callable_until > :at AND callable_until < ${END_OF_TIME}`;

/**
 * How many trucks of a gate stood before a place at an instant and could have gone: on hand, cleared, neither called
 * nor held, the gate not suspended for their goods. `without`: visits that are not counted, whatever their rows say.
 * Read from the index: of those that still wait only the ones before the place, and who went since that instant.
 */
export function passedAt(
  db: DatabaseSync,
  { gate: code, arrivedAt, visitId }: LinePlace,
  {
    at,
    gate,
    without = [],
  }: { readonly at: number; readonly gate: Gate; readonly without?: readonly string[] },
): number {
  const place = { code, arrivedAt, visitId, at };
  const rows = [STILL_CALLABLE, GONE_SINCE].flatMap(
    (sql) => statement(db, sql).all(place) as unknown as { visit_id: string; goods: string }[],
  );
  const left = new Set(without);
  const open = new Map<string, boolean>();
  let passed = 0;
  for (const { visit_id: id, goods } of rows) {
    if (left.has(id)) continue;
    let isOpen = open.get(goods);
    if (isOpen === undefined) {
      isOpen = clears(gate, at, JSON.parse(goods) as string[]);
      open.set(goods, isOpen);
    }
    if (isOpen) passed += 1;
  }
  return passed;
}

interface TurnRow {
  readonly visit_id: string;
  readonly arrived_at: number;
  readonly went_at: number;
  readonly event_id: string;
  readonly at: string;
  readonly record_time: string;
}

/** The deviation of one visit, when it went before others; also in the list of its gate. */
export function outOfTurnOf(db: DatabaseSync, code: string, visitId: string, gate: Gate): VisitDeviation[] {
  const row = statement(
    db,
    `SELECT visit_id, arrived_at, went_at, event_id, at, record_time FROM gate_turns
     WHERE visit = (SELECT visit FROM truck_visits WHERE visit_id = ?) AND gate = ?`,
  ).get(visitId, code) as TurnRow | undefined;
  if (row === undefined) return [];
  const place = { gate: code, arrivedAt: row.arrived_at, visitId };
  return deviationOf(row, passedAt(db, place, { at: row.went_at, gate }));
}

function deviationOf(row: TurnRow, passed: number): VisitDeviation[] {
  if (passed === 0) return [];
  return [
    {
      code: 'OUT_OF_TURN',
      eventId: row.event_id,
      at: row.at,
      detail: `went before ${passed} that had arrived earlier and could have gone`,
      passed,
      time: row.went_at,
      until: END_OF_TIME,
      recordTime: row.record_time,
    },
  ];
}

/** What of the turns of a gate is asked for; times in epoch milliseconds, `from` inclusive, `to` exclusive. */
export interface TurnsQuery {
  readonly code: string;
  readonly gate: Gate;
  readonly from: number;
  readonly to: number;
  /** Those of `from` itself only behind this visit. */
  readonly after: string;
  readonly limit: number;
}

/** So much of the line is held in memory at a time. */
const STRETCH = 7 * 24 * 3_600_000;

export interface OutOfTurn extends VisitDeviation {
  readonly visitId: string;
}

/** Turns that passed others, in event-time order, at most `limit`: the line is walked once, a week at a time. */
export function outOfTurnIn(db: DatabaseSync, query: TurnsQuery): OutOfTurn[] {
  const { code, gate, from, to, after, limit } = query;
  const found: OutOfTurn[] = [];
  for (let start = from; start < to && found.length < limit; start += STRETCH) {
    const end = Math.min(start + STRETCH, to);
    const turns = turnsIn(db, { code, from: start, to: end, after: start === from ? after : '' });
    if (turns.length === 0) continue;
    const line = new Line(db, { code, gate, from: start, to: end });
    for (const turn of turns) {
      const passed = line.passedBy({
        time: turn.went_at,
        arrivedAt: turn.arrived_at,
        visitId: turn.visit_id,
      });
      found.push(...deviationOf(turn, passed).map((one) => ({ ...one, visitId: turn.visit_id })));
      if (found.length === limit) break;
    }
  }
  return found;
}

function turnsIn(
  db: DatabaseSync,
  asked: { readonly code: string; readonly from: number; readonly to: number; readonly after: string },
): TurnRow[] {
  return statement(
    db,
    `SELECT visit_id, arrived_at, went_at, event_id, at, record_time FROM gate_turns
     WHERE gate = :code AND (went_at, visit_id) > (:from, :after) AND went_at < :to
     ORDER BY went_at, visit_id`,
  ).all({ ...asked }) as unknown as TurnRow[];
}
