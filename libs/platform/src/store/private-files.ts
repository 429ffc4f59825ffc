import { chmodSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const OTHERS = 0o077;
const STICKY = 0o1000;
/** What this system lays into its data folder: the log and the views with what SQLite keeps beside them, the lock. */
const OURS = /^(events\.db|server\.lock|views-.*\.sqlite)/;

/**
 * From now on what this process makes is for its user alone: folders 0700, files 0600, whatever umask it was started
 * with. The log names trucks, their owners and who recorded them.
 */
export function makeFilesPrivate(): void {
  process.umask(OTHERS);
}

/**
 * Closes a data folder, and what of it an earlier release left open to others. What belongs to another user is left as
 * it is (a mounted volume), and a folder that all may write to, such as /tmp, keeps its own mode.
 * @throws Error of the file system
 */
export function closeToOthers(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return;
  close(folder);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isFile() && OURS.test(entry.name)) close(join(folder, entry.name));
  }
}

function close(path: string): void {
  // Another process may just have removed it, as SQLite does with its own.
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined || found.uid !== process.getuid?.() || (found.mode & STICKY) !== 0) return;
  if ((found.mode & OTHERS) !== 0) chmodSync(path, found.mode & ~OTHERS & 0o7777);
}
