/* Offline rebuild of all views, or of one. */
import { mkdirSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { positionAfter } from '#libs/event-sourcing';
import type { EventReader, EventSubscriber } from '#libs/event-sourcing';
import { beginGeneration, completeGeneration, removeGenerationsBefore } from './generation';
import { Projector } from './projector';
import type { Fork } from '../log/log-fork';
import { recognise } from '../log/log-marks';
import type { StoppedView } from '../runner/projection-runner';
import type { View } from '../catalogue/view';
import type { ViewCatalogue } from '../catalogue/subject-kinds';
import { catalogueInFile } from '../files/catalogue-in-file';
import { newestGeneration, viewFilePath, ViewsNotReady } from '../files/views-reader';

export interface RebuildOptions {
  readonly store: EventReader & EventSubscriber;
  /** Folder of the views files; no projector may run on it. */
  readonly directory: string;
  readonly catalogue: ViewCatalogue;
  /** What stood there were views of another log. */
  readonly onFork?: (fork: Fork) => void;
  /** Position up to which the new views have come. */
  readonly onProgress?: (position: bigint) => void;
}

/** A view could not show an event of the log; what it stopped at is in its checkpoint (P-15). */
export class ViewStopped extends Error {
  override readonly name = 'ViewStopped';
  constructor(stopped: readonly StoppedView[]) {
    super(
      stopped
        .map(({ name, position, error }) => `${name} stopped at position ${position}: ${error.message}`)
        .join('; '),
    );
  }
}

const BATCH = 4_000;

/** Builds every view anew beside the old ones, and swaps when they have caught up. @throws ViewStopped */
export async function rebuildViews(options: RebuildOptions): Promise<void> {
  const { store, directory, catalogue, onProgress, onFork } = options;
  const done = new AbortController();
  const stopped: StoppedView[] = [];
  const failures: Error[] = [];
  mkdirSync(directory, { recursive: true });
  const projector = new Projector({
    store: reporting(store, onProgress),
    directory,
    catalogue,
    signal: done.signal,
    ...(onFork === undefined ? {} : { onFork }),
    onSwap: () => {
      done.abort();
    },
    onStopped: (view) => stopped.push(view),
    onRetry: (error) => {
      failures.push(error);
      done.abort();
    },
  });
  projector.requestRebuild();
  await projector.run();
  if (failures[0] !== undefined) throw failures[0];
  if (stopped.length > 0) throw new ViewStopped(stopped);
}

/**
 * Builds one view of the newest generation anew, the others as they are, and swaps.
 * @throws ViewsNotReady when there is no generation, LogForked when it is of another log, ViewStopped
 */
export async function rebuildView(name: string, options: RebuildOptions): Promise<void> {
  const { store, directory, catalogue, onProgress } = options;
  const view = catalogueInFile(catalogue).views.find((one) => one.name === name);
  const newest = newestGeneration(directory);
  if (view === undefined) throw new RangeError(`there is no view ${name}`);
  if (newest === undefined) throw new ViewsNotReady('no views are built yet');
  const stopped: StoppedView[] = [];
  const generation = {
    store,
    directory,
    catalogue,
    onStopped: (one: StoppedView) => stopped.push(one),
  };
  const building = beginGeneration(generation, newest + 1, (path) => {
    copyWithout(view, viewFilePath(directory, newest), path);
  });
  if (building === undefined)
    throw new ViewsNotReady('the views are of another version; build all of them anew');
  await recognise(building.db, store);
  while (building.runner.isRunning) {
    const batch = await store.readAll(building.runner.place, BATCH);
    if (batch.length === 0) break;
    await building.runner.project(batch);
    onProgress?.(building.runner.position);
  }
  completeGeneration(generation, building)?.db.close();
  removeGenerationsBefore(directory, newest + 1);
  if (stopped.length > 0) throw new ViewStopped(stopped);
}

/** Names of the tables of a view. */
export function tablesOf(view: View): string[] {
  const db = new DatabaseSync(':memory:');
  db.exec(view.schema);
  const tables = db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")
    .all()
    .map((row) => row['name'] as string);
  db.close();
  return tables;
}

function copyWithout(view: View, from: string, to: string): void {
  const live = new DatabaseSync(from, { readOnly: true, timeout: 5_000 });
  live.prepare('VACUUM INTO ?').run(to);
  live.close();
  const copy = new DatabaseSync(to);
  copy.exec('BEGIN');
  for (const table of tablesOf(view)) copy.exec(`DROP TABLE IF EXISTS "${table}"`);
  copy.exec(view.schema);
  copy
    .prepare(
      `UPDATE projection_checkpoint SET position = NULL, record_time = NULL, failed_position = NULL, error = NULL
       WHERE name = ?`,
    )
    .run(view.name);
  copy.exec('COMMIT');
  copy.close();
}

/** The same log, each page told. */
function reporting(
  store: RebuildOptions['store'],
  onProgress: RebuildOptions['onProgress'] = () => undefined,
): RebuildOptions['store'] {
  return {
    readStream: (stream, from) => store.readStream(stream, from),
    isDeleted: async (stream) => (await store.isDeleted?.(stream)) ?? false,
    lastPosition: () => store.lastPosition(),
    subscribe: (after, options) => store.subscribe(after, options),
    readAt: (position) => store.readAt(position),
    readAll: async (after, limit) => {
      const page = await store.readAll(after, limit);
      onProgress(page.at(-1)?.position ?? positionAfter(after));
      return page;
    },
  };
}
