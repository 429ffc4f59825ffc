/* The store port on SQLite, put together from writer, reader and caches. */
import { AmbiguousAppend, AppendBell, StoreUnavailable } from '#libs/event-sourcing';
import type {
  After,
  Appended,
  EventStore,
  ExpectedRevision,
  HistoryPage,
  NewEvent,
  RecordedEvent,
  SealedEvent,
  SealedReader,
  StreamSlice,
} from '#libs/event-sourcing';
import { AppendQueue } from './append-queue';
import { collectAtRest } from './collect-at-rest';
import { SqliteEventReader } from './event-reader';
import { RecentStreams } from './recent-streams';
import { startLocalLink, startWorkerLink } from './writer-link';
import type { WriterLink, WriterLinkEvents } from './writer-link';

export interface SqliteEventStoreOptions {
  /** Data folder, made if absent. One server at a time. */
  readonly directory: string;
  /** Record times come from here; they never decrease in log order, whatever it says. */
  readonly clock: () => Date;
  /**
   * Called once when the log can no longer be written safely. By default the reason goes to standard error and the
   * process ends: only a fresh start, which reads back what is really on the disk, may serve again.
   */
  readonly onFatal?: (error: Error) => void;
  /** Size in bytes at which the log counts as full although the disk is not. Default: the disk decides. */
  readonly maxBytes?: number;
  /** Where commits run. On the main thread they hold up the event loop: for tests and small tools. */
  readonly thread?: 'worker' | 'main';
}

/** The embedded store: one folder, one writer, group commit, gapless positions from 0. */
export class SqliteEventStore implements EventStore, SealedReader {
  private closing: Promise<void> | undefined;

  constructor(
    private readonly queue: AppendQueue,
    private readonly link: WriterLink,
    private readonly reader: SqliteEventReader,
    private readonly recent: RecentStreams,
  ) {}

  append(stream: string, events: readonly NewEvent[], expectedRevision: ExpectedRevision): Promise<Appended> {
    return this.queue.append(stream, events, expectedRevision);
  }

  /** From memory when the stream was used lately, else from the file. */
  async readStream(stream: string, from = 0n): Promise<StreamSlice> {
    const held = this.closing === undefined ? this.recent.read(stream, from) : undefined;
    if (held !== undefined) return held;
    if (from !== 0n) return this.reader.readStream(stream, from);
    const { changes } = this.recent;
    const slice = await this.reader.readStream(stream);
    // What was appended while it was being read may be missing in it.
    if (this.recent.changes === changes) this.recent.keep(stream, slice.events);
    return slice;
  }

  readAll(after: After, limit: number): Promise<readonly RecordedEvent[]> {
    return this.reader.readAll(after, limit);
  }

  readAt(position: bigint): Promise<RecordedEvent | undefined> {
    return this.reader.readAt(position);
  }

  readHistories(categories: readonly string[], cursor: bigint | null): Promise<HistoryPage> {
    return this.reader.readHistories(categories, cursor);
  }

  readSealed(position: bigint, limit: number): Promise<readonly SealedEvent[]> {
    return this.reader.readSealed(position, limit);
  }

  lastPosition(): Promise<bigint> {
    return this.reader.lastPosition();
  }

  subscribe(
    after: After,
    options: { batchSize: number; signal: AbortSignal },
  ): AsyncIterable<readonly RecordedEvent[]> {
    return this.reader.subscribe(after, options);
  }

  /** Answers what was appended before, then closes the files and ends the subscriptions. Safe to call twice. */
  close(): Promise<void> {
    this.closing ??= this.closeNow();
    return this.closing;
  }

  private async closeNow(): Promise<void> {
    this.queue.close('the store is closed');
    await this.reader.close();
    // The writer last: the last connection to close leaves one tidy file.
    await this.link.close();
  }
}

/** Opens the data folder for writing and reading. @throws OpenRefused */
export async function openSqliteEventStore(options: SqliteEventStoreOptions): Promise<SqliteEventStore> {
  const { directory, clock, onFatal = endProcess } = options;
  const bell = new AppendBell();
  const working = collectAtRest();
  const fail = (reason: string, refuse: (reason: string) => Error): void => {
    queue.fail(reason, refuse);
    onFatal(new StoreUnavailable(reason));
  };
  const events: WriterLinkEvents = {
    answered: (answers) => {
      working();
      if (queue.answer(answers)) bell.ring();
    },
    stopped: (reason) => {
      fail(reason, (text) => new StoreUnavailable(text));
    },
    died: (reason) => {
      fail(reason, (text) => new AmbiguousAppend(text));
    },
  };
  const startLink = options.thread === 'main' ? startLocalLink : startWorkerLink;
  const link = await startLink(
    { directory, time: clock().toISOString(), maxBytes: options.maxBytes ?? null },
    events,
  );
  const recent = new RecentStreams();
  const queue = new AppendQueue(link, clock, recent);
  return new SqliteEventStore(queue, link, new SqliteEventReader(directory, bell), recent);
}

function endProcess(error: Error): void {
  process.stderr.write(`event store: ${error.message}; ending the process\n`);
  process.exit(1);
}
