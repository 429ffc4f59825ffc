import { closeSync, fsyncSync, openSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { EventReader } from '#libs/event-sourcing';
import { readsHistories } from '../runner/history-build';
import { ProjectionRunner } from '../runner/projection-runner';
import type { StoppedView } from '../runner/projection-runner';
import type { ViewCatalogue } from '../catalogue/subject-kinds';
import { catalogueInFile } from '../files/catalogue-in-file';
import { holdsViews, openViewDatabase } from '../files/view-database';
import { buildingPath, generationsIn, removeDatabase, viewFilePath } from '../files/views-reader';

/** What a generation is made of and where. */
export interface GenerationOptions {
  readonly store: EventReader;
  /** Folder of the views files. */
  readonly directory: string;
  readonly catalogue: ViewCatalogue;
  readonly onStopped?: (stopped: StoppedView) => void;
}

/** One file of views that is followed or built. */
export interface Generation {
  readonly number: number;
  readonly db: DatabaseSync;
  readonly runner: ProjectionRunner;
}

/** A complete generation; undefined when its file holds other views or versions. */
export function openGeneration(options: GenerationOptions, number: number): Generation | undefined {
  return openFile(options, number, 'live');
}

/** Begins a generation from nothing, or from what `prepare` lays down; a file that was left half built may be torn. */
export function beginGeneration(
  options: GenerationOptions,
  number: number,
  prepare?: (path: string) => void,
): Generation | undefined {
  for (const name of readdirSync(options.directory).filter((one) => one.includes('.building.sqlite'))) {
    removeDatabase(join(options.directory, name));
  }
  prepare?.(buildingPath(options.directory, number));
  return openFile(options, number, 'building');
}

/** What was written without syncing is synced now; then the name that readers look for is given in one step. */
export function completeGeneration(options: GenerationOptions, built: Generation): Generation | undefined {
  const path = buildingPath(options.directory, built.number);
  built.db.close();
  const file = openSync(path, 'r+');
  fsyncSync(file);
  closeSync(file);
  renameSync(path, viewFilePath(options.directory, built.number));
  return openGeneration(options, built.number);
}

/** Removes every generation before this one; who still reads one goes on reading it. */
export function removeGenerationsBefore(directory: string, number: number): void {
  for (const old of generationsIn(directory).filter((one) => one < number)) {
    removeDatabase(viewFilePath(directory, old));
  }
}

/** Removes every generation, complete or not: what cannot be read is built again from the log. */
export function discardGenerations(directory: string): void {
  for (const name of readdirSync(directory)) {
    if (/^views-[0-9]+\.(building\.)?sqlite$/.test(name)) removeDatabase(join(directory, name));
  }
}

function openFile(
  options: GenerationOptions,
  number: number,
  state: 'live' | 'building',
): Generation | undefined {
  const { store, directory, onStopped } = options;
  const catalogue = catalogueInFile(options.catalogue);
  const { views } = catalogue;
  const path = state === 'live' ? viewFilePath(directory, number) : buildingPath(directory, number);
  const db = openViewDatabase(path, views, state);
  if (!holdsViews(db, views)) {
    db.close();
    return undefined;
  }
  const runner = new ProjectionRunner(db, catalogue, store, {
    ...(onStopped === undefined ? {} : { onStopped }),
    ...(state === 'building' && readsHistories(store) ? { log: store } : {}),
  });
  return { number, db, runner };
}
