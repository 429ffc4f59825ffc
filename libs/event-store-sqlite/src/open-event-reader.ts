import { closeSync, openSync, watch } from 'node:fs';
import { AppendBell } from '#libs/event-sourcing';
import { SqliteEventReader } from './event-reader';
import { filesOf } from './layout';

/**
 * Opens the log for reading only, in any thread or process, beside a running server or without one. Subscriptions
 * are woken by the file that the writer touches after each commit: nothing is polled while the log is idle.
 * @throws OpenRefused MISSING
 */
export function openSqliteEventReader({ directory }: { directory: string }): Promise<SqliteEventReader> {
  return new Promise((resolve) => {
    const bell = new AppendBell();
    const reader = new SqliteEventReader(directory, bell, () => {
      watcher.close();
    });
    const { appended } = filesOf(directory);
    // A folder restored from a backup has none until its first server starts.
    closeSync(openSync(appended, 'a'));
    const watcher = watch(appended, () => {
      bell.ring();
    });
    resolve(reader);
  });
}
