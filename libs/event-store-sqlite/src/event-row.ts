import { metadataOfTexts, sealedEventOf } from '#libs/event-sourcing';
import type { RecordedEvent, SealedEvent, StoredText } from '#libs/event-sourcing';

/** An event as it lies in the log, its texts not parsed. */
export type EventRow = readonly [
  position: bigint,
  stream: string,
  revision: bigint,
  type: string,
  eventId: string,
  eventTime: string,
  recordTime: string,
  context: string,
  data: string,
  prevHash: string | null,
  hash: string,
];

/** The columns of an event and its stream, in the order of `EventRow`. */
export const EVENT_COLUMNS = `e.position, s.name, e.revision, e.type, e.event_id, e.event_time, e.record_time,
  e.context, e.data, e.prev_hash, e.hash`;

export function recorded(row: EventRow): RecordedEvent {
  const [
    position,
    stream,
    revision,
    type,
    eventId,
    eventTime,
    recordTime,
    contextText,
    dataText,
    prevHash,
    hash,
  ] = row;
  const metadata = metadataOfTexts({ eventTime, contextText, recordTime, prevHash }, hash);
  return { stream, revision, position, type, eventId, data: JSON.parse(dataText) as unknown, metadata };
}

export function sealed(row: EventRow): SealedEvent {
  return sealedEventOf(storedText(row), row[0]);
}

export function storedText(row: EventRow): StoredText {
  const [, stream, revision, type, eventId, eventTime, recordTime, contextText, dataText, prevHash, hash] =
    row;
  const texts = { stream, type, eventId, eventTime, recordTime, contextText, dataText, prevHash, hash };
  return { ...texts, revision: revision.toString(10) };
}
