import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { StatementSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { hashOfTexts, metadataOfTexts, pullSubscription, StoreUnavailable } from '#libs/event-sourcing';
import type {
  AppendBell,
  EventReader,
  EventSubscriber,
  RecordedEvent,
  SealedEvent,
  SealedReader,
  StreamSlice,
} from '#libs/event-sourcing';
import { filesOf } from './layout';
import { OpenRefused } from './open-refused';

type Row = readonly [
  position: bigint,
  stream: string,
  revision: bigint,
  type: string,
  eventId: string,
  eventTime: string,
  recordTime: string,
  context: string,
  data: string,
  prevHash: string | null,
  hash: string,
];

const READER_CACHE_KIB = 8 * 1024;
/** A read never holds a snapshot or the event loop for longer than one page (F-10). */
const PAGE = 500;
const LAST_PLACE = 2n ** 63n - 1n;
const COLUMNS = `e.position, s.name, e.revision, e.type, e.event_id, e.event_time, e.record_time, e.context, e.data,
                 e.prev_hash, e.hash`;

/** Reads the log on a connection of its own, in this or another thread or process than the writer. */
export class SqliteEventReader implements EventReader, EventSubscriber, SealedReader {
  private readonly db: DatabaseSync;
  private readonly selectStream: StatementSync;
  private readonly selectRevision: StatementSync;
  private readonly selectAll: StatementSync;
  private readonly selectLast: StatementSync;

  /** @throws OpenRefused MISSING */
  constructor(
    directory: string,
    private readonly bell: AppendBell,
    private readonly closed: () => void = () => undefined,
  ) {
    this.db = openForReading(directory);
    this.selectStream = this.prepareRows(
      `SELECT ${COLUMNS} FROM stream s CROSS JOIN event e ON e.stream = s.id
       WHERE s.name = ? AND e.revision >= ? ORDER BY e.revision LIMIT ?`,
    );
    this.selectAll = this.prepareRows(
      `SELECT ${COLUMNS} FROM event e CROSS JOIN stream s ON s.id = e.stream
       WHERE e.position > ? ORDER BY e.position LIMIT ?`,
    );
    this.selectRevision = this.prepareRows(
      'SELECT max(e.revision) FROM stream s CROSS JOIN event e ON e.stream = s.id WHERE s.name = ?',
    );
    this.selectLast = this.prepareRows('SELECT max(position) FROM event');
  }

  async readStream(stream: string, from = 0n): Promise<StreamSlice> {
    const events: RecordedEvent[] = [];
    let next = from;
    for (;;) {
      const rows = this.rows(this.selectStream, stream, bindable(next), PAGE);
      for (const row of rows) events.push(recorded(row));
      const last = events.at(-1);
      if (last === undefined) return { events, revision: next === 0n ? 'noStream' : this.revisionOf(stream) };
      if (rows.length < PAGE) return { events, revision: last.revision };
      next = last.revision + 1n;
      await setImmediate();
    }
  }

  async readAll(position: bigint, limit: number): Promise<readonly RecordedEvent[]> {
    return (await this.readRows(position, limit)).map(recorded);
  }

  async readSealed(position: bigint, limit: number): Promise<readonly SealedEvent[]> {
    return (await this.readRows(position, limit)).map(sealed);
  }

  lastPosition(): Promise<bigint> {
    return Promise.resolve().then(() => this.guard(() => this.singleValue(this.selectLast) ?? -1n));
  }

  subscribe(
    position: bigint,
    options: { batchSize: number; signal: AbortSignal },
  ): AsyncIterable<readonly RecordedEvent[]> {
    return pullSubscription(this, this.bell, position, options);
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

  private async readRows(position: bigint, limit: number): Promise<readonly Row[]> {
    const rows = this.rows(this.selectAll, bindable(position), Math.min(limit, PAGE));
    if (limit <= PAGE || rows.length < PAGE) return rows;
    const pages = [...rows];
    for (;;) {
      await setImmediate();
      const last = pages.at(-1)?.[0] ?? position;
      const page = this.rows(this.selectAll, last, Math.min(limit - pages.length, PAGE));
      pages.push(...page);
      if (page.length < PAGE || pages.length === limit) return pages;
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

  private rows(statement: StatementSync, ...parameters: (string | bigint | number)[]): readonly Row[] {
    return this.guard(() => statement.all(...parameters) as unknown as Row[]);
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

/** No event is beyond what the engine can count to. */
function bindable(place: bigint): bigint {
  return place > LAST_PLACE ? LAST_PLACE : place;
}

function recorded(row: Row): RecordedEvent {
  const [
    position,
    stream,
    revision,
    type,
    eventId,
    eventTime,
    recordTime,
    contextText,
    dataText,
    prevHash,
    hash,
  ] = row;
  const metadata = metadataOfTexts({ eventTime, contextText, recordTime, prevHash }, hash);
  return { stream, revision, position, type, eventId, data: JSON.parse(dataText) as unknown, metadata };
}

function sealed(row: Row): SealedEvent {
  const [
    position,
    stream,
    revision,
    type,
    eventId,
    eventTime,
    recordTime,
    contextText,
    dataText,
    prevHash,
    hash,
  ] = row;
  const texts = { prevHash, stream, type, eventId, eventTime, recordTime, contextText, dataText };
  const computed = hashOfTexts({ ...texts, revision: revision.toString(10) });
  return { stream, revision, position, recordTime, prevHash, hash, computed };
}
