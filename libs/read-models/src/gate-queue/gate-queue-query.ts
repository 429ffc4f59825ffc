/* Query of a gate's queue as of an instant, page by page. */
import type { DatabaseSync } from 'node:sqlite';
import { streamOf } from '#libs/event-sourcing';
import { TRUCK_VISIT } from '#libs/truck-flow';
import type { Gate } from '#libs/truck-flow';
import { damageCount, isDamaged, statement, tuples } from '#libs/projections';
import { cursorOf, readCursor } from '../paging/cursor';
import { minutesSince, nextMinute, sum } from '../gate-boards/gate-board-query';
import type { GateSource } from '../places/gate-source';
import { writtenBy } from '../paging/list-text';
import { fits, isFiltered } from './queue-filter';
import type { QueueFilter } from './queue-filter';
import type { QueueRow } from './queue-row';
import { QueueMemory } from './queue-standing';
import type { StandingPage } from './queue-standing';
import { fromEveryClass, OPEN_STAY } from '../visit-facts/stay-class';
import { END_OF_TIME } from '../visit-facts/visit-facts';
import { waitingTruck } from './waiting-trucks';
import type { WaitingTruck } from './waiting-trucks';

export interface QueuePage {
  readonly items: readonly QueueRow[];
  readonly nextCursor: string | null;
}

export interface QueueQuery {
  /** One gate, or several whose trucks are in one list. */
  readonly gates: readonly string[];
  /** Epoch milliseconds. */
  readonly at: number;
  readonly limit: number;
  readonly cursor?: string;
  readonly filter?: QueueFilter;
}

/** A truck in the order of the queue, as little of it as gives the order and shows whether it is still as it was read. */
type PlaceRow = readonly [
  queuedSince: number,
  visitId: string,
  visit: number,
  position: number,
  arrivedAt: number,
];

/** A gate by its code, and all that is known of it. */
interface KnownGate {
  readonly code: string;
  readonly history: Gate;
}

interface PlaceAtGate {
  readonly place: PlaceRow;
  readonly gate: KnownGate;
}

const VISITS = streamOf(TRUCK_VISIT.name, '');
const PLACES = 'gate_queue_place place';
const WAITING =
  'place.gate = :gate AND place.queued_until > :at AND queued_from <= :at AND queued_since <= :at';
const BEHIND = '(queued_since, place.visit_id) > (:queuedSince, :visitId)';
const UP_TO = '(queued_since, place.visit_id) <= (:queuedSince, :visitId)';

/** When a place first ends after the instant: by a report of what is ahead, or with time alone by a deadline. */
const NEXT_END = `SELECT min(queued_until) AS next FROM gate_queue_place
  WHERE gate = :gate AND queued_until > :at AND queued_until < ${END_OF_TIME}`;

/** The waits that have not ended are in the index in the order of the queue. */
const STANDING = `place.gate = :gate AND stay_class = ${OPEN_STAY} AND queued_from <= :at AND queued_since <= :at`;
const pageOfOpen = (
  condition: string,
): string => `SELECT place.queued_since, place.visit_id, place.visit, queue.position, queue.arrived_at
  FROM ${PLACES} CROSS JOIN gate_queue queue ON queue.visit = place.visit
  WHERE ${condition} ORDER BY place.queued_since, place.visit_id LIMIT :limit`;
const FIRST_OF_OPEN = pageOfOpen(STANDING);
const NEXT_OF_OPEN = pageOfOpen(`${STANDING} AND ${BEHIND}`);
const COUNT_OF_OPEN = `SELECT count(*) AS trucks FROM ${PLACES} WHERE ${STANDING} AND ${UP_TO}`;

const CLASSES = { stay: 'stay_class', from: 'queued_since', order: 'queued_since, visit_id' };
const PAGE_OF_ALL = `WITH page AS (${fromEveryClass(
  (ofClass) =>
    `SELECT visit, queued_since, visit_id FROM ${PLACES} WHERE ${WAITING} AND ${ofClass} AND ${BEHIND}`,
  CLASSES,
)} LIMIT :limit)
  SELECT page.queued_since, page.visit_id, page.visit, queue.position, queue.arrived_at
  FROM page CROSS JOIN gate_queue queue ON queue.visit = page.visit ORDER BY page.queued_since, page.visit_id`;
const COUNT_OF_ALL = `SELECT count(*) AS trucks FROM (${fromEveryClass(
  (ofClass) => `SELECT queued_since, visit_id FROM ${PLACES} WHERE ${WAITING} AND ${ofClass} AND ${UP_TO}`,
  CLASSES,
)})`;

/**
 * A page of the queue of a gate, or of those of several as one, as of an event time, by since when each truck queues, then visit id. Where
 * a filter leaves trucks out, the others keep their rank in the whole queue. @throws CursorUnreadable
 */
export function gateQueuePage(db: DatabaseSync, query: QueueQuery, source: GateSource): QueuePage {
  return memory.page(db, query, source, () => readPage(db, query, source));
}

const memory = new QueueMemory<QueuePage>();

function readPage(db: DatabaseSync, query: QueueQuery, source: GateSource): StandingPage<QueuePage> {
  const { limit, at, filter = {} } = query;
  const gates = query.gates.map((code) => ({ code, history: source.gate(code) }));
  const shown: ShownTruck[] = [];
  const hasDamage = damageCount(db) > 0;
  let last: PlaceRow | undefined;
  let until = Math.min(...gates.map(({ code }) => nextEnd(db, code, at)));
  for (const { place, gate, rank } of ranked(db, query, gates)) {
    const [queuedSince, visitId, visit, position, arrivedAt] = place;
    const known = waitingTruck(db, { visit, position, queuedSince }, gate.history, at);
    const truck = hasDamage && isDamaged(db, VISITS + visitId) ? known.asDamaged() : known;
    if (!fits(filter, truck.row, truck.visit)) continue;
    if (shown.length === limit && last !== undefined)
      return { page: { items: rowsOf(shown), nextCursor: cursorOf(last[0], last[1]) }, until };
    const waitedMinutes = minutesSince(arrivedAt, at);
    shown.push({ rank, waitedMinutes, truck });
    until = Math.min(until, truck.time.until, nextMinute(arrivedAt, at));
    last = place;
  }
  return { page: { items: rowsOf(shown), nextCursor: null }, until };
}

interface ShownTruck {
  readonly rank: number;
  readonly waitedMinutes: number;
  readonly truck: WaitingTruck;
}

function rowsOf(shown: readonly ShownTruck[]): QueueRow[] {
  const rows = shown.map(({ truck, rank, waitedMinutes }) => truck.rowAs(rank, waitedMinutes));
  return writtenBy(rows, {
    text: () => `[${shown.map((one) => one.truck.textAs(one.rank, one.waitedMinutes)).join(',')}]`,
    sign: () => shown.map((one) => one.truck.signAs(one.rank, one.waitedMinutes)).join(),
  });
}

/** The trucks behind the cursor with their ranks, to the end of the queue, read as far as they are asked for. */
function* ranked(
  db: DatabaseSync,
  { at, limit, cursor, filter = {} }: QueueQuery,
  gates: readonly KnownGate[],
): Generator<PlaceAtGate & { readonly rank: number }> {
  const start = cursor === undefined ? undefined : placeIn(cursor);
  let rank =
    start === undefined ? 0 : sum(gates.map(({ code }) => countUpTo(db, { gate: code, at, ...start })));
  const atOnce = isFiltered(filter) ? ROWS_AT_ONCE : limit + 1;
  for (let place = start; ;) {
    const rows = waitingAt(db, { gates, at, limit: atOnce }, place);
    for (const { place, gate } of rows) yield { place, gate, rank: (rank += 1) };
    const end = rows.at(-1)?.place;
    if (end === undefined || rows.length < atOnce) return;
    place = { queuedSince: end[0], visitId: end[1] };
  }
}

/** Rows of a queue that are looked at together when most may not fit. */
const ROWS_AT_ONCE = 500;

/** The first `limit` trucks behind a place. */
function waitingAt(
  db: DatabaseSync,
  { gates, at, limit }: { readonly gates: readonly KnownGate[]; readonly at: number; readonly limit: number },
  start: QueuePlace | undefined,
): PlaceAtGate[] {
  const rows = gates.flatMap((gate) =>
    waitingBehind(db, { gate: gate.code, at, limit }, start).map((place) => ({ place, gate })),
  );
  return gates.length > 1 ? rows.sort(byPlace).slice(0, limit) : rows;
}

function byPlace({ place: a }: PlaceAtGate, { place: b }: PlaceAtGate): number {
  return a[0] - b[0] || (a[1] < b[1] ? -1 : 1);
}

function waitingBehind(
  db: DatabaseSync,
  asked: { readonly gate: string; readonly at: number; readonly limit: number },
  place: QueuePlace | undefined,
): PlaceRow[] {
  const { gate, at } = asked;
  const rows = endsLater(db, gate, at)
    ? tuples(db, PAGE_OF_ALL).all({ ...asked, ...(place ?? BEGINNING) })
    : place === undefined
      ? tuples(db, FIRST_OF_OPEN).all(asked)
      : tuples(db, NEXT_OF_OPEN).all({ ...asked, ...place });
  return rows as unknown as PlaceRow[];
}

interface QueuePlace {
  readonly queuedSince: number;
  readonly visitId: string;
}

const BEGINNING: QueuePlace = { queuedSince: Number.MIN_SAFE_INTEGER, visitId: '' };

function placeIn(cursor: string): QueuePlace {
  const [queuedSince, visitId] = readCursor(cursor, 'number', 'string') as [number, string];
  return { queuedSince, visitId };
}

/** Trucks in the queue of a gate at an instant. */
export function queueLength(db: DatabaseSync, gate: string, at: number): number {
  return countUpTo(db, { gate, at, queuedSince: at, visitId: '\u{10ffff}' });
}

function countUpTo(
  db: DatabaseSync,
  key: QueuePlace & { readonly gate: string; readonly at: number },
): number {
  const sql = endsLater(db, key.gate, key.at) ? COUNT_OF_ALL : COUNT_OF_OPEN;
  const row = statement(db, sql).get({ ...key }) as unknown as { trucks: number };
  return row.trucks;
}

/** Has any place ended after the instant? Seldom when the instant is now. */
function endsLater(db: DatabaseSync, gate: string, at: number): boolean {
  return nextEnd(db, gate, at) < END_OF_TIME;
}

function nextEnd(db: DatabaseSync, gate: string, at: number): number {
  const { next } = statement(db, NEXT_END).get({ gate, at }) as { next: number | null };
  return next ?? END_OF_TIME;
}
