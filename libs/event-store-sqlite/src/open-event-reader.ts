import { watch } from 'node:fs';
import { AppendBell } from '#libs/event-sourcing';
import { SqliteEventReader } from './event-reader';
import { WAL_NAME } from './layout';

/** Longest pause between two looks after a change, in milliseconds; past it the log counts as idle. */
const LONGEST_PAUSE = 30_000;

/**
 * Opens the log for reading only, in any thread or process, beside a running server or without one. Subscriptions
 * are woken by changes of the write-ahead log: nothing is polled while the log is idle.
 * @throws OpenRefused MISSING
 */
export function openSqliteEventReader({ directory }: { directory: string }): Promise<SqliteEventReader> {
  return new Promise((resolve) => {
    const bell = new AppendBell();
    const reader = new SqliteEventReader(directory, bell, () => {
      stop();
    });
    const stop = watchCommits(directory, bell);
    resolve(reader);
  });
}

/**
 * Rings at each change of the write-ahead log. A commit is visible only after its sync, some time after the change,
 * and that makes no noise of its own: so it rings again after pauses that double until the log counts as idle.
 */
function watchCommits(directory: string, bell: AppendBell): () => void {
  let pause = 1;
  let again: NodeJS.Timeout | undefined;
  const ring = (): void => {
    bell.ring();
    again = pause > LONGEST_PAUSE ? undefined : setTimeout(ring, pause).unref();
    pause *= 2;
  };
  const watcher = watch(directory, (_event, file) => {
    if (file !== WAL_NAME) return;
    clearTimeout(again);
    pause = 1;
    ring();
  });
  return () => {
    clearTimeout(again);
    watcher.close();
  };
}
