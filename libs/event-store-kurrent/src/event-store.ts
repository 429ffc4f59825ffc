/* The store port on EventStoreDB, put together from reader, appender and subscriptions. */
import { NotStorable } from '#libs/event-sourcing';
import type {
  After,
  Appended,
  EventReader,
  EventStore,
  EventSubscriber,
  ExpectedRevision,
  NewEvent,
  RecordedEvent,
  Recollection,
  StoredText,
  StoredTextWriter,
  StreamSlice,
  SubscribeOptions,
} from '#libs/event-sourcing';
import { Appender } from './appender';
import type { Connection } from './connection';
import type { StoreState } from './server-check';
import type { KurrentReader } from './event-reader';
import { follow } from './following';
import { FreshReads } from './fresh-reads';
import { LogTail } from './log-tail';
import { RememberedStreams } from './remembered-streams';
import type { Credentials, Timings } from './settings';
import { alreadySealed, runsOfStreams } from './stored-event';

/** What a store is made of. */
export interface StoreParts {
  readonly connection: Connection;
  readonly reader: KurrentReader;
  readonly prefixes: readonly string[];
  readonly timings: Timings;
}

/**
 * The log on EventStoreDB for reading, as the views do. An event that cannot be read comes under the name
 * `store.EventUnreadable.v1`, and so does what an administrator did to a stream.
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

  isDeleted(stream: string): Promise<boolean> {
    return this.parts.reader.isDeleted(stream);
  }

  readAll(after: After, limit: number): Promise<readonly RecordedEvent[]> {
    return this.parts.reader.readAll(after, limit);
  }

  readAt(position: bigint): Promise<RecordedEvent | undefined> {
    return this.parts.reader.readAt(position);
  }

  lastPosition(): Promise<bigint> {
    return this.parts.reader.lastPosition();
  }

  subscribe(after: After, { signal, ...options }: SubscribeOptions): AsyncIterable<readonly RecordedEvent[]> {
    const either = AbortSignal.any([signal, this.parts.connection.closed]);
    return follow(after, { ...this.parts, ...options, signal: either });
  }

  onNewConnection(listener: () => void): void {
    const { connection } = this.parts;
    connection.onNewConnection = listener;
    if (connection.state.status === 'connected') listener();
  }

  /** Ends the subscriptions and every call in flight. Safe to call twice. */
  close(): Promise<void> {
    return this.parts.connection.close();
  }
}

/** The log on EventStoreDB: positions grow with gaps, appends are sealed here, record time holds within a stream. */
export class KurrentEventStore extends KurrentEventReader implements EventStore, StoredTextWriter {
  private readonly tail: LogTail;
  private readonly appender: Appender;
  private readonly reads: FreshReads;

  constructor(parts: StoreParts, writing: { readonly credentials: Credentials; readonly clock: () => Date }) {
    super(parts);
    const { connection, reader, timings } = parts;
    const memory = new RememberedStreams();
    this.tail = new LogTail(connection, reader, memory);
    this.reads = new FreshReads(reader, memory, this.tail);
    this.appender = new Appender(connection, reader, memory, { ...writing, timings });
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

  forget(): void {
    this.tail.forget();
  }

  /** @throws StreamDamaged */
  override readStream(stream: string, from = 0n): Promise<StreamSlice> {
    return this.reads.readStream(stream, from);
  }

  recall(): Recollection {
    return this.reads.recall();
  }
}
