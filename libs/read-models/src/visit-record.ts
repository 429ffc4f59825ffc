import { effective } from '#libs/event-sourcing';
import type { Actor, Device, EventMetadata, RecordedEvent, Source } from '#libs/event-sourcing';
import { VISIT_CORRECTED, visitOrder } from '#libs/truck-flow';
import type { Step } from '#libs/truck-flow';

/** What a view keeps of one recorded event, without names of fields: a visit's record is read and written whole. */
type Kept = readonly [
  revision: string,
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

/** The text of a visit's record, internal events included: the hash of each is the previous hash of the next. */
export function recordText(recorded: readonly RecordedEvent[]): string {
  return JSON.stringify(
    recorded.map((event): Kept => {
      const { eventTime, recordTime, actor, role, device, source, hash } = event.metadata;
      const revision = event.revision.toString(10);
      const position = event.position.toString(10);
      const { type, eventId, data } = event;
      return [
        revision,
        position,
        type,
        eventId,
        eventTime,
        recordTime,
        actor,
        role,
        device,
        source,
        hash,
        data,
      ];
    }),
  );
}

/**
 * The record from its text. Of the metadata it has what a view shows; ids of commands and the like are left out.
 */
export function readRecord(visitId: string, text: string): RecordedEvent[] {
  let prevHash: string | null = null;
  return (JSON.parse(text) as Kept[]).map((kept) => {
    const [
      revision,
      position,
      type,
      eventId,
      eventTime,
      recordTime,
      actor,
      role,
      device,
      source,
      hash,
      data,
    ] = kept;
    const metadata = { eventTime, recordTime, actor, role, device, source, hash, prevHash } as EventMetadata;
    prevHash = hash;
    const stream = `truckVisit-${visitId}`;
    return { stream, revision: BigInt(revision), position: BigInt(position), type, eventId, data, metadata };
  });
}

/** The effective history of a record. */
export function stepsOf(recorded: readonly RecordedEvent[]): Step[] {
  return effective(recorded, visitOrder) as Step[];
}

/** Is this event part of what operators recorded, and not of the claims protocol (decision 12)? */
export function isReported({ type }: RecordedEvent): boolean {
  return type === VISIT_CORRECTED || visitOrder.placeOf(type) !== undefined;
}
