/* Cache of the streams used lately, with a negative cache of names that are not there. */
import { LRUCache } from 'lru-cache';
import { metadataOfTexts } from '#libs/event-sourcing';
import type { RecordedEvent, StreamSlice } from '#libs/event-sourcing';
import { readSeal } from './append-frame';
import type { TextEvent } from './append-frame';

/** Events, about 1 kB each: the visits at three full gates, and what their trucks claim. */
const MAX_EVENTS = 24_000;
/** A longer stream would push out everything else; nothing at a border is nearly as long. */
const LONGEST = 500;
/** Names of streams that are not there: claims nobody took, yards nobody registered. */
const MAX_MISSING = 4_096;

/** What an append was answered with, and its events. */
export interface AnsweredAppend {
  /** Of the last event. */
  readonly revision: bigint;
  /** Of the last event. */
  readonly position: bigint;
  readonly events: readonly TextEvent[];
  readonly seal: string;
}

/** A stream from its first event without a gap. What was appended stays as it was sent until the stream is read. */
class HeldStream {
  readonly length: number;

  constructor(
    private readonly name: string,
    private readonly events: RecordedEvent[],
    private unread: readonly AnsweredAppend[] = [],
  ) {
    this.length = unread.reduce((length, answered) => length + answered.events.length, events.length);
  }

  extended(answered: AnsweredAppend): HeldStream {
    return new HeldStream(this.name, this.events, [...this.unread, answered]);
  }

  read(): readonly RecordedEvent[] {
    for (const answered of this.unread) {
      this.events.push(...recordedEvents(this.name, this.events.at(-1), answered));
    }
    this.unread = [];
    return this.events;
  }
}

/**
 * The streams used lately, whole: the next command of a truck is judged without a look at the file. Valid because all
 * appends of a folder go through one process, and each comes here before whoever sent it hears of it.
 */
export class RecentStreams {
  private readonly streams = new LRUCache<string, HeldStream>({
    maxSize: MAX_EVENTS,
    maxEntrySize: LONGEST,
    sizeCalculation: ({ length }) => length,
  });
  private readonly missing = new LRUCache<string, true>({ max: MAX_MISSING });
  private extended = 0;

  /** Grows with every append. */
  get changes(): number {
    return this.extended;
  }

  /** Undefined when nothing is known of the stream here. */
  read(stream: string, from: bigint): StreamSlice | undefined {
    const events = this.streams.get(stream)?.read();
    if (events === undefined) {
      return this.missing.get(stream) === true ? { events: [], revision: 'noStream' } : undefined;
    }
    const first = from >= BigInt(events.length) ? events.length : Number(from);
    return { events: events.slice(first), revision: BigInt(events.length - 1) };
  }

  /** Takes in a stream as it was read, whole; one without events is not there. */
  keep(stream: string, events: readonly RecordedEvent[]): void {
    if (this.streams.has(stream)) return;
    if (events.length === 0) this.missing.set(stream, true);
    else this.streams.set(stream, new HeldStream(stream, [...events]));
  }

  /** Takes in what was appended, when the events before it are here. */
  extend(stream: string, answered: AnsweredAppend): void {
    const { revision, events } = answered;
    this.extended += 1;
    this.missing.delete(stream);
    const before = Number(revision) + 1 - events.length;
    const held = this.streams.get(stream) ?? (before === 0 ? new HeldStream(stream, []) : undefined);
    // A read may have shown this append before it was answered.
    if (held?.length === before) this.streams.set(stream, held.extended(answered));
  }
}

/** What was appended after `last`, as it will be read from the file. */
function recordedEvents(
  stream: string,
  last: RecordedEvent | undefined,
  { revision, position, events, seal }: AnsweredAppend,
): RecordedEvent[] {
  const { recordTime, hashes } = readSeal(seal);
  let prevHash = last?.metadata.hash ?? null;
  return events.map(({ type, eventId, eventTime, contextText, dataText }, index) => {
    const fromEnd = BigInt(events.length - 1 - index);
    const hash = hashes[index] ?? '';
    const metadata = metadataOfTexts({ eventTime, contextText, recordTime, prevHash }, hash);
    prevHash = hash;
    return {
      stream,
      revision: revision - fromEnd,
      position: position - fromEnd,
      type,
      eventId,
      data: JSON.parse(dataText) as unknown,
      metadata,
    };
  });
}
