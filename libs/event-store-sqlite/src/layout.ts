import { join } from 'node:path';

const LOG = 'events.db';

/** SQLite's own name of the write-ahead log. Every commit is written to it first. */
export const WAL_NAME = `${LOG}-wal`;

/** Files of one data folder. SQLite keeps a `-shm` beside the log. */
export function filesOf(directory: string): { log: string; wal: string; lock: string } {
  return {
    log: join(directory, LOG),
    wal: join(directory, WAL_NAME),
    lock: join(directory, 'server.lock'),
  };
}

/** Version of the tables below. A folder written by a newer one is refused. */
export const FORMAT = 1;

/**
 * Positions are given by the writer, 0, 1, 2 …; streams are numbered in the order of their creation, so that the
 * streams that are active at one time lie on few pages of the index. `context` and `data` are the exact texts that
 * the hash covers. `command` says where each command was recorded first, for all events up to the position that
 * `command_index` holds; it can be made from the events again (`RecordedRequests`).
 */
export const TABLES = `
  CREATE TABLE IF NOT EXISTS log (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    format INTEGER NOT NULL,
    opened TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS stream (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
  ) STRICT;
  CREATE TABLE IF NOT EXISTS event (
    position INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    type TEXT NOT NULL,
    event_id TEXT NOT NULL,
    event_time TEXT NOT NULL,
    record_time TEXT NOT NULL,
    context TEXT NOT NULL,
    data TEXT NOT NULL,
    prev_hash TEXT,
    hash TEXT NOT NULL,
    UNIQUE (stream, revision)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS command (
    key INTEGER,
    position INTEGER,
    PRIMARY KEY (key, position)
  ) WITHOUT ROWID, STRICT;
  CREATE TABLE IF NOT EXISTS command_index (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    position INTEGER NOT NULL
  ) STRICT;
`;

/**
 * Where a log was taken up again from a backup. What was acknowledged after that position and lost is not in it, and
 * what comes after may carry positions that lost events had: it is a fork.
 */
export const RESTORATION = `
  CREATE TABLE IF NOT EXISTS restoration (
    restored TEXT NOT NULL,
    position INTEGER NOT NULL,
    hash TEXT
  ) STRICT;
`;
