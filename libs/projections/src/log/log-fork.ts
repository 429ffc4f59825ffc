import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { LogForked, StoreUnavailable } from '#libs/event-sourcing';
import type { EventReader } from '#libs/event-sourcing';
import { lastCommon, recognise } from './log-marks';
import type { RememberedEvent } from './log-marks';
import { readCheckpoints } from '../files/view-database';
import { newestGeneration, viewFilePath } from '../files/views-reader';

/** The log is not the one that the views followed: it has gone back, or is another one. */
export interface Fork {
  /** Position of the views. */
  readonly from: bigint;
  /** The last event they remember that the log holds too; null when it holds none of them. */
  readonly common: RememberedEvent | null;
}

const RETRY_MILLISECONDS = 1_000;

/** How far the log agrees with what the views of a file remember; waits while the store is unavailable. */
export async function forkBehind(
  db: DatabaseSync,
  { store, signal }: { readonly store: Pick<EventReader, 'readAt'>; readonly signal: AbortSignal },
): Promise<Fork> {
  const positions = readCheckpoints(db).map(({ position }) => position ?? -1n);
  const from = positions.reduce((furthest, position) => (position > furthest ? position : furthest), -1n);
  while (!signal.aborted) {
    try {
      return { from, common: await lastCommon(db, store) };
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      await sleep(RETRY_MILLISECONDS, undefined, { signal }).catch(() => undefined);
    }
  }
  return { from, common: null };
}

/** For a line: from which position to which. */
export function forkInWords({ from, common }: Fork): string {
  if (common === null)
    return `from position ${from} to the beginning: the log holds nothing the views stood on`;
  return `from position ${from} to ${common.position}, recorded ${common.recordTime}: the log does not hold what followed`;
}

/** The fork between the newest views of a folder, read beside whoever writes them, and a log; undefined for none. */
export async function forkOf(
  directory: string,
  store: Pick<EventReader, 'readAt'>,
): Promise<Fork | undefined> {
  const newest = newestGeneration(directory);
  if (newest === undefined) return undefined;
  const db = new DatabaseSync(viewFilePath(directory, newest), { readOnly: true, timeout: 5_000 });
  try {
    await recognise(db, store);
    return undefined;
  } catch (error) {
    if (!(error instanceof LogForked)) throw error;
    return await forkBehind(db, { store, signal: new AbortController().signal });
  } finally {
    db.close();
  }
}

const NOTES = 'forks.ndjson';

/** A fork as it was found, RFC 3339 UTC. */
interface FoundFork {
  readonly found: string;
  readonly words: string;
}

/** Notes a fork beside the views, for whoever verifies later. */
export function noteFork(directory: string, fork: Fork, found: string): void {
  const note: FoundFork = { found, words: forkInWords(fork) };
  appendFileSync(join(directory, NOTES), `${JSON.stringify(note)}\n`);
}

/** The forks that were found with the views of a folder, oldest first. */
export function forksNoted(directory: string): readonly FoundFork[] {
  const path = join(directory, NOTES);
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as FoundFork);
}
