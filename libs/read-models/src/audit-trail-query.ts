import type { DatabaseSync } from 'node:sqlite';
import type { Actor, CorrectionData, Device, RecordedEvent, Source } from '#libs/event-sourcing';
import { foldVisit, VISIT_CORRECTED } from '#libs/truck-flow';
import type { Step, TruckArrivedData } from '#libs/truck-flow';
import { cursorOf, CursorUnreadable, readCursor } from './cursor';
import { staysOfGoods } from './goods-stays';
import type { FollowedVisit, Stay } from './goods-stays';
import { GOODS_IN_SCOPE, scopeParameters } from './scope';
import type { Scope } from './scope';
import { statement } from './statements';
import { isReported, readRecord, stepsOf } from './visit-record';

/** One recorded event as evidence: everything as it was recorded, corrected or not. */
export interface TrailEvent {
  readonly visitId: string;
  readonly eventId: string;
  readonly type: string;
  /** RFC 3339 with the offset it was reported in. */
  readonly eventTime: string;
  readonly recordTime: string;
  /** Place or yard as reported, else the gate. */
  readonly place: string;
  readonly actor: Actor;
  readonly role: string;
  readonly device: Device | null;
  readonly source: Source;
  readonly hash: string;
  readonly previousHash: string | null;
  /** Decimal. */
  readonly revision: string;
  readonly position: string;
  readonly data: unknown;
}

/** An event of the trail with the corrections of it, in the order they were recorded. */
export interface TrailEntry extends TrailEvent {
  readonly corrections: readonly TrailEvent[];
}

export interface AuditTrail {
  readonly consignmentId: string;
  /** In the order of event time; where an event is corrected, of the time that counts. */
  readonly items: readonly TrailEntry[];
  readonly nextCursor: string | null;
}

export interface AuditTrailQuery {
  readonly consignmentId: string;
  readonly scope: Scope;
  readonly limit: number;
  readonly cursor?: string;
}

interface NamingRow {
  readonly visit_id: string;
  readonly in_force: 0 | 1;
  readonly owned: 0 | 1;
  readonly visible: 0 | 1;
}

interface VisitRecord extends FollowedVisit {
  readonly gate: string;
  readonly recorded: readonly RecordedEvent[];
  readonly steps: readonly Step[];
}

/**
 * The audit trail of goods: every event of a visit while the goods were on it, followed through cut, lift and
 * transload over visits and vehicles. A visit that only named them by mistake shows the events that named them.
 * Undefined when nothing in scope names them; their owner sees the whole trail, others the visits they may see.
 * A page of it: a correction stands with what it corrects, on one page. @throws CursorUnreadable
 */
export function auditTrail(
  db: DatabaseSync,
  { consignmentId, scope, limit, cursor }: AuditTrailQuery,
): AuditTrail | undefined {
  const rows = namingRows(db, consignmentId, scope);
  const records = new Map<string, VisitRecord | undefined>();
  const find = (visitId: string): VisitRecord | undefined => {
    if (!records.has(visitId)) records.set(visitId, readVisit(db, visitId));
    return records.get(visitId);
  };
  const naming = rows.filter((row) => row.in_force === 1).flatMap((row) => find(row.visit_id) ?? []);
  const stays = staysOfGoods(naming, find);
  const isVisible = visibility(db, rows, stays, scope);
  const timed = [
    ...stays.flatMap((stay) =>
      entriesOf(find(stay.visitId), (time) => stay.from <= time && time < stay.until),
    ),
    ...rows
      .filter((row) => row.in_force === 0)
      .flatMap((row) => entriesOf(find(row.visit_id), (_time, entry) => names(entry, consignmentId))),
  ].filter(({ entry }) => isVisible(entry.visitId));
  if (timed.length === 0) return undefined;
  const once = [...new Map(timed.map((one) => [one.entry.eventId, one])).values()];
  once.sort((a, b) => compare(keyOf(a), keyOf(b)));
  return { consignmentId, ...pageOf(once, limit, cursor) };
}

/** Event time that counts, and position. */
type TrailKey = readonly [time: number, position: bigint];

function keyOf({ time, entry }: TimedEntry): TrailKey {
  return [time, BigInt(entry.position)];
}

function compare([time, position]: TrailKey, [otherTime, otherPosition]: TrailKey): number {
  return time - otherTime || (position < otherPosition ? -1 : position > otherPosition ? 1 : 0);
}

function pageOf(
  entries: readonly TimedEntry[],
  limit: number,
  cursor: string | undefined,
): Pick<AuditTrail, 'items' | 'nextCursor'> {
  const after = cursor === undefined ? undefined : readKey(cursor);
  const begin = after === undefined ? 0 : entries.findIndex((one) => compare(keyOf(one), after) > 0);
  const page = begin < 0 ? [] : entries.slice(begin, begin + limit);
  const last = page.at(-1);
  const isMore = last !== undefined && last !== entries.at(-1);
  return {
    items: page.map(({ entry }) => entry),
    nextCursor: isMore ? cursorOf(last.time, last.entry.position) : null,
  };
}

function readKey(cursor: string): TrailKey {
  const [time, position] = readCursor(cursor, 'number', 'string') as [number, string];
  if (!/^[0-9]{1,19}$/.test(position)) throw new CursorUnreadable('not a position');
  return [time, BigInt(position)];
}

function namingRows(db: DatabaseSync, consignmentId: string, scope: Scope): NamingRow[] {
  return statement(
    db,
    `SELECT v.visit_id, c.in_force, ${GOODS_IN_SCOPE} AS visible,
       (:scopeCompanies IS NOT NULL AND c.owner IN (SELECT value FROM json_each(:scopeCompanies))) AS owned
     FROM consignments c JOIN truck_visits v ON v.visit = c.visit
     WHERE c.consignment_id = :consignmentId ORDER BY v.arrived_at, v.visit_id`,
  ).all({ consignmentId, ...scopeParameters(scope) }) as unknown as NamingRow[];
}

/** May the caller see the events of a visit in this trail? */
function visibility(
  db: DatabaseSync,
  rows: readonly NamingRow[],
  stays: readonly Stay[],
  scope: Scope,
): (visitId: string) => boolean {
  if (rows.some(({ owned }) => owned === 1)) return () => true;
  const named = new Set(rows.map((row) => row.visit_id));
  const visible = new Set(rows.filter((row) => row.visible === 1).map((row) => row.visit_id));
  for (const { visitId } of stays) {
    if (!named.has(visitId) && isCarrierInScope(db, visitId, scope)) visible.add(visitId);
  }
  return (visitId) => visible.has(visitId);
}

/** A vehicle that took the goods over without naming them is seen by its gate, its yard and its own carrier. */
function isCarrierInScope(db: DatabaseSync, visitId: string, scope: Scope): boolean {
  const row = statement(
    db,
    `SELECT 1 FROM truck_visits v JOIN (SELECT NULL AS owner) c
     WHERE v.visit_id = :visitId AND ${GOODS_IN_SCOPE}`,
  ).get({ visitId, ...scopeParameters(scope) });
  return row !== undefined;
}

function readVisit(db: DatabaseSync, visitId: string): VisitRecord | undefined {
  const row = statement(db, 'SELECT gate FROM truck_visits WHERE visit_id = ?').get(visitId) as
    { gate: string } | undefined;
  if (row === undefined) return undefined;
  const recorded = readRecord(db, visitId);
  const steps = stepsOf(recorded);
  return { visitId, gate: row.gate, recorded, steps, visit: foldVisit(steps) };
}

interface TimedEntry {
  /** The event time that counts, in epoch milliseconds. */
  readonly time: number;
  readonly entry: TrailEntry;
}

function entriesOf(
  record: VisitRecord | undefined,
  belongs: (time: number, entry: TrailEntry) => boolean,
): TimedEntry[] {
  if (record === undefined) return [];
  const times = new Map(record.steps.map(({ eventId, time }) => [eventId, time]));
  const reported = record.recorded.filter(isReported);
  const corrections = reported.filter(({ type }) => type === VISIT_CORRECTED);
  return reported
    .filter(({ type }) => type !== VISIT_CORRECTED)
    .map((event) => {
      const own = corrections.filter(({ data }) => (data as CorrectionData).eventId === event.eventId);
      const entry = { ...shown(event, record), corrections: own.map((one) => shown(one, record)) };
      return { time: times.get(event.eventId) ?? Date.parse(entry.eventTime), entry };
    })
    .filter(({ time, entry }) => belongs(time, entry));
}

interface PlacedData {
  readonly place?: string;
  readonly yard?: string;
  readonly foreignYard?: string;
}

function shown(event: RecordedEvent, { visitId, gate }: VisitRecord): TrailEvent {
  const { eventTime, recordTime, actor, role, device, source, hash, prevHash } = event.metadata;
  const { place, yard, foreignYard } = event.data as PlacedData;
  return {
    visitId,
    eventId: event.eventId,
    type: event.type,
    eventTime,
    recordTime,
    place: place ?? yard ?? foreignYard ?? gate,
    actor,
    role,
    device,
    source,
    hash,
    previousHash: prevHash,
    revision: event.revision.toString(10),
    position: event.position.toString(10),
    data: event.data,
  };
}

/** Does the event, or a correction of it, name the goods? */
function names({ data, corrections }: TrailEntry, consignmentId: string): boolean {
  const bodies = [data, ...corrections.map((one) => (one.data as CorrectionData).corrected?.data)];
  return bodies.some((body) =>
    (body as Partial<TruckArrivedData> | undefined)?.consignments?.some(
      (one) => one.consignmentId === consignmentId,
    ),
  );
}
