import { DatabaseSync } from 'node:sqlite';
import { filesOf } from './layout';
import { OpenRefused } from './open-refused';
import { failureKind } from './sqlite-failure';

export interface FolderLock {
  release(): void;
}

/**
 * Keeps a second server off the folder: an exclusive transaction that never ends, on a database of its own. The
 * operating system drops it with the process, however that dies. Danger: POSIX locks also fall when any other
 * descriptor of the file is closed in this process, so nobody may open the lock file or the log by `node:fs`.
 * @throws OpenRefused IN_USE
 */
export function lockFolder(directory: string): FolderLock {
  const lock = new DatabaseSync(filesOf(directory).lock, { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (failureKind(error) !== 'busy') throw error;
    throw new OpenRefused(
      'IN_USE',
      `another server is running on the data folder ${directory}; stop it first`,
    );
  }
  return {
    release: () => {
      lock.close();
    },
  };
}
