/* Opening the log file: schema, pragmas, format and write-ahead log. */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { filesOf, FORMAT, TABLES } from './layout';
import { OpenRefused } from './open-refused';

/** Beyond this the file of the write-ahead log is cut back when it restarts. */
const WAL_LIMIT_BYTES = 64 * 1024 * 1024;
/** Room for all pages between two checkpoints, see `Checkpoints`. */
const RESERVED_WAL_BYTES = 34 * 1024 * 1024;
const WRITER_CACHE_KIB = 24 * 1024;
/** A hole can only come from outside; after a crash it would be near the end. `verify` looks at the whole log. */
const CHECKED_TAIL = 10_000;

/**
 * Makes the folder, and makes sure that it survives a power cut before anything in it is promised.
 * @throws Error of the file system when there can be no such folder
 */
export function makeFolder(directory: string): void {
  makeFolders(resolve(directory));
  if (process.platform === 'win32') return;
  for (const folder of [directory, dirname(resolve(directory))]) {
    const descriptor = openSync(folder, 'r');
    fsyncSync(descriptor);
    closeSync(descriptor);
  }
}

/** One by one: Node's `recursive` never returns below a folder such as /proc, where none can be made. */
function makeFolders(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return;
  if (path !== dirname(path)) makeFolders(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process was faster.
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}

export interface LogOptions {
  /** When it is opened, RFC 3339 UTC. */
  readonly time: string;
  /** The log may not grow beyond this; null leaves it to the disk. */
  readonly maxBytes: number | null;
}

/**
 * Opens the log for writing, creates its tables, and starts only if a commit is really on the disk when it returns.
 * Checkpoints are left to `Checkpoints`: an automatic one would hide its fsync errors.
 * @throws OpenRefused
 */
export function openLog(directory: string, options: LogOptions): DatabaseSync {
  reserveWal(directory);
  const db = new DatabaseSync(filesOf(directory).log, { timeout: 5_000 });
  try {
    db.exec(
      `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;
       PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = ${WAL_LIMIT_BYTES};
       PRAGMA cache_size = -${WRITER_CACHE_KIB}`,
    );
    createTables(db, options.time);
    limitSize(db, options.maxBytes);
    assertDurable(db);
    assertGapless(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * A commit into a file that does not grow needs one disk write less and is nearly twice as fast. SQLite takes a
 * write-ahead log without its magic number for an empty one, so zeros can be laid down before it is opened; one that
 * a crash left behind is never touched, and on a nearly full disk there is none.
 */
function reserveWal(directory: string): void {
  const { log, wal } = filesOf(directory);
  // SQLite deletes a write-ahead log beside an empty database.
  if (!existsSync(log)) createEmptyLog(log);
  if (existsSync(wal)) return;
  const descriptor = openSync(wal, 'wx');
  try {
    writeSync(descriptor, Buffer.alloc(RESERVED_WAL_BYTES), 0, RESERVED_WAL_BYTES, 0);
    fsyncSync(descriptor);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    rmSync(wal);
  } finally {
    closeSync(descriptor);
  }
}

function createEmptyLog(path: string): void {
  const db = new DatabaseSync(path);
  db.exec(`PRAGMA journal_mode = WAL; BEGIN; ${TABLES} COMMIT`);
  db.close();
}

function createTables(db: DatabaseSync, now: string): void {
  db.exec('BEGIN IMMEDIATE');
  db.exec(TABLES);
  const stored = db.prepare('SELECT format FROM log').get()?.['format'] ?? FORMAT;
  if (typeof stored !== 'number' || stored > FORMAT) {
    throw new OpenRefused(
      'NEWER_FORMAT',
      `the log has format ${String(stored)}, this program knows ${FORMAT}`,
    );
  }
  // The write matters too: SQLite may report one mode before its first write and work in another (P-01).
  db.prepare('INSERT INTO log VALUES (1, ?, ?) ON CONFLICT DO UPDATE SET opened = excluded.opened').run(
    FORMAT,
    now,
  );
  db.exec('COMMIT');
}

function limitSize(db: DatabaseSync, maxBytes: number | null): void {
  if (maxBytes === null) return;
  const pageSize = db.prepare('PRAGMA page_size').get()?.['page_size'] as number;
  db.exec(`PRAGMA max_page_count = ${Math.max(1, Math.floor(maxBytes / pageSize))}`);
}

/** Refuses any mode in which an acknowledged commit could be lost by a power cut. Called after a first write. */
export function assertDurable(db: DatabaseSync): void {
  const journal = db.prepare('PRAGMA journal_mode').get()?.['journal_mode'];
  const synchronous = db.prepare('PRAGMA synchronous').get()?.['synchronous'];
  if (journal === 'wal' && synchronous === 2) return;
  const modes = `journal_mode=${String(journal)}, synchronous=${String(synchronous)}`;
  throw new OpenRefused(
    'NOT_DURABLE',
    `the log would not survive a power cut: ${modes}, needed wal and 2 (FULL)`,
  );
}

function assertGapless(db: DatabaseSync): void {
  const tail = db
    .prepare(
      `SELECT (SELECT min(position) FROM event) AS first, max(position) AS last, count(*) AS events FROM event
       WHERE position > (SELECT max(position) FROM event) - ?`,
    )
    .get(CHECKED_TAIL);
  const [first, last, events] = [tail?.['first'], tail?.['last'], tail?.['events']];
  if (events === 0) return;
  if (first === 0 && typeof last === 'number' && events === Math.min(last + 1, CHECKED_TAIL)) return;
  throw new OpenRefused('DAMAGED', 'positions of the log have a hole; restore it from a backup');
}
