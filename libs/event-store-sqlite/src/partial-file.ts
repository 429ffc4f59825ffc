import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { StoreFull } from '#libs/event-sourcing';
import { isFull } from './sqlite-failure';

/** Where a file is written and checked before it gets its name; what a crash leaves there nobody reads. */
export function partialOf(path: string): string {
  return `${path}.partial`;
}

/** Runs `make`, which writes `partial`. What an earlier run or a failure of this one left half done is removed. */
export function whole<Made>(partial: string, make: () => Made): Made {
  removeWithJournals(partial);
  try {
    return make();
  } catch (error) {
    removeWithJournals(partial);
    throw failureOf(partial, error);
  }
}

/** A full disk by its own name, everything else as it is. */
export function failureOf(path: string, error: unknown): unknown {
  if (!isFull(error)) return error;
  return new StoreFull(`no space is left in ${dirname(resolve(path))}; nothing was changed`, {
    cause: error,
  });
}

/** Gives a finished file its name, and makes sure that both survive a power cut. */
export function nameDurably(from: string, to: string): void {
  syncPath(from, 'r+');
  renameSync(from, to);
  syncPath(dirname(resolve(to)), 'r');
}

/** Removes a file with what SQLite may have laid beside it. */
export function removeWithJournals(path: string): void {
  for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(path + suffix, { force: true });
}

function syncPath(path: string, flags: 'r' | 'r+'): void {
  const descriptor = openSync(path, flags);
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** The server lays a write-ahead log down before it opens the log, which must say that it has one. */
export function setWal(db: DatabaseSync): void {
  db.exec('PRAGMA journal_mode = WAL');
}
