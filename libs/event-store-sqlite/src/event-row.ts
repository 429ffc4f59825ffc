import { lazyMetadataOfTexts, metadataOfTexts, sealedEventOf } from '#libs/event-sourcing';
import type { EventMetadata, RecordedEvent, SealedEvent, StoredText } from '#libs/event-sourcing';

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
  return withMetadata(row, metadataOfTexts(metadataTexts(row), row[10]));
}

/** The same for who reads a great many and little of their metadata. */
export function lazilyRecorded(row: EventRow): RecordedEvent {
  return withMetadata(row, lazyMetadataOfTexts(metadataTexts(row), row[10]));
}

function metadataTexts(row: EventRow) {
  return { eventTime: row[5], recordTime: row[6], contextText: row[7], prevHash: row[9] };
}

/** By index and not by name: destructuring an array runs its iterator, which costs as much as the rest. */
function withMetadata(row: EventRow, metadata: EventMetadata): RecordedEvent {
  return {
    stream: row[1],
    revision: row[2],
    position: row[0],
    type: typeNamed(row[3]),
    eventId: row[4],
    data: JSON.parse(row[8]) as unknown,
    metadata,
  };
}

const types = new Map<string, string>();
/** Event types are few; a log with more of them than this is none of ours and is read all the same. */
const MOST_TYPES = 500;

/** One string for each type: the database makes a new one a row, and every table of types would hash it anew. */
function typeNamed(text: string): string {
  const known = types.get(text);
  if (known === undefined && types.size < MOST_TYPES) types.set(text, text);
  return known ?? text;
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
