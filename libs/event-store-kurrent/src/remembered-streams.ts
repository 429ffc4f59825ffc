/* Cache of whole streams, kept current from the end of the log. */
import { LRUCache } from 'lru-cache';
import { damageOf } from '#libs/event-sourcing';
import type { Appended, ExpectedRevision, RecordedEvent, StreamSlice } from '#libs/event-sourcing';
import type { StreamHead } from './stored-event';

/** Events, about 2 kB each: the visits at three full gates. */
const MAX_EVENTS = 9_000;
/** Events of one stream. A longer one, as of a gate after years, would push out everything else: its end is read. */
export const LONGEST = 500;
const HEADS = 16_000;

interface Remembered {
  /** From the first one on, as they were read. */
  readonly events: readonly RecordedEvent[];
  /** Are the events before the new ones known too? Not while the append that may begin the stream is on its way. */
  readonly isWhole: boolean;
  /** The least number of events it has: those that were appended from here. */
  readonly least: number;
}

/** A stream that is being read, and what the log's end brought of it meanwhile. */
export interface Reading {
  readonly stream: string;
  readonly news: RecordedEvent[];
}

/**
 * The streams used lately, whole, as one process has read them. It is given every event behind the position from which
 * it began (`take`), so a stream in it is as new as the last of them. What does not fit together is forgotten and read
 * again.
 */
export class RememberedStreams {
  private readonly streams = new LRUCache<string, Remembered>({
    maxSize: MAX_EVENTS,
    maxEntrySize: LONGEST + 1,
    sizeCalculation: ({ events }) => events.length + 1,
  });
  /** A head is only used for an append that expects exactly its revision, and an event at a revision never changes. */
  private readonly heads = new LRUCache<string, StreamHead>({ max: HEADS });
  private readonly readings = new Map<string, Set<Reading>>();

  /** The last position of the log when its new events were last given. */
  upTo = -1n;

  knows(stream: string): boolean {
    return this.streams.get(stream)?.isWhole === true;
  }

  /** As it is known; undefined where some of it is not. */
  whole(stream: string): StreamSlice | undefined {
    const known = this.streams.get(stream);
    if (known?.isWhole !== true || known.events.length < known.least) return undefined;
    return { events: known.events, revision: known.events.at(-1)?.revision ?? 'noStream' };
  }

  /** The event that an append at this revision follows, when it is remembered. */
  headAt(stream: string, revision: bigint): StreamHead | undefined {
    const event = this.streams.get(stream)?.events[Number(revision)];
    if (event !== undefined) return headOf(event);
    const head = this.heads.get(stream);
    return head?.revision === revision ? head : undefined;
  }

  /** To be called before a stream is read from its first event on. */
  beginReading(stream: string): Reading {
    const reading = { stream, news: [] };
    const readings = this.readings.get(stream) ?? new Set();
    this.readings.set(stream, readings.add(reading));
    return reading;
  }

  /** Takes in what a reading gave, unless it shows damage. */
  keep(reading: Reading, events: readonly RecordedEvent[]): void {
    const { stream, news } = reading;
    // Who reads since before everything was forgotten has missed what came then.
    if (this.readings.get(stream)?.has(reading) !== true) return;
    const isWhole = events.every((event, index) => damageOf(event, events[index - 1]) === undefined);
    const least = this.streams.peek(stream)?.least ?? 0;
    if (isWhole) this.streams.set(stream, { events, isWhole, least });
    else this.forget(stream);
    for (const event of news) this.append(event);
  }

  endReading(reading: Reading): void {
    const readings = this.readings.get(reading.stream);
    readings?.delete(reading);
    if (readings?.size === 0) this.readings.delete(reading.stream);
  }

  /** To be called with a stream that was read to its end: the next append will most likely follow its last event. */
  readToEnd(stream: string, events: readonly RecordedEvent[]): void {
    const last = events.at(-1);
    if (last !== undefined) this.heads.set(stream, headOf(last));
  }

  /** To be called before an append is sent: if it begins its stream, all of that is going to be known. */
  sending(stream: string, expected: ExpectedRevision): void {
    if (expected !== 'noStream' || this.streams.has(stream)) return;
    this.streams.set(stream, { events: [], isWhole: false, least: 0 });
  }

  /** To be called with the answer to an append of so many events. */
  sent(stream: string, count: number, { revision, position }: Appended): void {
    const known = this.streams.peek(stream);
    if (known === undefined) return;
    const isBeginning = revision === BigInt(count) - 1n && position > this.upTo;
    if (known.isWhole || isBeginning || known.events.length > 0)
      this.streams.set(stream, { ...known, isWhole: true, least: Number(revision) + 1 });
    else this.forget(stream);
  }

  /** Takes in the next event of the log, of whichever stream. */
  take(event: RecordedEvent): void {
    for (const { news } of this.readings.get(event.stream) ?? []) news.push(event);
    this.append(event);
  }

  forget(stream: string): void {
    this.streams.delete(stream);
  }

  /** Some of the log was missed, or it is another one. */
  clear(): void {
    this.upTo = -1n;
    this.streams.clear();
    this.heads.clear();
    this.readings.clear();
  }

  private append(event: RecordedEvent): void {
    const { stream, revision, metadata } = event;
    const known = this.streams.peek(stream);
    if (known === undefined) return;
    const { events } = known;
    if (damageOf(event, events.at(-1)) === undefined)
      this.streams.set(stream, { ...known, events: [...events, event] });
    else if (events[Number(revision)]?.metadata.hash !== metadata.hash) this.forget(stream);
  }
}

function headOf({ revision, metadata }: RecordedEvent): StreamHead {
  return { revision, hash: metadata.hash, recordTime: metadata.recordTime };
}
