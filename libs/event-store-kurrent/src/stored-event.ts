/* Codec: events as EventStoreDB stores them, and their hash chain. */
import { jsonEvent } from '@eventstore/db-client';
import type { EventData, RecordedEvent as ReadEvent, ResolvedEvent } from '@eventstore/db-client';
import { hashOf, metadataOfTexts, seal, StreamDamaged, UNREADABLE } from '#libs/event-sourcing';
import type {
  Actor,
  DamageReason,
  Device,
  EventMetadata,
  NewEvent,
  RecordedEvent,
  StoredText,
  Unreadable,
} from '#libs/event-sourcing';
import { positionOf } from './positions';

/** Where the next event of a stream is sealed on: what is known of the last one. */
export interface StreamHead {
  readonly revision: bigint;
  readonly hash: string;
  readonly recordTime: string;
}

/** Where an append lands: its stream, and the event right before it. */
export interface AppendPlace {
  readonly stream: string;
  /** Null for a stream that does not exist. */
  readonly before: StreamHead | null;
}

/** Events as they are handed to the client, and what the stream's last event will be. */
export interface SealedAppend {
  readonly events: EventData[];
  readonly head: StreamHead;
}

/**
 * Seals events one after the other onto the event before them. Record times never decrease within a stream,
 * whatever the clock says. The data is parsed from its one text again, so that neither a caller's later change nor
 * the client's own serialising can part it from what was hashed.
 */
export function sealAll(
  { stream, before }: AppendPlace,
  events: readonly NewEvent[],
  dataTexts: readonly string[],
  now: string,
): SealedAppend {
  let head = before ?? { revision: -1n, hash: '', recordTime: '' };
  let prevHash = before?.hash ?? null;
  const recordTime = now > head.recordTime ? now : head.recordTime;
  const sealed = events.map((event, index) => {
    const dataText = dataTexts[index] ?? '';
    const revision = head.revision + 1n;
    const metadata = seal(event, { stream, revision, recordTime, prevHash, dataText });
    head = { revision, hash: metadata.hash, recordTime };
    prevHash = metadata.hash;
    return toStored(event, metadata, dataText);
  });
  return { events: sealed, head };
}

/** Events of one stream that another store sealed, up to `last`, as an append that changes nothing of them. */
export function alreadySealed(events: readonly StoredText[], last: StoredText): SealedAppend {
  const { revision, hash, recordTime } = last;
  return {
    events: events.map((event) => toStored(event, metadataOfTexts(event, event.hash), event.dataText)),
    head: { revision: BigInt(revision), hash, recordTime },
  };
}

/**
 * A stream that was deleted softly takes what is appended to it as to a new one, and goes on counting: then the events
 * are not where they were sealed for. @throws StreamDamaged
 */
export function requireSealed(stream: string, revision: bigint, { head }: SealedAppend): void {
  if (revision !== head.revision) throw new StreamDamaged(stream, 'REVISION');
}

/** Neighbours of one stream together: what can be appended at once without leaving the order of the log. */
export function runsOfStreams(events: readonly StoredText[]): StoredText[][] {
  const runs: StoredText[][] = [];
  for (const event of events) {
    const run = runs.at(-1);
    if (run?.[0]?.stream === event.stream) run.push(event);
    else runs.push([event]);
  }
  return runs;
}

/** With the two names that the server's own tools look for. */
function toStored(
  { type, eventId }: Pick<NewEvent, 'type' | 'eventId'>,
  metadata: EventMetadata,
  dataText: string,
): EventData {
  const { correlation, causation, commandId } = metadata;
  const linked = { $correlationId: correlation ?? commandId, $causationId: causation ?? commandId };
  return jsonEvent({
    id: eventId,
    type,
    data: JSON.parse(dataText) as never,
    metadata: { ...ownFields(metadata), ...linked } as never,
  });
}

const isText = (value: unknown): boolean => typeof value === 'string';
const isTextOrNull = (value: unknown): boolean => value === null || typeof value === 'string';
const isNumber = (value: unknown): boolean => typeof value === 'number';

const FIELDS: Readonly<Record<keyof EventMetadata, (value: unknown) => boolean>> = {
  eventTime: (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value)),
  actor: (value) => isMade(value, 'sub', 'agency'),
  role: isText,
  device: (value) => value === null || isMade(value, 'id', 'sequence'),
  source: isText,
  commandId: isText,
  index: isNumber,
  requestHash: isText,
  correlation: isTextOrNull,
  causation: isTextOrNull,
  policyVersion: isTextOrNull,
  schemaVersion: isNumber,
  recordTime: isText,
  prevHash: isTextOrNull,
  hash: isText,
};

const FIELD_NAMES = Object.keys(FIELDS) as (keyof EventMetadata)[];

function isMade(value: unknown, text: string, textOrNull: string): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const members = value as Readonly<Record<string, unknown>>;
  return isText(members[text]) && isTextOrNull(members[textOrNull]);
}

function ownFields(metadata: EventMetadata): EventMetadata {
  return Object.fromEntries(FIELD_NAMES.map((name) => [name, metadata[name]])) as unknown as EventMetadata;
}

/** Null when a field is missing or of another kind. */
function metadataIn(value: unknown): EventMetadata | null {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return null;
  const fields = value as Readonly<Record<string, unknown>>;
  return FIELD_NAMES.every((name) => FIELDS[name](fields[name])) ? ownFields(value as EventMetadata) : null;
}

export type StoredEvent = NonNullable<ResolvedEvent['event']>;

/** The server ends a stream for good with an event of this type in the stream itself. */
const TOMBSTONE = '$streamDeleted';

/** An event as it was read; under the name UNREADABLE when it is not one of ours. */
export function fromStored(read: StoredEvent): RecordedEvent {
  const { streamId: stream, revision, type, id: eventId, data } = read;
  const position = positionOf(read.position);
  const metadata = metadataIn(read.metadata);
  const place = { stream, revision, position, eventId };
  if (type === TOMBSTONE) {
    return unreadable(read, place, { damage: 'TOMBSTONED', reason: 'the stream was deleted for good' });
  }
  if (metadata === null) return foreign(read, place, 'the metadata are not those of this system');
  if (!read.isJson) return foreign(read, place, 'the data is not JSON');
  const event = { ...place, type, data: data as unknown, metadata };
  // The client hands out text that it cannot parse as if it were the data; only the hash distinguishes the two.
  const isUnsure = typeof event.data === 'string';
  return isUnsure && !isIntact(event) ? foreign(read, place, 'the data cannot be parsed') : event;
}

function isIntact({ stream, revision, type, eventId, data, metadata }: RecordedEvent): boolean {
  const dataText = JSON.stringify(data);
  return hashOf({ stream, revision, type, eventId, dataText }, metadata) === metadata.hash;
}

const NOBODY: Actor = { sub: '', agency: null };
const NO_DEVICE: Device | null = null;

type Place = Pick<RecordedEvent, 'stream' | 'revision' | 'position' | 'eventId'>;

function foreign(read: ReadEvent, place: Place, reason: string): RecordedEvent {
  return unreadable(read, place, { damage: 'FOREIGN_EVENT', reason });
}

/** Something in the log that is no event of this system, as readers are shown it. */
export function unreadable(
  read: ReadEvent,
  place: Place,
  what: { readonly damage: DamageReason; readonly reason: string },
): RecordedEvent {
  const at = read.created.toISOString();
  const absent = { correlation: null, causation: null, policyVersion: null, prevHash: null };
  const empty = { role: '', commandId: '', requestHash: '', hash: '', index: 0, schemaVersion: 0 };
  const metadata: EventMetadata = {
    ...absent,
    ...empty,
    eventTime: at,
    recordTime: at,
    actor: NOBODY,
    device: NO_DEVICE,
    source: 'IMPORT',
  };
  return { ...place, type: UNREADABLE, data: { type: read.type, ...what } satisfies Unreadable, metadata };
}
