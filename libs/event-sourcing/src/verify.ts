import type { EventReader } from './event-store';
import type { RecordedEvent } from './event';
import { hashOf } from './hash';

/** What a check needs of one stored event. `computed` is the hash over its stored content and its stored `prevHash`. */
export interface SealedEvent {
  readonly stream: string;
  readonly revision: bigint;
  readonly position: bigint;
  readonly recordTime: string;
  readonly prevHash: string | null;
  readonly hash: string;
  readonly computed: string;
}

/** A reader that computes the hashes over the exact stored texts, also of events that no longer parse. */
export interface SealedReader {
  /** At most `limit` events after `position` (exclusive), in log order. */
  readSealed(position: bigint, limit: number): Promise<readonly SealedEvent[]>;
}

/** What is wrong: its content, its link to the event before, its number in the stream, its place, its time. */
export type LogFaultReason = 'CONTENT' | 'CHAIN' | 'REVISION' | 'POSITION' | 'RECORD_TIME';

/** The first event, in log order, that is not as it was written or does not stand where it was written. */
export interface LogFault {
  readonly stream: string;
  readonly revision: bigint;
  readonly position: bigint;
  readonly reason: LogFaultReason;
}

/** Outcome of a check over the whole log. `events` counts those found good. */
export interface Verified {
  readonly events: number;
  readonly streams: number;
  readonly fault: LogFault | null;
}

interface Head {
  readonly revision: bigint;
  readonly hash: string | null;
  readonly recordTime: string;
}

interface Progress {
  readonly heads: Map<string, Head>;
  readonly gapless: boolean;
  last: Pick<SealedEvent, 'position' | 'recordTime'>;
  events: number;
}

const PAGE = 500;
const BEFORE_FIRST: Head = { revision: -1n, hash: null, recordTime: '' };

/**
 * Recomputes every hash and chain of the log and names the first bad stream and revision.
 * `gapless` says that the engine promises positions without a hole from 0 and record times that never decrease in
 * log order (the embedded store does). Reads page by page; memory grows with the number of streams only. What was
 * cut off the end of the log leaves no trace in it: compare `events` with a count kept elsewhere.
 */
export async function verify(
  reader: EventReader | SealedReader,
  options: { readonly gapless: boolean },
): Promise<Verified> {
  const progress: Progress = {
    heads: new Map(),
    gapless: options.gapless,
    last: { position: -1n, recordTime: '' },
    events: 0,
  };
  for (;;) {
    const page = await readPage(reader, progress.last.position);
    for (const event of page) {
      const reason = faultOf(event, progress);
      if (reason !== null) return outcome(progress, faultAt(event, reason));
      advance(event, progress);
    }
    if (page.length === 0) return outcome(progress, null);
  }
}

async function readPage(
  reader: EventReader | SealedReader,
  position: bigint,
): Promise<readonly SealedEvent[]> {
  if ('readSealed' in reader) return reader.readSealed(position, PAGE);
  return (await reader.readAll(position, PAGE)).map(sealedFromValues);
}

/** For engines that hand out values only: storable data has one text, so it can be written again. */
function sealedFromValues(event: RecordedEvent): SealedEvent {
  const { recordTime, prevHash, hash } = event.metadata;
  const { stream, revision, position, type, eventId } = event;
  const dataText = JSON.stringify(event.data);
  const computed = hashOf({ stream, revision, type, eventId, dataText }, event.metadata);
  return { stream, revision, position, recordTime, prevHash, hash, computed };
}

function faultOf(event: SealedEvent, { heads, gapless, last }: Progress): LogFaultReason | null {
  const head = heads.get(event.stream) ?? BEFORE_FIRST;
  const isPlaced = gapless ? event.position === last.position + 1n : event.position > last.position;
  if (!isPlaced) return 'POSITION';
  if (event.revision !== head.revision + 1n) return 'REVISION';
  if (event.hash !== event.computed) return 'CONTENT';
  if (event.prevHash !== head.hash) return 'CHAIN';
  return event.recordTime < (gapless ? last : head).recordTime ? 'RECORD_TIME' : null;
}

function advance(event: SealedEvent, progress: Progress): void {
  const { revision, hash, recordTime, position } = event;
  progress.heads.set(event.stream, { revision, hash, recordTime });
  progress.last = { position, recordTime };
  progress.events += 1;
}

function faultAt({ stream, revision, position }: SealedEvent, reason: LogFaultReason): LogFault {
  return { stream, revision, position, reason };
}

function outcome({ events, heads }: Progress, fault: LogFault | null): Verified {
  return { events, streams: heads.size, fault };
}
