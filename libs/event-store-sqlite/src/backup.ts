import { constants, copyFileSync, existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { lockEmptyFolder } from './empty-folder';
import { filesOf, RESTORATION } from './layout';
import { checkFile, openLogIn } from './log-copy';
import type { CheckedLog } from './log-copy';
import { OpenRefused } from './open-refused';
import { nameDurably, partialOf, setWal, whole } from './partial-file';

/** When and where a log was taken up again from a backup. */
export interface Restoration {
  /** RFC 3339 UTC. */
  readonly restored: string;
  readonly position: bigint;
  readonly hash: string | null;
}

/**
 * Writes one state of the log in `directory` to the file `to`, beside a running server or without one. The file
 * exists under its name only once every page and every hash in it was checked and it is on the disk.
 * @throws OpenRefused MISSING, NOT_EMPTY (the file exists), DAMAGED; LogFaulty; StoreFull
 */
export function backupLog(directory: string, to: string, onPage?: (events: number) => void): CheckedLog {
  if (existsSync(to)) throw new OpenRefused('NOT_EMPTY', `${to} exists; a backup replaces nothing`);
  const partial = partialOf(to);
  return whole(partial, () => {
    const log = openLogIn(directory);
    try {
      log.copyTo(partial);
    } finally {
      log.close();
    }
    const checked = checkFile(partial, filesOf(directory).log, onPage);
    nameDurably(partial, to);
    return checked;
  });
}

/**
 * Makes the log of `directory` from the backup `from`. The folder may hold no log and no server may run on it. The
 * log notes where it was taken up again: a restored log is a fork.
 * @throws OpenRefused MISSING, IN_USE, NOT_EMPTY, DAMAGED; LogFaulty; StoreFull
 */
export function restoreLog(
  from: string,
  directory: string,
  options: { readonly time: string; readonly onPage?: (events: number) => void },
): CheckedLog {
  if (!existsSync(from)) throw new OpenRefused('MISSING', `there is no backup ${from}`);
  const folder = lockEmptyFolder(directory);
  const partial = partialOf(folder.log);
  try {
    return whole(partial, () => {
      copyFileSync(from, partial, constants.COPYFILE_FICLONE);
      const checked = checkFile(partial, from, options.onPage);
      markRestored(partial, { restored: options.time, position: checked.position, hash: checked.hash });
      nameDurably(partial, folder.log);
      return checked;
    });
  } finally {
    folder.release();
  }
}

/** The restorations that the log in `directory` went through, oldest first. @throws OpenRefused MISSING */
export function restorationsOf(directory: string): Restoration[] {
  const { log } = filesOf(directory);
  if (!existsSync(log)) throw new OpenRefused('MISSING', `there is no log in ${directory}`);
  const db = new DatabaseSync(log, { readOnly: true, timeout: 5_000 });
  try {
    const table = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'restoration'").get();
    if (table === undefined) return [];
    return db
      .prepare('SELECT restored, position, hash FROM restoration ORDER BY rowid')
      .all()
      .map((row) => ({
        restored: row['restored'] as string,
        position: BigInt(row['position'] as number),
        hash: row['hash'] as string | null,
      }));
  } finally {
    db.close();
  }
}

function markRestored(path: string, { restored, position, hash }: Restoration): void {
  const db = new DatabaseSync(path);
  try {
    db.exec(`PRAGMA synchronous = FULL; ${RESTORATION}`);
    db.prepare('INSERT INTO restoration VALUES (?, ?, ?)').run(restored, position, hash);
    setWal(db);
  } finally {
    db.close();
  }
}
