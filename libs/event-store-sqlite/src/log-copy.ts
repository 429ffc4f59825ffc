/* Integrity check of one log file (pages, hashes, chains), and its copy. */
import { existsSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { StatementSync } from 'node:sqlite';
import { LogCheck, LogFaulty, sealedEventOf } from '#libs/event-sourcing';
import type { LogFault, StoredText } from '#libs/event-sourcing';
import { EVENT_COLUMNS, storedText } from './event-row';
import type { EventRow } from './event-row';
import { filesOf, FORMAT } from './layout';
import { OpenRefused, refusalFor } from './open-refused';
import { isDamage, isFull } from './sqlite-failure';

/** What a checked file of a log holds. */
export interface CheckedLog {
  readonly events: number;
  readonly streams: number;
  /** Position and hash of the last event; -1n and null when there is none. */
  readonly position: bigint;
  readonly hash: string | null;
  readonly bytes: number;
}

const PAGE = 500;
const LAST_PLACE = 2n ** 63n - 1n;

/** One file of a log, read to its last byte: a live one beside its server, a backup, a copy. */
export class LogCopy {
  private readonly db: DatabaseSync;
  private readonly selectAll: StatementSync;

  /**
   * `name`: what messages call the file, when it is the copy of another.
   * @throws OpenRefused MISSING, DAMAGED, NOT_USABLE or NEWER_FORMAT
   */
  constructor(
    private readonly path: string,
    private readonly name = path,
  ) {
    if (!existsSync(path)) throw new OpenRefused('MISSING', `there is no log at ${path}`);
    this.db = opened(path);
    try {
      assertKnownFormat(this.db, name);
      this.selectAll = this.db.prepare(
        `SELECT ${EVENT_COLUMNS} FROM event e CROSS JOIN stream s ON s.id = e.stream
         WHERE e.position > ? ORDER BY e.position LIMIT ?`,
      );
    } catch (error) {
      this.db.close();
      throw refusalFor(name, error);
    }
    this.selectAll.setReturnArrays(true);
    this.selectAll.setReadBigInts(true);
  }

  /** Position of the last event, -1n when there is none. */
  get position(): bigint {
    const row = this.db.prepare('SELECT coalesce(max(position), -1) AS last FROM event').get();
    return BigInt(row?.['last'] as number);
  }

  /**
   * The exact texts up to `last`, page by page. No snapshot is held between two pages.
   * @throws OpenRefused DAMAGED when one is missing: a damaged file may give fewer and say nothing
   */
  *pages(last: bigint): Generator<readonly StoredText[]> {
    for (let position = -1n; position < last;) {
      const rows = this.rowsAfter(position, last);
      const missing = rows.findIndex(([at], index) => at !== position + 1n + BigInt(index));
      if (rows.length === 0 || missing !== -1) {
        const at = position + 1n + BigInt(Math.max(missing, 0));
        throw new OpenRefused('DAMAGED', `${this.name} is damaged: there is no event at position ${at}`);
      }
      position += BigInt(rows.length);
      yield rows.map(storedText);
    }
  }

  /**
   * Looks at every page of the file and at the hash of every event.
   * @throws OpenRefused DAMAGED, LogFaulty
   */
  check(onPage: (events: number) => void = () => undefined): CheckedLog {
    this.checkPages();
    const check = new LogCheck(true);
    const faults: LogFault[] = [];
    let hash: string | null = null;
    for (;;) {
      const rows = this.rowsAfter(check.position, LAST_PLACE);
      for (const row of rows) {
        const fault = check.take(sealedEventOf(storedText(row), row[0]));
        if (fault !== null) faults.push(fault);
      }
      hash = rows.at(-1)?.[10] ?? hash;
      onPage(check.events);
      if (rows.length < PAGE) break;
    }
    if (faults.length > 0) throw new LogFaulty(this.name, faults);
    const { events, streams, position } = check;
    return { events, streams, position, hash, bytes: statSync(this.path).size };
  }

  /**
   * Writes one state of the whole log into a file of its own; the server goes on writing meanwhile.
   * @throws OpenRefused DAMAGED, or NOT_USABLE when the file cannot be made there; a full disk as the engine names it
   */
  copyTo(path: string): void {
    try {
      this.db.prepare('VACUUM INTO ?').run(path);
    } catch (error) {
      if (isFull(error)) throw error;
      if (isDamage(error)) throw refusalFor(this.name, error);
      const reason = error instanceof Error ? error.message : String(error);
      throw new OpenRefused('NOT_USABLE', `${path} cannot be written: ${reason}`, { cause: error });
    }
  }

  close(): void {
    this.db.close();
  }

  private rowsAfter(position: bigint, last: bigint): EventRow[] {
    const room = last - position;
    const limit = room < BigInt(PAGE) ? room : BigInt(PAGE);
    try {
      return this.selectAll.all(position, limit) as unknown as EventRow[];
    } catch (error) {
      throw refusalFor(this.name, error);
    }
  }

  private checkPages(): void {
    try {
      const found = this.db.prepare('PRAGMA integrity_check(1)').get()?.['integrity_check'];
      if (found === 'ok') return;
      const what = String(found).replaceAll(/\s+/g, ' ');
      throw new OpenRefused('DAMAGED', `${this.name} is damaged: ${what}`);
    } catch (error) {
      throw refusalFor(this.name, error);
    }
  }
}

function opened(path: string): DatabaseSync {
  try {
    return new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
  } catch (error) {
    throw refusalFor(path, error);
  }
}

function assertKnownFormat(db: DatabaseSync, path: string): void {
  const table = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'log'").get();
  const format = table === undefined ? undefined : db.prepare('SELECT format FROM log').get()?.['format'];
  if (format === undefined) throw new OpenRefused('MISSING', `${path} holds no log`);
  if (typeof format === 'number' && format <= FORMAT) return;
  throw new OpenRefused('NEWER_FORMAT', `the log has format ${String(format)}, this program knows ${FORMAT}`);
}

/** The log of a data folder, beside a running server or without one. @throws OpenRefused */
export function openLogIn(directory: string): LogCopy {
  return new LogCopy(filesOf(directory).log);
}

/** Looks at every page and every hash of one file, called `name` in messages. @throws OpenRefused, LogFaulty */
export function checkFile(path: string, name: string, onPage?: (events: number) => void): CheckedLog {
  const copy = new LogCopy(path, name);
  try {
    return copy.check(onPage);
  } finally {
    copy.close();
  }
}
