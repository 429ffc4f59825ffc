/* Event store in memory: the reference adapter, for tests and rehearsals. */
import { IdempotencyKeyReused, RevisionConflict } from './event-store';
import type { Appended, EventStore, ExpectedRevision, HistoryPage, StreamSlice } from './event-store';
import type { EventMetadata, NewEvent, NewEventMetadata, RecordedEvent } from './event';
import { isMarked, LogForked, positionAfter } from './event-mark';
import type { After } from './event-mark';
import { seal } from './hash';
import { AppendBell, pullSubscription } from './pull-subscription';
import { NotStorable, storableTexts } from './storable';

const STREAMS_A_PAGE = 20;

/**
 * The port in memory, for tests and for folding a history once: same rules and answers as a durable store,
 * gapless positions from 0, `recordTime` never decreasing in log order. What it hands out is frozen.
 */
export class MemoryEventStore implements EventStore {
  private readonly log: RecordedEvent[] = [];
  private readonly streams = new Map<string, RecordedEvent[]>();
  /** The request of each command, by command id. */
  private readonly requests = new Map<string, string>();
  private readonly bell = new AppendBell();
  private recordTime = '';

  constructor(private readonly clock: () => Date) {}

  append(stream: string, events: readonly NewEvent[], expectedRevision: ExpectedRevision): Promise<Appended> {
    return new Promise((resolve) => {
      resolve(this.appendNow(stream, events, expectedRevision));
    });
  }

  readStream(stream: string, from = 0n): Promise<StreamSlice> {
    const events = this.streams.get(stream) ?? [];
    return Promise.resolve({ events: events.slice(Math.max(Number(from), 0)), revision: revisionOf(events) });
  }

  readAll(after: After, limit: number): Promise<readonly RecordedEvent[]> {
    const position = positionAfter(after);
    if (typeof after !== 'bigint' && !isMarked(this.log[Number(position)], after)) {
      return Promise.reject(new LogForked(after));
    }
    const start = Math.max(Number(position) + 1, 0);
    return Promise.resolve(this.log.slice(start, start + limit));
  }

  readAt(position: bigint): Promise<RecordedEvent | undefined> {
    return Promise.resolve(this.log[Number(position)]);
  }

  readHistories(categories: readonly string[], cursor: bigint | null): Promise<HistoryPage> {
    const from = Number(cursor ?? 0n);
    const streams = [...this.streams].slice(from, from + STREAMS_A_PAGE);
    const ofCategories = streams.filter(([stream]) => categories.includes(stream.split('-')[0] ?? ''));
    const end = from + streams.length;
    return Promise.resolve({
      histories: new Map(ofCategories.map(([stream, events]) => [stream, [...events]])),
      next: end < this.streams.size ? BigInt(end) : null,
    });
  }

  lastPosition(): Promise<bigint> {
    return Promise.resolve(BigInt(this.log.length) - 1n);
  }

  subscribe(
    after: After,
    options: { batchSize: number; signal: AbortSignal },
  ): AsyncIterable<readonly RecordedEvent[]> {
    return pullSubscription(this, this.bell, after, options);
  }

  close(): Promise<void> {
    this.bell.close();
    return Promise.resolve();
  }

  private appendNow(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): Appended {
    const texts = storableTexts(stream, events, expected);
    const stored = this.streams.get(stream) ?? [];
    const actual = revisionOf(stored);
    if (expected !== actual || events.length === 0) return firstAnswer(stream, stored, events, expected);
    this.noteRequest(events[0]);
    this.streams.set(stream, stored);
    this.advanceClock();
    events.forEach((event, index) => {
      this.record(stream, stored, event, texts[index] ?? '');
    });
    this.bell.ring();
    return { ...lastOf(stored), recordTime: this.recordTime };
  }

  /** @throws IdempotencyKeyReused */
  private noteRequest(first: NewEvent | undefined): void {
    if (first === undefined) return;
    const { commandId, requestHash } = first.metadata;
    const known = this.requests.get(commandId) ?? requestHash;
    if (known !== requestHash) throw new IdempotencyKeyReused(commandId);
    this.requests.set(commandId, requestHash);
  }

  private advanceClock(): void {
    const now = this.clock().toISOString();
    if (now > this.recordTime) this.recordTime = now;
  }

  private record(stream: string, stored: RecordedEvent[], event: NewEvent, dataText: string): void {
    const revision = BigInt(stored.length);
    const metadata: EventMetadata = seal(
      { ...event, metadata: JSON.parse(JSON.stringify(event.metadata)) as NewEventMetadata },
      {
        stream,
        revision,
        recordTime: this.recordTime,
        prevHash: stored.at(-1)?.metadata.hash ?? null,
        dataText,
      },
    );
    const recorded: RecordedEvent = deepFreeze({
      stream,
      revision,
      position: BigInt(this.log.length),
      type: event.type,
      eventId: event.eventId,
      data: JSON.parse(dataText) as unknown,
      metadata,
    });
    stored.push(recorded);
    this.log.push(recorded);
  }
}

/** The answer to an append that writes nothing: it was stored before, or it is empty. Otherwise a conflict. */
function firstAnswer(
  stream: string,
  stored: readonly RecordedEvent[],
  events: readonly NewEvent[],
  expected: ExpectedRevision,
): Appended {
  const actual = revisionOf(stored);
  if (actual === 'noStream' && events.length === 0) throw new NotStorable('EMPTY_APPEND', 'events');
  const start = expected === 'noStream' ? 0n : expected + 1n;
  const isAhead = actual === 'noStream' || start > actual + 1n;
  const first = Number(start);
  const isRepeat =
    !isAhead && events.every((event, index) => stored[first + index]?.eventId === event.eventId);
  if (!isRepeat) throw new RevisionConflict(stream, expected, actual);
  return lastOf(events.length === 0 ? stored : stored.slice(0, first + events.length));
}

function revisionOf(stored: readonly RecordedEvent[]): ExpectedRevision {
  return stored.length === 0 ? 'noStream' : BigInt(stored.length) - 1n;
}

function lastOf(stored: readonly RecordedEvent[]): Appended {
  const last = stored.at(-1);
  if (last === undefined) throw new RangeError('a stream without events has no last one');
  return { revision: last.revision, position: last.position };
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
