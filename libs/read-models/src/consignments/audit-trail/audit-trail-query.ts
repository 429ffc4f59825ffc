/* Query of the audit trail of a consignment: everything recorded about it, page by page. */
import type { DatabaseSync } from 'node:sqlite';
import type { Actor, CorrectionData, Device, RecordedEvent, Source } from '#libs/event-sourcing';
import { VISIT_CORRECTED } from '#libs/truck-flow';
import type { TruckArrivedData } from '#libs/truck-flow';
import { cursorOf, CursorUnreadable, readCursor } from '../../paging/cursor';
import { damageMark } from '../../visit-facts/damaged-visits';
import { identityIn, keyOf as keyOfGoods, shownIdentity } from '../goods-identity';
import type { ShownIdentity } from '../goods-identity';
import { journeyOf } from './consignment-journey';
import { consignmentsNamed, VisitRecords } from './named-consignments';
import type { NamedConsignment, VisitRecord } from './named-consignments';
import type { Scope } from '../../paging/scope';
import { isReported } from '../../visit-facts/visit-record';

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
  /** Present when more than one consignment has this id: those that the event is about. */
  readonly consignments?: readonly ShownIdentity[];
  /** The record that it is of was changed from outside; it was recorded before. */
  readonly damaged?: true;
}

export interface AuditTrail {
  readonly consignmentId: string;
  /** Present when more than one consignment has this id: whose they are. */
  readonly consignments?: readonly ShownIdentity[];
  /** In the order of event time; where an event is corrected, of the time that counts. */
  readonly items: readonly TrailEntry[];
  readonly nextCursor: string | null;
}

export interface AuditTrailQuery {
  readonly consignmentId: string;
  /** Only the consignment of this owner. */
  readonly owner?: string;
  /** Only the consignment without an owner that came to this gate. */
  readonly gate?: string;
  readonly scope: Scope;
  readonly limit: number;
  readonly cursor?: string;
}

/**
 * The audit trail of goods: every event of a visit while the goods were on it, followed through cut, lift and
 * transload over visits and vehicles. A visit that only named them by mistake shows the events that named them.
 * Several consignments of one id are followed one by one, and each entry then says whose it is.
 * Undefined when nothing in scope names them; their owner sees the whole trail, of a truck with goods of others what
 * concerns his own; others see the visits they may see.
 * A page of it: a correction is on the page of what it corrects. @throws CursorUnreadable
 */
export function auditTrail(db: DatabaseSync, query: AuditTrailQuery): AuditTrail | undefined {
  const { consignmentId, scope, limit, cursor } = query;
  const records = new VisitRecords(db, scope);
  const trails = consignmentsNamed(db, query).flatMap((one) => {
    const entries = entriesOfGoods(consignmentId, one, records);
    return entries.length === 0 ? [] : [{ identity: shownIdentity(one), entries }];
  });
  if (trails.length === 0) return undefined;
  const isShared = trails.length > 1;
  const once = new Map<string, TimedEntry>();
  for (const { identity, entries } of trails) {
    for (const { time, entry } of entries) {
      const whose = [...(once.get(entry.eventId)?.entry.consignments ?? []), identity];
      once.set(entry.eventId, { time, entry: { ...entry, ...(isShared ? { consignments: whose } : {}) } });
    }
  }
  const all = [...once.values()].sort((a, b) => compare(keyOf(a), keyOf(b)));
  const page = pageOf(all, limit, cursor);
  return {
    consignmentId,
    ...(isShared ? { consignments: trails.map(({ identity }) => identity) } : {}),
    ...page,
    items: page.items.map((entry) => ({ ...entry, ...damageMark(db, entry.visitId) })),
  };
}

/** The entries of one consignment that are in sight, in no order, each once. */
function entriesOfGoods(
  consignmentId: string,
  { rows, isOwned, ...identity }: NamedConsignment,
  records: VisitRecords,
): TimedEntry[] {
  const find = (visitId: string) => records.find(visitId);
  const naming = rows.filter((row) => row.inForce).flatMap((row) => find(row.visitId) ?? []);
  const legs = journeyOf(naming, find);
  const named = keyOfGoods(consignmentId, identity);
  const timed = [
    ...legs.flatMap((leg) => entriesOf(find(leg.visitId), (time) => leg.from <= time && time < leg.until)),
    ...rows
      .filter((row) => !row.inForce)
      .flatMap((row) => entriesOf(find(row.visitId), (_time, entry) => names(entry, named))),
  ].filter(({ entry }) => isOwned || find(entry.visitId)?.isWhole === true);
  return [...new Map(timed.map((one) => [one.entry.eventId, one])).values()];
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
function names({ data, corrections }: TrailEntry, named: string): boolean {
  const bodies = [data, ...corrections.map((one) => (one.data as CorrectionData).corrected?.data)];
  return bodies.some((body) => {
    const { gate, consignments = [] } = (body ?? {}) as Partial<TruckArrivedData>;
    return consignments.some((one) => keyOfGoods(one.consignmentId, identityIn(one, gate)) === named);
  });
}
