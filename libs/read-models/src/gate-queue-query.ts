import type { DatabaseSync } from 'node:sqlite';
import { callDeadlineOf, isCallMissed, stageOf } from '#libs/truck-flow';
import type { BodyType, CargoClass, Gate, NextStep, StepName, Visit } from '#libs/truck-flow';
import { cursorOf, readCursor } from './cursor';
import { minutesSince, sum } from './gate-board-query';
import { zoneOf } from './gate-source';
import type { GateSource } from './gate-source';
import { localText } from './local-time';
import { fits, isFiltered } from './queue-filter';
import type { QueueFilter } from './queue-filter';
import { QueueMemory } from './queue-standing';
import { queuedTruck } from './queued-truck';
import type { QueuedTruck } from './queued-truck';
import { statement } from './statements';
import { fromEveryClass, OPEN_STAY } from './stay-class';
import { END_OF_TIME } from './visit-facts';
import type { OnHandStage } from './visit-facts';

/** A truck on hand before handover or transfer. Times are RFC 3339 with the gate's offset; `recordedAt` is UTC. */
export interface QueueRow {
  /** Place in the whole queue, from 1. */
  readonly rank: number;
  readonly visitId: string;
  readonly gate: string;
  readonly tractor: { readonly plate: string };
  readonly stage: OnHandStage;
  readonly arrivedAt: string;
  readonly recordedAt: string;
  readonly waitedMinutes: number;
  readonly cargoClass: CargoClass;
  readonly bodyType: BodyType;
  readonly held: boolean;
  /** As the call-forward said it, moved by the time since then that the gate was suspended for these goods. */
  readonly callDeadline?: string;
  /** The deadline has passed, the truck was neither held then nor is it. */
  readonly callMissed: boolean;
  /** The arrival was reported more than a day after it. */
  readonly reportedLate: boolean;
  /** Steps that have to be recorded before it may cross, in their order. */
  readonly missing: readonly StepName[];
  /** What may come next, the required steps first. */
  readonly next: readonly NextStep[];
}

export interface QueuePage {
  readonly items: readonly QueueRow[];
  readonly nextCursor: string | null;
}

export interface QueueQuery {
  /** One gate, or several whose trucks stand in one list. */
  readonly gates: readonly string[];
  /** Epoch milliseconds. */
  readonly at: number;
  readonly limit: number;
  readonly cursor?: string;
  readonly filter?: QueueFilter;
}

interface WaitingRow {
  readonly visit_id: string;
  readonly arrived_at: number;
  readonly recorded_at: string;
  readonly steps: string;
}

interface WaitingAtGate extends WaitingRow {
  readonly gate: string;
}

const WAITING = 'gate = :gate AND queued_until > :at AND arrived_at <= :at';
const BEHIND = '(arrived_at, visit_id) > (:arrivedAt, :visitId)';
const UP_TO = '(arrived_at, visit_id) <= (:arrivedAt, :visitId)';
const ORDER = 'arrived_at, visit_id';

/** Has any wait ended after the instant? Seldom when the instant is now. */
const ENDED_LATER = `SELECT 1 FROM gate_queue
  WHERE gate = :gate AND queued_until > :at AND queued_until < ${END_OF_TIME} LIMIT 1`;

/** The waits that have not ended stand in the index in the order of the queue. */
const STANDING = `gate = :gate AND stay_class = ${OPEN_STAY} AND arrived_at <= :at`;
const pageOfOpen = (
  condition: string,
): string => `SELECT visit_id, arrived_at, recorded_at, steps FROM gate_queue
  WHERE ${condition} ORDER BY ${ORDER} LIMIT :limit`;
const FIRST_OF_OPEN = pageOfOpen(STANDING);
const NEXT_OF_OPEN = pageOfOpen(`${STANDING} AND ${BEHIND}`);
const COUNT_OF_OPEN = `SELECT count(*) AS trucks FROM gate_queue WHERE ${STANDING} AND ${UP_TO}`;

const CLASSES = { stay: 'stay_class', from: 'arrived_at', order: ORDER };
const PAGE_OF_ALL = `WITH page AS (${fromEveryClass(
  (ofClass) =>
    `SELECT visit, arrived_at, visit_id FROM gate_queue WHERE ${WAITING} AND ${ofClass} AND ${BEHIND}`,
  CLASSES,
)} LIMIT :limit)
  SELECT queue.visit_id, queue.arrived_at, queue.recorded_at, queue.steps
  FROM page CROSS JOIN gate_queue queue ON queue.visit = page.visit ORDER BY page.arrived_at, page.visit_id`;
const COUNT_OF_ALL = `SELECT count(*) AS trucks FROM (${fromEveryClass(
  (ofClass) => `SELECT arrived_at, visit_id FROM gate_queue WHERE ${WAITING} AND ${ofClass} AND ${UP_TO}`,
  CLASSES,
)})`;

/**
 * A page of the queue of a gate, or of those of several as one, as of an event time, by arrival, then visit id. Where
 * a filter leaves trucks out, the others keep their rank in the whole queue. @throws CursorUnreadable
 */
export function gateQueuePage(db: DatabaseSync, query: QueueQuery, source: GateSource): QueuePage {
  return memory.page(db, query, source, () => readPage(db, query, source));
}

const memory = new QueueMemory<QueuePage>();

function readPage(db: DatabaseSync, query: QueueQuery, source: GateSource): QueuePage {
  const { limit, at, filter = {} } = query;
  const found: QueueRow[] = [];
  let last: WaitingAtGate | undefined;
  for (const { row, rank } of ranked(db, query)) {
    const truck = queuedTruck(row.steps, at);
    const shown = queueRow(row, truck, { rank, at, gate: source.gate(row.gate) });
    if (!fits(filter, shown, truck.visit)) continue;
    if (found.length === limit && last !== undefined)
      return { items: found, nextCursor: cursorOf(last.arrived_at, last.visit_id) };
    found.push(shown);
    last = row;
  }
  return { items: found, nextCursor: null };
}

/** The trucks behind the cursor with their ranks, to the end of the queue, read as far as they are asked for. */
function* ranked(
  db: DatabaseSync,
  { gates, at, limit, cursor, filter = {} }: QueueQuery,
): Generator<{ readonly row: WaitingAtGate; readonly rank: number }> {
  const start = cursor === undefined ? undefined : placeIn(cursor);
  let rank = start === undefined ? 0 : sum(gates.map((gate) => countUpTo(db, { gate, at, ...start })));
  const atOnce = isFiltered(filter) ? ROWS_AT_ONCE : limit + 1;
  for (let place = start; ;) {
    const rows = waitingAt(db, { gates, at, limit: atOnce }, place);
    for (const row of rows) yield { row, rank: (rank += 1) };
    const end = rows.at(-1);
    if (end === undefined || rows.length < atOnce) return;
    place = { arrivedAt: end.arrived_at, visitId: end.visit_id };
  }
}

/** Rows of a queue that are looked at together when most may not fit. */
const ROWS_AT_ONCE = 500;

/** The first `limit` trucks behind a place. */
function waitingAt(
  db: DatabaseSync,
  { gates, at, limit }: { readonly gates: readonly string[]; readonly at: number; readonly limit: number },
  place: QueuePlace | undefined,
): WaitingAtGate[] {
  const rows = gates.flatMap((gate) =>
    waitingBehind(db, { gate, at, limit }, place).map((row) => ({ ...row, gate })),
  );
  return gates.length > 1 ? rows.sort(byArrival).slice(0, limit) : rows;
}

function byArrival(a: WaitingRow, b: WaitingRow): number {
  return a.arrived_at - b.arrived_at || (a.visit_id < b.visit_id ? -1 : 1);
}

function waitingBehind(
  db: DatabaseSync,
  asked: { readonly gate: string; readonly at: number; readonly limit: number },
  place: QueuePlace | undefined,
): WaitingRow[] {
  const { gate, at } = asked;
  const rows = hasEndedLater(db, gate, at)
    ? statement(db, PAGE_OF_ALL).all({ ...asked, ...(place ?? BEGINNING) })
    : place === undefined
      ? statement(db, FIRST_OF_OPEN).all(asked)
      : statement(db, NEXT_OF_OPEN).all({ ...asked, ...place });
  return rows as unknown as WaitingRow[];
}

interface QueuePlace {
  readonly arrivedAt: number;
  readonly visitId: string;
}

const BEGINNING: QueuePlace = { arrivedAt: Number.MIN_SAFE_INTEGER, visitId: '' };

function placeIn(cursor: string): QueuePlace {
  const [arrivedAt, visitId] = readCursor(cursor, 'number', 'string') as [number, string];
  return { arrivedAt, visitId };
}

/** Trucks in the queue of a gate at an instant. */
export function queueLength(db: DatabaseSync, gate: string, at: number): number {
  return countUpTo(db, { gate, at, arrivedAt: at, visitId: '\u{10ffff}' });
}

function countUpTo(
  db: DatabaseSync,
  key: QueuePlace & { readonly gate: string; readonly at: number },
): number {
  const sql = hasEndedLater(db, key.gate, key.at) ? COUNT_OF_ALL : COUNT_OF_OPEN;
  const row = statement(db, sql).get({ ...key }) as unknown as { trucks: number };
  return row.trucks;
}

function hasEndedLater(db: DatabaseSync, gate: string, at: number): boolean {
  return statement(db, ENDED_LATER).get({ gate, at }) !== undefined;
}

function queueRow(
  row: WaitingAtGate,
  truck: QueuedTruck,
  { rank, at, gate }: { readonly rank: number; readonly at: number; readonly gate: Gate },
): QueueRow {
  const { arrival, carriage, openHolds } = truck.visit;
  if (arrival === undefined || carriage === undefined) {
    throw new Error(`visit ${row.visit_id} waits in the queue without an arrival`);
  }
  return {
    rank,
    visitId: row.visit_id,
    gate: row.gate,
    tractor: { plate: carriage.tractor },
    stage: stageOf(truck.visit) as OnHandStage,
    arrivedAt: truck.arrivedAt(zoneOf(gate)),
    recordedAt: row.recorded_at,
    waitedMinutes: minutesSince(row.arrived_at, at),
    cargoClass: arrival.data.consignments[0]?.cargoClass ?? 'OTHER',
    bodyType: arrival.data.bodyType,
    held: openHolds.length > 0,
    ...calledBy(truck.visit, gate, at),
    reportedLate: Date.parse(row.recorded_at) > row.arrived_at + DAY,
    missing: truck.missing(gate, at),
    next: truck.next(gate, at),
  };
}

const DAY = 24 * 3_600_000;

function calledBy(visit: Visit, gate: Gate, at: number): Pick<QueueRow, 'callDeadline' | 'callMissed'> {
  const deadline = callDeadlineOf(visit, gate, at);
  const said = visit.call?.data.deadline;
  if (deadline === undefined || said === undefined) return { callMissed: false };
  const isMoved = deadline !== Date.parse(said);
  return {
    callDeadline: isMoved ? localText(zoneOf(gate), deadline) : said,
    callMissed: isCallMissed(visit, gate, at),
  };
}
