import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { StoreUnavailable } from '#libs/event-sourcing';
import type { EventReader } from '#libs/event-sourcing';
import { lastCommon } from './log-marks';
import type { RememberedEvent } from './log-marks';
import { readCheckpoints } from './view-file';

/** The log is not the one that the views followed: it has gone back, or is another one. */
export interface Fork {
  /** Where the views stood. */
  readonly from: bigint;
  /** The last event they remember that the log holds too; null when it holds none of them. */
  readonly common: RememberedEvent | null;
}

const RETRY_MILLISECONDS = 1_000;

/** How far the log agrees with what the views of a file remember; waits for a store that is away. */
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
