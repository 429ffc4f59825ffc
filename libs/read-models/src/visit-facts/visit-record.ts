import type { DatabaseSync } from 'node:sqlite';
import { effective, streamOf } from '#libs/event-sourcing';
import type { Actor, Device, EventMetadata, RecordedEvent, Source } from '#libs/event-sourcing';
import { TRUCK_VISIT, VISIT_CORRECTED, visitOrder, withoutTicket } from '#libs/truck-flow';
import type { Step } from '#libs/truck-flow';
import { statement } from '#libs/projections';

/** What a view keeps of one recorded event, without names of fields: records are many and read whole. */
type Kept = readonly [
  position: string,
  type: string,
  eventId: string,
  eventTime: string,
  recordTime: string,
  actor: Actor,
  role: string,
  device: Device | null,
  source: Source,
  hash: string,
  data: unknown,
];

/** The text of one event of a record; nothing that is read of it leads to a ticket. */
export function recordText({ position, type, eventId, metadata, data }: RecordedEvent): string {
  const { eventTime, recordTime, actor, role, device, source, hash } = metadata;
  const ids = [position.toString(10), type, eventId] as const;
  return JSON.stringify([
    ...ids,
    eventTime,
    recordTime,
    actor,
    role,
    device,
    source,
    hash,
    withoutTicket({ type, data }),
  ] satisfies Kept);
}

/**
 * All that was recorded of a visit, internal events included: the hash of each is the previous hash of the next. Of the
 * metadata it has what a view shows; ids of commands and the like are left out. Empty when the view has no such visit.
 */
export function readRecord(db: DatabaseSync, visitId: string): RecordedEvent[] {
  const rows = statement(
    db,
    `SELECT event FROM truck_visits_event
     WHERE visit = (SELECT visit FROM truck_visits WHERE visit_id = ?) ORDER BY revision`,
  ).all(visitId) as unknown as { event: string }[];
  const stream = streamOf(TRUCK_VISIT.name, visitId);
  let prevHash: string | null = null;
  return rows.map(({ event }, index) => {
    const kept = JSON.parse(event) as Kept;
    const [position, type, eventId, eventTime, recordTime, actor, role, device, source, hash, data] = kept;
    const metadata = { eventTime, recordTime, actor, role, device, source, hash, prevHash } as EventMetadata;
    prevHash = hash;
    return { stream, revision: BigInt(index), position: BigInt(position), type, eventId, data, metadata };
  });
}

/** When and where in the log the last event of a visit was recorded; undefined when the view has no such visit. */
export function lastRecorded(
  db: DatabaseSync,
  visitId: string,
): { readonly position: bigint; readonly recordTime: string } | undefined {
  const row = statement(
    db,
    `SELECT event FROM truck_visits_event
     WHERE visit = (SELECT visit FROM truck_visits WHERE visit_id = ?) ORDER BY revision DESC LIMIT 1`,
  ).get(visitId) as { event: string } | undefined;
  if (row === undefined) return undefined;
  const [position, , , , recordTime] = JSON.parse(row.event) as Kept;
  return { position: BigInt(position), recordTime };
}

/** The effective history of a record. */
export function stepsOf(recorded: readonly RecordedEvent[]): Step[] {
  return effective(recorded, visitOrder) as Step[];
}

/** Is this event part of what operators recorded, and not of the claims protocol? */
export function isReported({ type }: RecordedEvent): boolean {
  return type === VISIT_CORRECTED || visitOrder.placeOf(type) !== undefined;
}
