/* Projector: follows the log with the views of one folder, and rebuilds them beside the live ones. */
import { mkdirSync } from 'node:fs';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { CheckpointMismatch, LogForked, StoreUnavailable } from '#libs/event-sourcing';
import {
  beginGeneration,
  completeGeneration,
  discardGenerations,
  openGeneration,
  removeGenerationsBefore,
} from './generation';
import type { Generation } from './generation';
import { forkBehind } from '../log/log-fork';
import { recognise, remember } from '../log/log-marks';
import type { Progress, ProjectorOptions } from './projector-options';
import { asError, isCorrupt } from '../sql/storage-failure';
import { readCheckpoints } from '../files/view-database';
import type { ViewCheckpoint } from '../files/view-database';
import { newestGeneration } from '../files/views-reader';
import { WakeableWaits } from './wakeable-waits';

const BATCH = 1_000;
/** A rebuild goes on in larger steps; the live views wait for one of them at most. */
const BUILDING_BATCHES = 4;
const RETRY_MILLISECONDS = 1_000;
/**
 * Longest pause between two batches of live views. A batch costs a commit, a row of checkpoints a view and a message,
 * so under load the views take the events in many at a time: the pause has a millisecond for each event of the batch
 * before, which is next to nothing for a few and this much from a few thousand events a second on (P-13).
 */
const LONGEST_PAUSE = 250;

/**
 * Follows the log with the views of one folder. The live generation goes on while another is built beside it from
 * the beginning; it takes its place once it has caught up, so that no reader ever goes back in time (P-12).
 */
export class Projector {
  private live: Generation | undefined;
  private next: Generation | undefined;
  private isRebuildWanted = false;
  /** May the live views be read? Yes where the log holds the events at their checkpoints, and while no store can say. */
  private trust: 'none' | 'unchecked' | 'recognised' = 'none';
  /** Number of the last look for the live views' events that was asked for, and of the last that is done. */
  private wanted = 0;
  private looked = 0;
  private newest = 0;
  /** Checkpoints of the live views, or the last ones when their file was closed after a failure. */
  private lastSeen: readonly ViewCheckpoint[] = [];
  private readonly waits: WakeableWaits;

  constructor(private readonly options: ProjectorOptions) {
    this.waits = new WakeableWaits(options.signal);
    mkdirSync(options.directory, { recursive: true });
  }

  /** Builds the views anew beside the live ones and swaps. */
  requestRebuild(): void {
    this.isRebuildWanted = true;
    this.waits.wake();
  }

  /**
   * The log may be another one: the events at the checkpoints are looked for before anything else. `number` then comes
   * back as `Progress.looked`; without one, whatever is waited for is only taken up at once.
   */
  lookAgain(number = this.wanted): void {
    this.wanted = number;
    this.waits.wake();
  }

  progress(): Progress {
    if (this.live !== undefined) this.lastSeen = readCheckpoints(this.live.db);
    return {
      generation: this.trust === 'none' ? null : (this.live?.number ?? null),
      views: this.lastSeen,
      building: this.next?.runner.position ?? null,
      looked: this.looked,
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

  /** Nothing was written: after a moment the file is opened, unless only the log is unavailable, and the batch taken again. */
  private async recover(error: unknown): Promise<void> {
    if (error instanceof CheckpointMismatch) throw error;
    if (error instanceof LogForked) return this.disown();
    this.options.onRetry?.(asError(error));
    if (!(error instanceof StoreUnavailable)) this.close();
    else if (this.trust === 'none') {
      this.trust = 'unchecked';
      this.tell();
    }
    if (isCorrupt(error)) discardGenerations(this.options.directory);
    await this.pause(RETRY_MILLISECONDS);
  }

  /** What was built from another log is thrown away, and is built anew from this one. */
  private async disown(): Promise<void> {
    const { directory, onDisowned, onFork, onRetry } = this.options;
    const disowned = this.letGo();
    this.lastSeen = [];
    onDisowned?.();
    try {
      const [found] = disowned;
      if (found !== undefined) onFork?.(await forkBehind(found.db, this.options));
    } catch (error) {
      onRetry?.(asError(error));
    }
    for (const { db } of disowned) db.close();
    discardGenerations(directory);
  }

  /** True when the live views may be read from now on. */
  private async recognise(): Promise<boolean> {
    const { live, wanted } = this;
    if (live === undefined || (this.trust === 'recognised' && this.looked === wanted)) return false;
    remember(live.db, await recognise(live.db, this.options.store));
    this.trust = 'recognised';
    this.looked = wanted;
    return true;
  }

  private async turn(): Promise<void> {
    this.open();
    const isFound = await this.recognise();
    const isGathering = this.gatherKeys();
    // Readers of views that nothing has happened to since need not wait for something to happen.
    if (isFound) this.tell();
    const { batchSize = BATCH } = this.options;
    const shown = this.live === undefined ? 0 : await this.step(this.live, batchSize);
    if (shown > 0) this.tell();
    const { next } = this;
    if (next !== undefined) await this.build(next, batchSize * BUILDING_BATCHES);
    if (next !== undefined || isGathering || shown === batchSize) await setImmediate();
    else await this.rest(shown);
  }

  private async rest(shown: number): Promise<void> {
    if (shown > 0) await this.pause(Math.min(shown, LONGEST_PAUSE));
    else await this.nextEvent();
  }

  private async build(next: Generation, batchSize: number): Promise<void> {
    if (await next.runner.fill(batchSize)) return;
    const grown = await this.step(next, batchSize);
    if (grown === 0 || this.hasCaughtUp(next)) this.swap(next);
  }

  private pause(milliseconds: number): Promise<void> {
    return this.waits.until((signal) => sleep(milliseconds, undefined, { signal }).catch(() => undefined));
  }

  /** Opens the live generation, or begins to build one when there is none of these versions. */
  private open(): void {
    const { directory } = this.options;
    const newest = newestGeneration(directory);
    this.newest = Math.max(this.newest, newest ?? 0);
    if (this.live === undefined && this.next === undefined) {
      if (newest !== undefined) this.live = openGeneration(this.options, newest);
      if (this.live === undefined) this.isRebuildWanted = true;
      // Their checkpoints are reported before they may be read.
      else this.tell();
    }
    if (!this.isRebuildWanted || this.next !== undefined) return;
    this.next = beginGeneration(this.options, this.newest + 1);
    this.isRebuildWanted = false;
  }

  /** One batch. How many events it had. */
  private async step({ runner }: Generation, size: number): Promise<number> {
    if (!runner.isRunning) return 0;
    const batch = await this.options.store.readAll(runner.place, size);
    for (const { metadata } of batch) this.options.keys?.add(metadata.commandId);
    await runner.project(batch);
    return batch.length;
  }

  /** True while there are more. */
  private gatherKeys(): boolean {
    return this.live !== undefined && this.options.keys?.gather(this.live.db) === true;
  }

  private hasCaughtUp({ runner }: Generation): boolean {
    return this.live !== undefined && runner.position >= this.live.runner.position;
  }

  /** Readers are notified before they hear of any progress of the new generation. */
  private swap(next: Generation): void {
    const { live } = this;
    this.next = undefined;
    this.live = completeGeneration(this.options, next);
    live?.db.close();
    this.trust = 'recognised';
    this.gatherKeys();
    this.options.onSwap?.(next.number);
    removeGenerationsBefore(this.options.directory, next.number);
    this.tell();
  }

  private tell(): void {
    this.options.onProgress?.(this.progress());
  }

  /** Resolves once there may be an event that the live views have not seen. */
  private async nextEvent(): Promise<void> {
    const { store, onDropped } = this.options;
    const following = this.live?.runner.isRunning === true ? this.live.runner : undefined;
    const place = following?.place ?? (await store.lastPosition());
    if (this.isRebuildWanted || this.looked !== this.wanted) return;
    await this.waits.until(async (signal) => {
      const options = { batchSize: 1, signal, onDropped: (why: string) => onDropped?.(why) };
      for await (const _ of store.subscribe(place, options)) return;
    });
  }

  private close(): void {
    for (const { db } of this.letGo()) db.close();
  }

  /** From now on no rows are reported. Returns the generations that were open, the live one first. */
  private letGo(): readonly Generation[] {
    const open = [this.live, this.next].filter((one) => one !== undefined);
    this.live = undefined;
    this.next = undefined;
    this.trust = 'none';
    return open;
  }
}

/** Follows the log with these views until the signal aborts. */
export function runProjector(options: ProjectorOptions): Promise<void> {
  return new Projector(options).run();
}
