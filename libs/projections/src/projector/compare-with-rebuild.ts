import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { damagedStreams } from '../damage/damaged-streams';
import { rebuildViews, tablesOf } from './rebuild-views';
import type { RebuildOptions } from './rebuild-views';
import { readCheckpoints } from '../files/view-database';
import type { ViewCheckpoint } from '../files/view-database';
import { digestOfViews } from '../files/view-digest';
import { newestGeneration, viewFilePath, ViewsNotReady } from '../files/views-reader';

/** Whether the views of a folder are those of the log. */
export interface Comparison {
  /** Position at which they were compared. */
  readonly position: bigint;
  /** Names of the views whose rows are not those of a rebuild. */
  readonly different: readonly string[];
  /** Views that stopped at an event they cannot show. */
  readonly stopped: readonly ViewCheckpoint[];
}

/**
 * Builds every view anew in the folder `scratch`, up to the position of the views, and compares row by row (P-07). Works
 * beside a running projector: what is compared is a copy of one moment.
 * @throws ViewsNotReady, ViewStopped
 */
export async function compareWithRebuild(
  options: RebuildOptions & { readonly scratch: string },
): Promise<Comparison> {
  const { directory, catalogue, scratch, store } = options;
  const newest = newestGeneration(directory);
  if (newest === undefined) throw new ViewsNotReady('no views are built yet');
  mkdirSync(scratch, { recursive: true });
  const copy = join(scratch, 'compared.sqlite');
  copyFile(viewFilePath(directory, newest), copy);
  const live = new DatabaseSync(copy, { readOnly: true });
  const checkpoints = readCheckpoints(live);
  const stopped = checkpoints.filter(({ failedPosition }) => failedPosition !== null);
  const running = checkpoints.filter((one) => !stopped.includes(one));
  const position = running[0]?.position ?? -1n;
  const aside = join(scratch, 'rebuilt');
  await rebuildViews({ ...options, store: upTo(store, position), directory: aside });
  const rebuilt = new DatabaseSync(viewFilePath(aside, newestGeneration(aside) ?? 1), { readOnly: true });
  const names = new Set(running.map(({ name }) => name));
  const different = [...catalogue.views, damagedStreams]
    .filter((view) => names.has(view.name))
    .filter((view) => {
      const tables = tablesOf(view);
      return digestOfViews(live, { tables }) !== digestOfViews(rebuilt, { tables });
    })
    .map(({ name }) => name);
  live.close();
  rebuilt.close();
  return { position, different, stopped };
}

function copyFile(from: string, to: string): void {
  const live = new DatabaseSync(from, { readOnly: true, timeout: 5_000 });
  live.prepare('VACUUM INTO ?').run(to);
  live.close();
}

/** The log as it was when `last` was its last event. */
function upTo(store: RebuildOptions['store'], last: bigint): RebuildOptions['store'] {
  return {
    readStream: (stream, from) => store.readStream(stream, from),
    isDeleted: async (stream) => (await store.isDeleted?.(stream)) ?? false,
    lastPosition: () => Promise.resolve(last),
    subscribe: (after, options) => store.subscribe(after, options),
    readAll: async (after, limit) =>
      (await store.readAll(after, limit)).filter((event) => event.position <= last),
    readAt: (position) => store.readAt(position),
  };
}
