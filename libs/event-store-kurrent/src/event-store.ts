import { NotStorable } from '#libs/event-sourcing';
import type {
  Appended,
  EventReader,
  EventStore,
  EventSubscriber,
  ExpectedRevision,
  NewEvent,
  RecordedEvent,
  StoredText,
  StoredTextWriter,
  StreamSlice,
} from '#libs/event-sourcing';
import { Appender } from './appender';
import type { Connection, StoreState } from './connection';
import type { KurrentReader } from './event-reader';
import { follow } from './following';
import type { Credentials, Timings } from './settings';
import { alreadySealed, runsOfStreams, UNREADABLE } from './stored-event';

/** What a store is made of. */
export interface StoreParts {
  readonly connection: Connection;
  readonly reader: KurrentReader;
  readonly prefixes: readonly string[];
  readonly timings: Timings;
}

/** A stream holds an event that is not as this system writes them: nothing may be decided on it (F-26). */
export class StreamUnreadable extends Error {
  override readonly name = 'StreamUnreadable';
  constructor(event: RecordedEvent) {
    const { reason } = event.data as { readonly reason: string };
    super(`stream ${event.stream} cannot be read at revision ${event.revision}: ${reason}`);
  }
}

/**
 * The log on EventStoreDB for reading, as the views do. An event that cannot be read comes under the name
 * `store.EventUnreadable.v1`, which no view knows, so that it stops there.
 */
export class KurrentEventReader implements EventReader, EventSubscriber {
  constructor(protected readonly parts: StoreParts) {}

  /** Whether the server is there, and why not. */
  get state(): StoreState {
    return this.parts.connection.state;
  }

  readStream(stream: string, from = 0n): Promise<StreamSlice> {
    return this.parts.reader.readStream(stream, from);
  }

  readAll(position: bigint, limit: number): Promise<readonly RecordedEvent[]> {
    return this.parts.reader.readAll(position, limit);
  }

  lastPosition(): Promise<bigint> {
    return this.parts.reader.lastPosition();
  }

  subscribe(
    position: bigint,
    { batchSize, signal }: { batchSize: number; signal: AbortSignal },
  ): AsyncIterable<readonly RecordedEvent[]> {
    const { connection, prefixes, timings } = this.parts;
    const either = AbortSignal.any([signal, connection.closed]);
    return follow(position, { connection, prefixes, timings, batchSize, signal: either });
  }

  /** Ends the subscriptions and every call in flight. Safe to call twice. */
  close(): Promise<void> {
    return this.parts.connection.close();
  }
}

/** The log on EventStoreDB: positions grow with gaps, appends are sealed here, record time holds within a stream. */
export class KurrentEventStore extends KurrentEventReader implements EventStore, StoredTextWriter {
  private readonly appender: Appender;

  constructor(parts: StoreParts, writing: { readonly credentials: Credentials; readonly clock: () => Date }) {
    super(parts);
    this.appender = new Appender(parts.connection, parts.reader, { ...writing, timings: parts.timings });
  }

  append(stream: string, events: readonly NewEvent[], expectedRevision: ExpectedRevision): Promise<Appended> {
    return this.appender.append(stream, events, expectedRevision);
  }

  /** For copying a whole log into an empty server, never beside writers. */
  async writeStored(events: readonly StoredText[]): Promise<void> {
    for (const run of runsOfStreams(events)) {
      const [first, last] = [run[0], run.at(-1)];
      if (first === undefined || last === undefined) continue;
      if (!this.parts.reader.isOurs(first.stream)) throw new NotStorable('NAME', 'stream');
      const revision = BigInt(first.revision);
      const expected = revision === 0n ? 'noStream' : revision - 1n;
      await this.appender.appendSealed(first.stream, expected, alreadySealed(run, last));
    }
  }

  /** @throws StreamUnreadable */
  override async readStream(stream: string, from = 0n): Promise<StreamSlice> {
    const slice = await this.parts.reader.readStream(stream, from);
    const unreadable = slice.events.find(({ type }) => type === UNREADABLE);
    if (unreadable !== undefined) throw new StreamUnreadable(unreadable);
    const last = slice.events.at(-1);
    if (last !== undefined) this.appender.saw(stream, last);
    return slice;
  }
}
