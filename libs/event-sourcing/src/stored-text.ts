import type { RecordedEvent } from './event';
import { contextTextOf, metadataOfTexts } from './sealed-text';
import type { SealedText } from './sealed-text';
import { asStored } from './upcast';

/** An event as one store hands it to another: its exact texts and the hash over them. It has no position yet. */
export interface StoredText extends SealedText {
  /** SHA-256 in hex, as `hashOfTexts` gives it when nobody has touched the texts. */
  readonly hash: string;
}

/**
 * Takes events that another store sealed: revision, record time, texts and hashes stay what they are. For copying a
 * whole log into an empty store, never beside writers.
 */
export interface StoredTextWriter {
  /** Stores events in this order, each stream's without a gap from its first. What is stored again is left as it is. */
  writeStored(events: readonly StoredText[]): Promise<void>;
}

/**
 * The texts of an event from an engine that hands out values only: storable data has one text. Of one that was read in a
 * newer version the texts that were stored.
 */
export function storedTextOf(event: RecordedEvent): StoredText {
  const { stream, revision, type, eventId, data, metadata } = asStored(event);
  const { eventTime, recordTime, prevHash, hash } = metadata;
  return {
    stream,
    revision: revision.toString(10),
    type,
    eventId,
    eventTime,
    recordTime,
    contextText: contextTextOf(metadata),
    dataText: JSON.stringify(data),
    prevHash,
    hash,
  };
}

/** Would every engine give these texts back as they are? */
export function isStorableText({ dataText, ...event }: StoredText): boolean {
  try {
    const context = contextTextOf(metadataOfTexts(event, event.hash));
    return context === event.contextText && JSON.stringify(JSON.parse(dataText)) === dataText;
  } catch {
    return false;
  }
}
