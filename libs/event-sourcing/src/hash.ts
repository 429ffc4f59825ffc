import type { EventMetadata, NewEvent } from './event';
import { contextTextOf, hashOfTexts } from './sealed-text';

/** What the content hash covers beside the metadata. `dataText` is the exact text that is stored. */
export interface HashedPlace {
  readonly stream: string;
  readonly revision: bigint;
  readonly type: string;
  readonly eventId: string;
  readonly dataText: string;
}

/**
 * Content hash of one event, chained to the event before it in its stream: SHA-256 in hex over the JSON text of one
 * array: prevHash, stream, revision, type, eventId, eventTime, recordTime, actor, role, device, source, commandId,
 * index, requestHash, correlation, causation, policyVersion, schemaVersion, dataText. They are fixed for ever; absent values count as null and the revision
 * as its decimal string. Data is restricted to values for which `JSON.stringify(JSON.parse(text)) === text`, so a
 * store that parses and writes JSON again still verifies.
 */
export function hashOf(place: HashedPlace, metadata: Omit<EventMetadata, 'hash'>): string {
  const { prevHash, eventTime, recordTime } = metadata;
  const revision = place.revision.toString(10);
  return hashOfTexts({
    ...place,
    revision,
    prevHash,
    eventTime,
    recordTime,
    contextText: contextTextOf(metadata),
  });
}

/** The metadata of `event` as it is stored at `revision` after the event whose hash is `prevHash`. */
export function seal(
  event: NewEvent,
  at: { stream: string; revision: bigint; recordTime: string; prevHash: string | null; dataText: string },
): EventMetadata {
  const metadata = { ...event.metadata, recordTime: at.recordTime, prevHash: at.prevHash };
  const place = {
    stream: at.stream,
    revision: at.revision,
    type: event.type,
    eventId: event.eventId,
    dataText: at.dataText,
  };
  return { ...metadata, hash: hashOf(place, metadata) };
}
