import { hashOfTexts, metadataOfTexts } from '#libs/event-sourcing';
import type { RecordedEvent, SealedEvent } from '#libs/event-sourcing';

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
  const texts = { prevHash, stream, type, eventId, eventTime, recordTime, contextText, dataText };
  const computed = hashOfTexts({ ...texts, revision: revision.toString(10) });
  return { stream, revision, position, recordTime, prevHash, hash, computed };
}
