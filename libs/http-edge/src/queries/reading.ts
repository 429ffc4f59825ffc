import type { DatabaseSync } from 'node:sqlite';
import { Inject, Injectable, Optional } from '@nestjs/common';
import { StoreUnavailable } from '#libs/event-sourcing';
import type { EventReader } from '#libs/event-sourcing';
import { EVENT_STORE } from '#libs/platform';
import { LiveViews, ViewsNotReady } from '#libs/projections';
import { CursorUnreadable } from '#libs/read-models';
import type { AsOf, ViewsSnapshot } from '#libs/projections';
import { Refusal } from '../problem/refusal';

/** How long a read waits for a position it names. */
const WAIT_MILLISECONDS = 2_000;
const RETRY_SECONDS = 2;

/** Reads the views for queries: everything of one answer from one moment, and where that moment is in the log. */
@Injectable()
export class Reading {
  /** Without `log` a position that does not exist is waited for like one that is to come. */
  constructor(
    @Inject(LiveViews) private readonly views: LiveViews,
    @Optional() @Inject(EVENT_STORE) private readonly log?: Pick<EventReader, 'lastPosition' | 'readAt'>,
  ) {}

  /**
   * `names`: the views that `query` reads, for `asOf`.
   * @throws Refusal AFTER_BEYOND_LOG when the log ends before `after`, CURSOR_OF_ANOTHER_LOG when it was given out by
   * a log that is no longer there, VIEW_BEHIND when the views do not reach it in time, NOT_READY, CURSOR_INVALID.
   */
  async read<Answer extends object>(
    after: bigint | undefined,
    names: readonly string[],
    query: (db: DatabaseSync) => Answer,
  ): Promise<Answer & { readonly asOf: AsOf }> {
    await this.untilReadable(after);
    return this.current(names, query);
  }

  /**
   * A moment of the views to be read piece by piece; to be closed.
   * @throws Refusal AFTER_BEYOND_LOG, CURSOR_OF_ANOTHER_LOG, VIEW_BEHIND, NOT_READY.
   */
  async snapshot(after: bigint | undefined, names: readonly string[]): Promise<ViewsSnapshot> {
    await this.untilReadable(after);
    try {
      return this.views.reader.snapshot(names);
    } catch (error) {
      throw asRefusal(error);
    }
  }

  /** Has no view changed since what was read with this place in the log? */
  isLatest(asOf: AsOf): boolean {
    return this.views.behindSince === undefined && this.views.reader.isLatest(asOf);
  }

  /** What is held for a moment is waited for; what is being built is not. */
  private async untilReadable(after: bigint | undefined): Promise<void> {
    if (after !== undefined) await this.waitFor(after);
    else if (this.views.reader.isHeld) await this.views.until(-1n, WAIT_MILLISECONDS);
  }

  private async waitFor(after: bigint): Promise<void> {
    // Others may stand at the position by now, and then it cannot be told; where none does it can.
    if (after <= this.views.lostUpTo && (await this.isNowhere(after))) throw ofAnotherLog(after);
    if (await this.views.until(after, 0)) return;
    const seen = this.views.until(after, WAIT_MILLISECONDS);
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

  /** Does no event stand there? False when nobody can say. */
  private async isNowhere(position: bigint): Promise<boolean> {
    const { log } = this;
    if (log === undefined) return false;
    return (await whileKnown(async () => (await log.readAt(position)) === undefined)) === true;
  }

  /** What `query` answers now. @throws Refusal NOT_READY, CURSOR_INVALID. */
  current<Answer extends object>(
    names: readonly string[],
    query: (db: DatabaseSync) => Answer,
  ): Answer & { readonly asOf: AsOf } {
    const { behindSince: since, reader } = this.views;
    try {
      const read = reader.read(names, query);
      if (since === undefined) return read;
      return { ...read, asOf: { ...read.asOf, warning: { code: 'VIEWS_BEHIND', since } } };
    } catch (error) {
      throw asRefusal(error);
    }
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

/** What readers of the views throw, as the edge refuses it; other errors as they are. */
export function asRefusal(error: unknown): unknown {
  if (error instanceof ViewsNotReady)
    return new Refusal('NOT_READY', 'the views are being built', { retryAfter: RETRY_SECONDS });
  if (error instanceof CursorUnreadable)
    return new Refusal('CURSOR_INVALID', 'cursor is the nextCursor of an earlier answer');
  return error;
}
