/* Bulk load of a log with its original hashes and record times. */
import { DatabaseSync } from 'node:sqlite';
import type { StatementSync } from 'node:sqlite';
import type { StoredText, StoredTextWriter } from '#libs/event-sourcing';
import { lockEmptyFolder } from './empty-folder';
import type { EmptyFolder } from './empty-folder';
import { FORMAT, TABLES } from './layout';
import { checkFile } from './log-copy';
import type { CheckedLog } from './log-copy';
import { failureOf, nameDurably, partialOf, removeWithJournals, setWal } from './partial-file';

/**
 * Places by record time, which never decreases in the log of an embedded store but may in the order of another
 * engine. Within a stream it never does, so that streams keep their order.
 */
const ORDER_BY_RECORD_TIME = `
  CREATE TEMP TABLE place (was INTEGER PRIMARY KEY, becomes INTEGER NOT NULL);
  INSERT INTO place SELECT position, row_number() OVER (ORDER BY record_time, position) - 1 FROM event;
  UPDATE event SET position = -1 - (SELECT becomes FROM place WHERE was = position);
  UPDATE event SET position = -1 - position;
  DROP TABLE place`;

/**
 * Makes the log of a data folder that holds none from events that another store sealed. All or nothing: the log
 * appears when `complete` has checked it, and after a crash or `abandon` there is none.
 */
export class SqliteLogLoader implements StoredTextWriter {
  private readonly folder: EmptyFolder;
  private readonly partial: string;
  private readonly db: DatabaseSync;
  private readonly insertEvent: StatementSync;
  private readonly insertStream: StatementSync;
  private readonly streams = new Map<string, number>();
  private position = 0;
  private recordTime = '';
  private isOrdered = true;
  private isOver = false;

  /** @throws OpenRefused IN_USE, NOT_EMPTY, NOT_USABLE */
  constructor(directory: string, time: string) {
    this.folder = lockEmptyFolder(directory);
    this.partial = partialOf(this.folder.log);
    try {
      removeWithJournals(this.partial);
      this.db = new DatabaseSync(this.partial);
      // Nobody reads the file before it is whole, and what is left of one after a crash is thrown away.
      this.db.exec(`PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; ${TABLES} BEGIN`);
      this.db.prepare('INSERT INTO log VALUES (1, ?, ?)').run(FORMAT, time);
      this.insertStream = this.db.prepare('INSERT INTO stream (id, name) VALUES (?, ?)');
      this.insertEvent = this.db.prepare('INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
    } catch (error) {
      this.folder.release();
      throw failureOf(this.partial, error);
    }
  }

  /** @throws StoreFull */
  writeStored(events: readonly StoredText[]): Promise<void> {
    return Promise.resolve().then(() => {
      try {
        for (const event of events) this.insert(event);
      } catch (error) {
        throw failureOf(this.partial, error);
      }
    });
  }

  /** Checks what was written and makes it the log of the folder. @throws OpenRefused DAMAGED, LogFaulty, StoreFull */
  complete(onPage?: (events: number) => void): CheckedLog {
    try {
      if (!this.isOrdered) this.db.exec(ORDER_BY_RECORD_TIME);
      this.db.exec('COMMIT');
      const checked = checkFile(this.partial, this.partial, onPage);
      setWal(this.db);
      this.db.close();
      nameDurably(this.partial, this.folder.log);
      this.isOver = true;
      this.folder.release();
      return checked;
    } catch (error) {
      this.abandon();
      throw failureOf(this.partial, error);
    }
  }

  /** Leaves the folder without a log, as it was. Safe to call twice. */
  abandon(): void {
    if (this.isOver) return;
    this.isOver = true;
    if (this.db.isOpen) this.db.close();
    removeWithJournals(this.partial);
    this.folder.release();
  }

  private insert(event: StoredText): void {
    const { prevHash, hash, recordTime } = event;
    this.isOrdered &&= recordTime >= this.recordTime;
    this.recordTime = recordTime;
    const texts = [event.type, event.eventId, event.eventTime, recordTime, event.contextText, event.dataText];
    const revision = BigInt(event.revision);
    this.insertEvent.run(this.position, this.streamOf(event.stream), revision, ...texts, prevHash, hash);
    this.position += 1;
  }

  private streamOf(name: string): number {
    const known = this.streams.get(name);
    if (known !== undefined) return known;
    const id = this.streams.size + 1;
    this.streams.set(name, id);
    this.insertStream.run(id, name);
    return id;
  }
}
