/* SQLite database of one generation of views: opening, schema, checkpoints. */
import { DatabaseSync } from 'node:sqlite';
import { compareCheckpoint } from '#libs/event-sourcing';
import type { CheckpointMove, CheckpointOutcome, CheckpointStore } from '#libs/event-sourcing';
import { statement } from '../sql/statements';
import type { View } from '../catalogue/view';

/** Position of a view. `position` null: before the first event. */
export interface ViewCheckpoint {
  readonly name: string;
  readonly version: number;
  readonly position: bigint | null;
  /** When the event at `position` was recorded, RFC 3339 UTC. */
  readonly recordTime: string | null;
  /** The event that stopped the view, and why; null while it runs. */
  readonly failedPosition: bigint | null;
  readonly error: string | null;
}

const CHECKPOINTS = `
  CREATE TABLE projection_checkpoint (
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    position INTEGER,
    record_time TEXT,
    failed_position INTEGER,
    error TEXT,
    PRIMARY KEY (name, version)
  ) STRICT`;

/** Events that the views stood on; files of older versions have none (`log-marks.ts`). */
const MARKS = `
  CREATE TABLE IF NOT EXISTS projection_mark (
    id INTEGER PRIMARY KEY,
    position INTEGER NOT NULL UNIQUE,
    stream TEXT NOT NULL,
    revision INTEGER NOT NULL,
    hash TEXT NOT NULL,
    record_time TEXT NOT NULL
  ) STRICT`;

/**
 * WAL with `synchronous=NORMAL`: rows and checkpoint commit together, so a power cut at worst takes both back. The
 * same rows change again and again, so the log is given 16 MiB before its pages are written to their places.
 */
const LIVE = 'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4000';
/** Nobody reads a file that is being built, and what is left of one after a crash is thrown away. */
const BUILDING = 'PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF';
const CACHE_KIB = 16 * 1024;

/** Opens a file of views for writing and makes what it lacks. What it loses, the log gives again. */
export function openViewDatabase(
  path: string,
  views: readonly View[],
  state: 'live' | 'building' = 'live',
): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: 5_000 });
  db.exec(state === 'live' ? LIVE : BUILDING);
  db.exec(`PRAGMA cache_size = -${CACHE_KIB}; PRAGMA temp_store = MEMORY`);
  const isNew =
    db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'projection_checkpoint'").get() === undefined;
  if (isNew) createViews(db, views);
  db.exec(MARKS);
  return db;
}

function createViews(db: DatabaseSync, views: readonly View[]): void {
  db.exec('BEGIN IMMEDIATE');
  db.exec(CHECKPOINTS);
  const register = db.prepare('INSERT INTO projection_checkpoint (name, version) VALUES (?, ?)');
  for (const view of views) {
    db.exec(view.schema);
    register.run(view.name, view.version);
  }
  db.exec('COMMIT');
}

/** Are exactly these views, in these versions, in the file? */
export function holdsViews(db: DatabaseSync, views: readonly View[]): boolean {
  const keyOf = ({ name, version }: { name: string; version: number }): string => `${name} ${version}`;
  const held = readCheckpoints(db).map(keyOf).sort();
  return JSON.stringify(held) === JSON.stringify(views.map(keyOf).sort());
}

interface CheckpointRow {
  readonly name: string;
  readonly version: number;
  readonly position: string | null;
  readonly record_time: string | null;
  readonly failed: string | null;
  readonly error: string | null;
}

const CHECKPOINT = `SELECT name, version, CAST(position AS TEXT) AS position, record_time,
    CAST(failed_position AS TEXT) AS failed, error
  FROM projection_checkpoint`;

/** Checkpoints of all views of a file, by name. */
export function readCheckpoints(db: DatabaseSync): ViewCheckpoint[] {
  const rows = statement(db, `${CHECKPOINT} ORDER BY name, version`).all();
  return (rows as unknown as CheckpointRow[]).map(shown);
}

/** Position of the one of these views that is furthest behind, -1 before the first event. @throws RangeError */
export function furthestBehind(db: DatabaseSync, names: readonly string[]): LeastRow {
  const { found, ...least } = statement(db, leastOf(names.length)).get(...names) as unknown as FoundRow;
  if (found !== names.length) throw new RangeError(`there are not all of the views ${names.join(', ')}`);
  return least;
}

interface LeastRow {
  readonly position: string;
  readonly recordTime: string | null;
}

interface FoundRow extends LeastRow {
  readonly found: number;
}

/** With a minimum SQLite gives the other columns of its row. */
const leastOf = (names: number): string => `SELECT count(*) AS found, record_time AS recordTime,
    CAST(min(coalesce(position, -1)) AS TEXT) AS position
  FROM projection_checkpoint WHERE name IN (${Array.from({ length: names }, () => '?').join(', ')})`;

function shown(row: CheckpointRow): ViewCheckpoint {
  return {
    name: row.name,
    version: row.version,
    position: row.position === null ? null : BigInt(row.position),
    recordTime: row.record_time,
    failedPosition: row.failed === null ? null : BigInt(row.failed),
    error: row.error,
  };
}

/** The checkpoints of a views file, moved inside the caller's transaction. */
export class ViewCheckpoints implements CheckpointStore {
  constructor(private readonly db: DatabaseSync) {}

  read(name: string, version: number): bigint | null {
    const row = statement(
      this.db,
      'SELECT CAST(position AS TEXT) AS position FROM projection_checkpoint WHERE name = ? AND version = ?',
    ).get(name, version) as { position: string | null } | undefined;
    return row?.position == null ? null : BigInt(row.position);
  }

  store(
    name: string,
    version: number,
    move: CheckpointMove,
    recordTime: string | null = null,
  ): CheckpointOutcome {
    const outcome = compareCheckpoint(this.read(name, version), move);
    if (outcome !== 'STORED') return outcome;
    statement(
      this.db,
      `INSERT INTO projection_checkpoint (name, version, position, record_time) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET position = excluded.position, record_time = excluded.record_time,
         failed_position = NULL, error = NULL`,
    ).run(name, version, move.next, recordTime);
    return 'STORED';
  }

  /** Notes the event that stopped a view; the next move that succeeds forgets it. */
  fail(name: string, version: number, position: bigint, error: string): void {
    statement(
      this.db,
      'UPDATE projection_checkpoint SET failed_position = ?, error = ? WHERE name = ? AND version = ?',
    ).run(position, error, name, version);
  }
}
