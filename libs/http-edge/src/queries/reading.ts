/* Consistent reads of views: read-your-writes by position, snapshots, staleness. */

import type { DatabaseSync } from 'node:sqlite';
import { Inject, Injectable, Optional } from '@nestjs/common';
import { StoreUnavailable } from '#libs/event-sourcing';
import type { EventReader } from '#libs/event-sourcing';
import { EVENT_STORE } from '#libs/platform';
import { Refusal } from '../problem/refusal';
import { EDGE_VIEWS } from './edge-views';
import type { EdgeViews, ReadAt, ReadMoment } from './edge-views';

/** How long a read waits for a position it names. */
const WAIT_MILLISECONDS = 2_000;
const RETRY_SECONDS = 2;

/** Reads the views for queries: everything of one answer from one moment, and where that moment is in the log. */
@Injectable()
export class Reading {
  /** Without `log` a position that does not exist is waited for like one that is to come. */
  constructor(
    @Inject(EDGE_VIEWS) private readonly views: Pick<EdgeViews, 'live'>,
    @Optional() @Inject(EVENT_STORE) private readonly log?: Pick<EventReader, 'lastPosition' | 'readAt'>,
  ) {}

  /**
   * `names`: the views that `query` reads, for `asOf`.
   * @throws Refusal AFTER_BEYOND_LOG when the log ends before `after`, CURSOR_OF_ANOTHER_LOG when it was given out by
   * a log that is no longer there, VIEW_BEHIND when the views do not reach it in time; what the views throw.
   */
  async read<Answer extends object>(
    after: bigint | undefined,
    names: readonly string[],
    query: (db: DatabaseSync) => Answer,
  ): Promise<Answer & { readonly asOf: ReadAt }> {
    await this.untilReadable(after);
    return this.current(names, query);
  }

  /**
   * A moment of the views to be read piece by piece; to be closed.
   * @throws as `read`.
   */
  async snapshot(after: bigint | undefined, names: readonly string[]): Promise<ReadMoment> {
    await this.untilReadable(after);
    return this.views.live.reader.snapshot(names);
  }

  /** Has no view changed since what was read with this place in the log? */
  isLatest(asOf: ReadAt): boolean {
    return this.views.live.behindSince === undefined && this.views.live.reader.isLatest(asOf);
  }

  /** What is held for a moment is waited for; what is being built is not. */
  private async untilReadable(after: bigint | undefined): Promise<void> {
    if (after !== undefined) await this.waitFor(after);
    else if (this.views.live.reader.isHeld) await this.views.live.until(-1n, WAIT_MILLISECONDS);
  }

  private async waitFor(after: bigint): Promise<void> {
    // Another event may be at the position by now, and then the loss does not show; where none is it does.
    if (after <= this.views.live.lostUpTo && (await this.isNowhere(after))) throw ofAnotherLog(after);
    if (await this.views.live.until(after, 0)) return;
    const seen = this.views.live.until(after, WAIT_MILLISECONDS);
    const end = await Promise.race([seen.then(() => undefined), this.endOfLog()]);
    if (end !== undefined && after > end) {
      const detail = `after is the position of an earlier answer, and this log ends at ${end}`;
      throw Refusal.of('AFTER_BEYOND_LOG', '', detail);
    }
    if (await seen) return;
    if (await this.isNowhere(after)) throw ofAnotherLog(after);
    throw new Refusal('VIEW_BEHIND', `the view has not seen position ${after} yet`, {
      retryAfter: RETRY_SECONDS,
    });
  }

  /** Undefined when nobody can say. */
  private endOfLog(): Promise<bigint | undefined> {
    return whileKnown(() => this.log?.lastPosition());
  }

  /** Is no event there? False while the log does not answer. */
  private async isNowhere(position: bigint): Promise<boolean> {
    const { log } = this;
    if (log === undefined) return false;
    return (await whileKnown(async () => (await log.readAt(position)) === undefined)) === true;
  }

  /** What `query` answers now. @throws what the views throw. */
  current<Answer extends object>(
    names: readonly string[],
    query: (db: DatabaseSync) => Answer,
  ): Answer & { readonly asOf: ReadAt } {
    const { behindSince: since, reader } = this.views.live;
    const read = reader.read(names, query);
    if (since === undefined) return read;
    return { ...read, asOf: { ...read.asOf, warning: { code: 'VIEWS_BEHIND', since } } };
  }
}

/** Undefined where the store does not answer. */
async function whileKnown<Value>(ask: () => Promise<Value> | undefined): Promise<Value | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof StoreUnavailable) return undefined;
    throw error;
  }
}

function ofAnotherLog(after: bigint): Refusal {
  const detail = `no event stands at ${after}: after is a position of another log, or of this one before it went back`;
  return Refusal.of('CURSOR_OF_ANOTHER_LOG', '', detail);
}
