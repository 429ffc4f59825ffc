import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { CheckpointMismatch } from '#libs/event-sourcing';
import type { EventReader, EventSubscriber } from '#libs/event-sourcing';
import { ProjectionRunner } from './projection-runner';
import type { StoppedView } from './projection-runner';
import { asError, isCorrupt } from './storage-failure';
import type { View } from './view';
import { holdsViews, openViewFile, readCheckpoints } from './view-file';
import type { ViewCheckpoint } from './view-file';
import {
  buildingPath,
  generationsIn,
  newestGeneration,
  removeDatabase,
  viewFilePath,
  viewsInFile,
} from './views';

/** What the projector has done so far. */
export interface Progress {
  readonly generation: number | null;
  /** Checkpoints of the live views; empty while there is no live generation. */
  readonly views: readonly ViewCheckpoint[];
  /** Position of the generation being built, null when none is. */
  readonly building: bigint | null;
}

export interface ProjectorOptions {
  readonly store: EventReader & EventSubscriber;
  /** Folder of the views files. */
  readonly directory: string;
  readonly views: readonly View[];
  /** Ends the run after the batch in hand. */
  readonly signal: AbortSignal;
  /** Events a batch; the larger it is the faster a rebuild, and the longer a commit. */
  readonly batchSize?: number;
  readonly historyEvents?: number;
  /** After each batch that changed the live views, and after a swap. */
  readonly onProgress?: (progress: Progress) => void;
  /** A new generation is live; readers turn to it before they see any progress of it. */
  readonly onSwap?: (generation: number) => void;
  readonly onStopped?: (stopped: StoppedView) => void;
  /** The store or the disk failed; it is tried again. */
  readonly onRetry?: (error: Error) => void;
}

const BATCH = 1_000;
/** A rebuild commits more rarely; the live views wait for one such batch at most. */
const BUILDING_BATCHES = 4;
const RETRY_MILLISECONDS = 1_000;
/**
 * Under a stream of events the views take them in at this pace and not one by one: a batch costs a commit, a row of
 * checkpoints a view and a message, and nobody sees a board change forty times a second. The first event after a
 * pause is shown at once.
 */
const PACE_MILLISECONDS = 25;

interface Generation {
  readonly number: number;
  readonly db: DatabaseSync;
  readonly runner: ProjectionRunner;
}

/**
 * Follows the log with the views of one folder. The live generation goes on while another is built beside it from
 * the beginning; it takes its place once it has caught up, so that no reader ever goes back in time (P-12).
 */
export class Projector {
  private live: Generation | undefined;
  private next: Generation | undefined;
  private isRebuildWanted = false;
  private wake: (() => void) | undefined;

  constructor(private readonly options: ProjectorOptions) {
    mkdirSync(options.directory, { recursive: true });
  }

  /** Builds the views anew beside the live ones and swaps. */
  requestRebuild(): void {
    this.isRebuildWanted = true;
    this.wake?.();
  }

  progress(): Progress {
    return {
      generation: this.live?.number ?? null,
      views: this.live === undefined ? [] : readCheckpoints(this.live.db),
      building: this.next?.runner.position ?? null,
    };
  }

  /** Runs until the signal aborts. @throws CheckpointMismatch when another projector writes the same file. */
  async run(): Promise<void> {
    const { signal } = this.options;
    try {
      while (!signal.aborted) await this.turn().catch((error: unknown) => this.recover(error));
    } finally {
      this.close();
    }
  }

  /** Nothing was written: after a moment the file is opened and the batch taken again. */
  private async recover(error: unknown): Promise<void> {
    if (error instanceof CheckpointMismatch) throw error;
    this.options.onRetry?.(asError(error));
    this.close();
    if (isCorrupt(error)) this.discardFiles();
    await this.pause(RETRY_MILLISECONDS);
  }

  private async turn(): Promise<void> {
    this.open();
    const { batchSize = BATCH } = this.options;
    const moved = this.live !== undefined && (await this.step(this.live, batchSize));
    if (moved) this.options.onProgress?.(this.progress());
    const isBuilding = this.next !== undefined;
    if (this.next !== undefined) await this.build(this.next, batchSize * BUILDING_BATCHES);
    if (moved || isBuilding) await setImmediate();
    else await this.nextEvent();
  }

  private async build(next: Generation, batchSize: number): Promise<void> {
    const grew = await this.step(next, batchSize);
    if (!grew || this.hasCaughtUp(next)) this.swap(next);
  }

  /** Opens the live generation, or begins to build one when there is none of these versions. */
  private open(): void {
    const { directory } = this.options;
    const newest = newestGeneration(directory);
    if (this.live === undefined && this.next === undefined) {
      if (newest !== undefined) this.live = this.openGeneration(newest, viewFilePath(directory, newest));
      if (this.live === undefined) this.isRebuildWanted = true;
    }
    if (!this.isRebuildWanted || this.next !== undefined) return;
    this.next = this.begin((newest ?? 0) + 1);
    this.isRebuildWanted = false;
  }

  /** Begins from nothing; a file that was left half built may be torn. */
  private begin(number: number): Generation | undefined {
    const { directory } = this.options;
    for (const name of readdirSync(directory).filter((one) => one.includes('.building.sqlite'))) {
      removeDatabase(join(directory, name));
    }
    return this.openGeneration(number, buildingPath(directory, number), 'building');
  }

  /** Undefined when the file holds other views or versions. */
  private openGeneration(
    number: number,
    path: string,
    state: 'live' | 'building' = 'live',
  ): Generation | undefined {
    const { store, historyEvents, onStopped } = this.options;
    const views = viewsInFile(this.options.views);
    const db = openViewFile(path, views, state);
    if (!holdsViews(db, views)) {
      db.close();
      return undefined;
    }
    const runner = new ProjectionRunner(db, views, store, {
      ...(historyEvents === undefined ? {} : { historyEvents }),
      ...(onStopped === undefined ? {} : { onStopped }),
    });
    return { number, db, runner };
  }

  /** One batch. How many events it had. */
  private async step({ runner }: Generation, size: number): Promise<number> {
    if (!runner.isRunning) return 0;
    const batch = await this.options.store.readAll(runner.position, size);
    await runner.project(batch);
    return batch.length;
  }

  private hasCaughtUp({ runner }: Generation): boolean {
    return this.live !== undefined && runner.position >= this.live.runner.position;
  }

  /** What was written without syncing is synced now; then the name that readers look for is given in one step. */
  private swap(next: Generation): void {
    const { directory } = this.options;
    const { live } = this;
    next.db.close();
    syncFile(buildingPath(directory, next.number));
    renameSync(buildingPath(directory, next.number), viewFilePath(directory, next.number));
    this.next = undefined;
    this.live = this.openGeneration(next.number, viewFilePath(directory, next.number));
    live?.db.close();
    this.options.onSwap?.(next.number);
    for (const old of generationsIn(directory)) {
      if (old < next.number) removeDatabase(viewFilePath(directory, old));
    }
    this.options.onProgress?.(this.progress());
  }

  /** What cannot be read is built again from the log. */
  private discardFiles(): void {
    const { directory } = this.options;
    for (const name of readdirSync(directory).filter((one) =>
      /^views-[0-9]+\.(building\.)?sqlite$/.test(one),
    )) {
      removeDatabase(join(directory, name));
    }
  }

  /** Resolves once there may be an event that the live views have not seen. */
  private async nextEvent(): Promise<void> {
    const { store, signal } = this.options;
    const following = this.live?.runner.isRunning === true ? this.live.runner : undefined;
    const position = following?.position ?? (await store.lastPosition());
    const wait = new AbortController();
    this.wake = () => {
      wait.abort();
    };
    signal.addEventListener('abort', this.wake, { once: true });
    if (signal.aborted || this.isRebuildWanted) wait.abort();
    try {
      for await (const _ of store.subscribe(position, { batchSize: 1, signal: wait.signal })) return;
    } finally {
      signal.removeEventListener('abort', this.wake);
      this.wake = undefined;
    }
  }

  private close(): void {
    this.live?.db.close();
    this.next?.db.close();
    this.live = undefined;
    this.next = undefined;
  }
}

function syncFile(path: string): void {
  const file = openSync(path, 'r+');
  fsyncSync(file);
  closeSync(file);
}

/** Follows the log with these views until the signal aborts. */
export function runProjector(options: ProjectorOptions): Promise<void> {
  return new Projector(options).run();
}
