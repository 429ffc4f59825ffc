import type { DatabaseSync } from 'node:sqlite';
import { foldVisit, missingBeforeCrossing, modeOf, stageOf } from '#libs/truck-flow';
import type { BodyType, CargoClass, Gate, Step, StepName } from '#libs/truck-flow';
import { cursorOf, readCursor } from './cursor';
import { minutesSince } from './gate-board-query';
import type { QueuedStep } from './gate-queue';
import { zoneOf } from './gate-source';
import type { GateSource } from './gate-source';
import { localText } from './local-time';
import { statement } from './statements';
import type { OnHandStage } from './visit-facts';

/** A truck on hand before handover or transfer. Times are RFC 3339 with the gate's offset; `recordedAt` is UTC. */
export interface QueueRow {
  /** Place in the whole queue, from 1. */
  readonly rank: number;
  readonly visitId: string;
  readonly tractor: { readonly plate: string };
  readonly stage: OnHandStage;
  readonly arrivedAt: string;
  readonly recordedAt: string;
  readonly waitedMinutes: number;
  readonly cargoClass: CargoClass;
  readonly bodyType: BodyType;
  readonly held: boolean;
  /** As the call-forward said it. */
  readonly callDeadline?: string;
  /** Steps that have to be recorded before it may cross, in their order. */
  readonly missing: readonly StepName[];
}

export interface QueuePage {
  readonly items: readonly QueueRow[];
  readonly nextCursor: string | null;
}

export interface QueueQuery {
  readonly gate: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly limit: number;
  readonly cursor?: string;
}

interface WaitingRow {
  readonly visit_id: string;
  readonly arrived_at: number;
  readonly recorded_at: string;
  readonly steps: string;
}

const WAITING = 'gate = :gate AND queued_until > :at AND arrived_at <= :at';

/** A page of a gate's queue as of an event time, by arrival, then visit id. @throws CursorUnreadable */
export function gateQueuePage(db: DatabaseSync, query: QueueQuery, source: GateSource): QueuePage {
  const { gate, at, limit } = query;
  const [arrivedAt, visitId] =
    query.cursor === undefined
      ? [Number.MIN_SAFE_INTEGER, '']
      : (readCursor(query.cursor, 'number', 'string') as [number, string]);
  const before = countUpTo(db, { gate, at, arrivedAt, visitId });
  const rows = statement(
    db,
    `SELECT visit_id, arrived_at, recorded_at, steps FROM gate_queue WHERE visit IN (
       SELECT visit FROM gate_queue
       WHERE ${WAITING} AND (arrived_at, visit_id) > (:arrivedAt, :visitId)
       ORDER BY arrived_at, visit_id LIMIT :limit)
     ORDER BY arrived_at, visit_id`,
  ).all({ gate, at, arrivedAt, visitId, limit: limit + 1 }) as unknown as WaitingRow[];
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const history = source.gate(gate);
  return {
    items: page.map((row, index) => queueRow(row, before + index + 1, at, history)),
    nextCursor: rows.length > limit && last !== undefined ? cursorOf(last.arrived_at, last.visit_id) : null,
  };
}

/** Trucks in the queue of a gate at an instant. */
export function queueLength(db: DatabaseSync, gate: string, at: number): number {
  return countUpTo(db, { gate, at, arrivedAt: at, visitId: '\u{10ffff}' });
}

function countUpTo(
  db: DatabaseSync,
  key: { readonly gate: string; readonly at: number; readonly arrivedAt: number; readonly visitId: string },
): number {
  const row = statement(
    db,
    `SELECT count(*) AS trucks FROM gate_queue WHERE ${WAITING} AND (arrived_at, visit_id) <= (:arrivedAt, :visitId)`,
  ).get({ ...key }) as unknown as { trucks: number };
  return row.trucks;
}

function queueRow(row: WaitingRow, rank: number, at: number, gate: Gate): QueueRow {
  const visit = foldVisit(stepsUpTo(JSON.parse(row.steps) as QueuedStep[], at));
  const { arrival, call, carriage } = visit;
  if (arrival === undefined || carriage === undefined) {
    throw new Error(`visit ${row.visit_id} waits in the queue without an arrival`);
  }
  const missing = missingBeforeCrossing(visit, modeOf(visit, gate, at));
  return {
    rank,
    visitId: row.visit_id,
    tractor: { plate: carriage.tractor },
    stage: stageOf(visit) as OnHandStage,
    arrivedAt: localText(zoneOf(gate), row.arrived_at),
    recordedAt: row.recorded_at,
    waitedMinutes: minutesSince(row.arrived_at, at),
    cargoClass: arrival.data.consignments[0]?.cargoClass ?? 'OTHER',
    bodyType: arrival.data.bodyType,
    held: visit.openHolds.length > 0,
    ...(call?.data.deadline === undefined ? {} : { callDeadline: call.data.deadline }),
    missing: missing.flatMap((objection) => objection.step ?? []),
  };
}

function stepsUpTo(steps: readonly QueuedStep[], at: number): Step[] {
  return steps.filter(([, time]) => time <= at).map(([type, time, data]) => ({ type, time, data }) as Step);
}
