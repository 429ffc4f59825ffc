/* Reads of streams and of the log from the SQLite file. */
import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { StatementSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { isMarked, LogForked, positionAfter, pullSubscription, StoreUnavailable } from '#libs/event-sourcing';
import type {
  After,
  AppendBell,
  EventReader,
  EventSubscriber,
  HistoryPage,
  RecordedEvent,
  SealedEvent,
  SealedReader,
  StreamSlice,
} from '#libs/event-sourcing';
import { EVENT_COLUMNS, lazilyRecorded, recorded, sealed } from './event-row';
import type { EventRow } from './event-row';
import { filesOf } from './layout';
import { OpenRefused } from './open-refused';

const READER_CACHE_KIB = 8 * 1024;
/** A read never holds a snapshot or the event loop for longer than one page (F-10). */
const PAGE = 500;
/** Streams that are read together, claims among them, and how much of each: a few pages at the very most. */
const TOGETHER = 128;
const SHORT = 32;
const LAST_PLACE = 2n ** 63n - 1n;

/** Reads the log on a connection of its own, in this or another thread or process than the writer. */
export class SqliteEventReader implements EventReader, EventSubscriber, SealedReader {
  private readonly db: DatabaseSync;
  private readonly selectStream: StatementSync;
  private readonly selectLastStream: StatementSync;
  /** By how many categories they ask for. */
  private readonly selectStarts = new Map<number, StatementSync>();
  private readonly selectRevision: StatementSync;
  private readonly selectAll: StatementSync;
  private readonly selectAt: StatementSync;
  private readonly selectLast: StatementSync;

  /** @throws OpenRefused MISSING */
  constructor(
    directory: string,
    private readonly bell: AppendBell,
    private readonly closed: () => void = () => undefined,
  ) {
    this.db = openForReading(directory);
    this.selectStream = this.prepareRows(
      `SELECT ${EVENT_COLUMNS} FROM stream s CROSS JOIN event e ON e.stream = s.id
       WHERE s.name = ? AND e.revision >= ? ORDER BY e.revision LIMIT ?`,
    );
    this.selectAll = this.prepareRows(
      `SELECT ${EVENT_COLUMNS} FROM event e CROSS JOIN stream s ON s.id = e.stream
       WHERE e.position > ? ORDER BY e.position LIMIT ?`,
    );
    this.selectAt = this.prepareRows(
      `SELECT ${EVENT_COLUMNS} FROM event e CROSS JOIN stream s ON s.id = e.stream WHERE e.position = ?`,
    );
    this.selectRevision = this.prepareRows(
      'SELECT max(e.revision) FROM stream s CROSS JOIN event e ON e.stream = s.id WHERE s.name = ?',
    );
    this.selectLast = this.prepareRows('SELECT max(position) FROM event');
    this.selectLastStream = this.prepareRows('SELECT max(id) FROM stream');
  }

  async readStream(stream: string, from = 0n): Promise<StreamSlice> {
    const events: RecordedEvent[] = [];
    let next = from;
    for (;;) {
      const page = this.rows(this.selectStream, stream, bindable(next), PAGE);
      for (const row of page) events.push(recorded(row));
      const last = events.at(-1)?.revision;
      if (last === undefined) return { events, revision: next === 0n ? 'noStream' : this.revisionOf(stream) };
      if (page.length < PAGE) return { events, revision: last };
      next = last + 1n;
      await setImmediate();
    }
  }

  async readHistories(categories: readonly string[], cursor: bigint | null): Promise<HistoryPage> {
    const last = this.guard(() => this.singleValue(this.selectLastStream)) ?? -1n;
    const from = cursor ?? -1n;
    const upTo = from + BigInt(TOGETHER);
    const starts = this.rows(this.startsOf(categories), from, upTo, ...categories.flatMap(namesOf));
    const histories = new Map<string, RecordedEvent[]>();
    for (const row of starts) {
      const events = histories.get(row[1]);
      if (events === undefined) histories.set(row[1], [lazilyRecorded(row)]);
      else events.push(lazilyRecorded(row));
    }
    for (const [stream, events] of histories) {
      if (events.length === SHORT) events.push(...(await this.readStream(stream, BigInt(SHORT))).events);
    }
    return { histories, next: upTo >= last ? null : upTo };
  }

  async readAll(after: After, limit: number): Promise<readonly RecordedEvent[]> {
    const position = positionAfter(after);
    if (typeof after !== 'bigint' && !isMarked(await this.readAt(position), after))
      throw new LogForked(after);
    return this.readPages(position, limit, recorded);
  }

  readAt(position: bigint): Promise<RecordedEvent | undefined> {
    return Promise.resolve().then(() => this.rows(this.selectAt, bindable(position)).map(recorded)[0]);
  }

  readSealed(position: bigint, limit: number): Promise<readonly SealedEvent[]> {
    return this.readPages(position, limit, sealed);
  }

  lastPosition(): Promise<bigint> {
    return Promise.resolve().then(() => this.guard(() => this.singleValue(this.selectLast) ?? -1n));
  }

  subscribe(
    after: After,
    options: { batchSize: number; signal: AbortSignal },
  ): AsyncIterable<readonly RecordedEvent[]> {
    return pullSubscription(this, this.bell, after, options);
  }

  /** Ends its subscriptions. Safe to call twice. */
  close(): Promise<void> {
    this.bell.close();
    if (this.db.isOpen) {
      this.db.close();
      this.closed();
    }
    return Promise.resolve();
  }

  private async readPages<Event extends { readonly position: bigint }>(
    position: bigint,
    limit: number,
    convert: (row: EventRow) => Event,
  ): Promise<readonly Event[]> {
    const events: Event[] = [];
    for (;;) {
      const last = events.at(-1)?.position ?? bindable(position);
      const size = Math.min(limit - events.length, PAGE);
      const page = this.rows(this.selectAll, last, size);
      for (const row of page) events.push(convert(row));
      if (page.length < PAGE || events.length === limit) return events;
      await setImmediate();
    }
  }

  private revisionOf(stream: string): bigint | 'noStream' {
    return this.guard(() => this.singleValue(this.selectRevision, stream) ?? 'noStream');
  }

  private prepareRows(sql: string): StatementSync {
    const statement = this.db.prepare(sql);
    statement.setReturnArrays(true);
    statement.setReadBigInts(true);
    return statement;
  }

  /** Streams are numbered as they were begun, so those of one page lie close together in the log. */
  private startsOf(categories: readonly string[]): StatementSync {
    const known = this.selectStarts.get(categories.length);
    if (known !== undefined) return known;
    const isOneOf = categories.map(() => '(s.name >= ? AND s.name < ?)').join(' OR ');
    const statement = this.prepareRows(
      `SELECT ${EVENT_COLUMNS} FROM stream s CROSS JOIN event e ON e.stream = s.id AND e.revision < ${SHORT}
       WHERE s.id > ? AND s.id <= ? AND (${isOneOf}) ORDER BY s.id, e.revision`,
    );
    this.selectStarts.set(categories.length, statement);
    return statement;
  }

  private rows(statement: StatementSync, ...parameters: (string | bigint | number)[]): readonly EventRow[] {
    return this.guard(() => statement.all(...parameters) as unknown as EventRow[]);
  }

  private singleValue(statement: StatementSync, ...parameters: string[]): bigint | null {
    const row = statement.get(...parameters) as unknown as readonly [bigint | null];
    return row[0];
  }

  private guard<Value>(read: () => Value): Value {
    try {
      return read();
    } catch (error) {
      throw new StoreUnavailable(`the log cannot be read: ${String(error)}`, { cause: error });
    }
  }
}

function openForReading(directory: string): DatabaseSync {
  const { log } = filesOf(directory);
  if (!existsSync(log)) throw new OpenRefused('MISSING', `there is no log in ${directory}`);
  const db = new DatabaseSync(log, { readOnly: true, timeout: 5_000 });
  db.exec(`PRAGMA cache_size = -${READER_CACHE_KIB}`);
  // A server that was killed during its very first start leaves a database without tables.
  if (db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'event'").get() !== undefined) return db;
  db.close();
  throw new OpenRefused('MISSING', `the log in ${directory} was never finished; start the server once`);
}

/** The names of a category's streams, as a range: the character after a dash is a full stop. */
function namesOf(category: string): [first: string, end: string] {
  return [`${category}-`, `${category}.`];
}

/** No event is beyond what the engine can count to. */
function bindable(place: bigint): bigint {
  return place > LAST_PLACE ? LAST_PLACE : place;
}
