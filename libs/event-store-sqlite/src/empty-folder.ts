import { existsSync } from 'node:fs';
import { lockFolder } from './folder-lock';
import type { FolderLock } from './folder-lock';
import { filesOf } from './layout';
import { makeFolder } from './log-file';
import { OpenRefused, refusalFor } from './open-refused';
import { removeWithJournals } from './partial-file';

/** A data folder without a log, in which nobody else makes one until it is released. */
export interface EmptyFolder extends FolderLock {
  /** Path of the log that is to be made. */
  readonly log: string;
}

/** Locks a data folder, made if absent, in which a log is to be made. @throws OpenRefused IN_USE, NOT_EMPTY, NOT_USABLE */
export function lockEmptyFolder(directory: string): EmptyFolder {
  const { log } = filesOf(directory);
  const lock = lockUsable(directory);
  if (existsSync(log)) {
    lock.release();
    throw new OpenRefused(
      'NOT_EMPTY',
      `${directory} holds a log; take an empty folder or move that log away`,
    );
  }
  // What is left beside a log that is gone belongs to it; SQLite would replay it into the new one.
  removeWithJournals(log);
  return {
    log,
    release: () => {
      lock.release();
    },
  };
}

/** Keeps servers off a data folder. @throws OpenRefused IN_USE, NOT_USABLE */
export function lockUsable(directory: string): FolderLock {
  try {
    makeFolder(directory);
    return lockFolder(directory);
  } catch (error) {
    throw refusalFor(directory, error);
  }
}
