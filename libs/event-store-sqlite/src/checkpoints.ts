import type { DatabaseSync } from 'node:sqlite';
import { failureKind } from './sqlite-failure';

/**
 * About 32 MiB, which is also reserved (`log-file.ts`): commits into a write-ahead log that does not grow are nearly
 * twice as fast. A checkpoint of this size holds up the next commit for some 30 ms, once in some 15,000 events; half the
 * size costs 5 to 8 % of the throughput, since pages that change again and again are then written twice as often.
 */
const PAGES_BETWEEN = 8_000;
/** Readers that never leave a gap can keep the log from restarting; from here on the writer waits for them (F-10). */
const MAX_PAGES = 16_000;
/** Measured with events of 0.7 to 1 kB; the true number comes with each checkpoint. */
const PAGES_PER_COMMIT = 2;
const PAGES_PER_EVENT = 0.4;

/**
 * Moves the write-ahead log into the database, after so many pages and when nothing is written. Done here and not by
 * SQLite's automatism, because that one drops the error of a failed sync, after which the log must stop (F-05).
 */
export class Checkpoints {
  private pending = 0;

  constructor(private readonly db: DatabaseSync) {}

  /** To be called after each commit, once it is answered. What is wrong, or null. */
  afterCommit(events: number): string | null {
    this.pending += PAGES_PER_COMMIT + events * PAGES_PER_EVENT;
    return this.pending < PAGES_BETWEEN ? null : this.run();
  }

  /** To be called when nothing has been written for a while. What is wrong, or null. */
  whenIdle(): string | null {
    return this.pending === 0 ? null : this.run();
  }

  /** Leaves an empty write-ahead log, if that can be. */
  finish(): void {
    try {
      this.checkpoint('TRUNCATE');
    } catch {
      // Whoever asks for it stops writing in any case.
    }
  }

  private run(): string | null {
    try {
      const pages = this.checkpoint('PASSIVE');
      if (pages > MAX_PAGES) this.checkpoint('RESTART');
      this.pending = 0;
      return null;
    } catch (error) {
      // On a full disk or beside a busy reader the log just stays longer; nothing is lost by trying again later.
      this.pending = 0;
      return failureKind(error) === 'fatal' ? `the log cannot be checkpointed: ${String(error)}` : null;
    }
  }

  private checkpoint(mode: 'PASSIVE' | 'RESTART' | 'TRUNCATE'): number {
    return this.db.prepare(`PRAGMA wal_checkpoint(${mode})`).get()?.['log'] as number;
  }
}
