import type { DatabaseSync } from 'node:sqlite';
import { Inject, Injectable } from '@nestjs/common';
import { CursorUnreadable, LiveViews, ViewsNotReady } from '#libs/read-models';
import type { AsOf } from '#libs/read-models';
import { Refusal } from '../problem/refusal';

/** How long a read waits for a position it names (api.md). */
const WAIT_MILLISECONDS = 2_000;
const RETRY_SECONDS = 2;

/** Reads the views for queries: everything of one answer from one moment, and where that moment is in the log. */
@Injectable()
export class Reading {
  constructor(@Inject(LiveViews) private readonly views: LiveViews) {}

  /**
   * `names`: the views that `query` reads, for `asOf`.
   * @throws Refusal VIEW_BEHIND when the views do not reach `after` in time, NOT_READY, CURSOR_INVALID.
   */
  async read<Answer extends object>(
    after: bigint | undefined,
    names: readonly string[],
    query: (db: DatabaseSync) => Answer,
  ): Promise<Answer & { readonly asOf: AsOf }> {
    if (after !== undefined && !(await this.views.until(after, WAIT_MILLISECONDS))) {
      throw new Refusal('VIEW_BEHIND', `the view has not seen position ${after} yet`, {
        retryAfter: RETRY_SECONDS,
      });
    }
    return this.current(names, query);
  }

  /** What `query` answers now. @throws Refusal NOT_READY, CURSOR_INVALID. */
  current<Answer extends object>(
    names: readonly string[],
    query: (db: DatabaseSync) => Answer,
  ): Answer & { readonly asOf: AsOf } {
    try {
      return this.views.reader.read(names, query);
    } catch (error) {
      if (error instanceof ViewsNotReady) {
        throw new Refusal('NOT_READY', 'the views are being built', { retryAfter: RETRY_SECONDS });
      }
      if (error instanceof CursorUnreadable) {
        throw new Refusal('CURSOR_INVALID', 'cursor is the nextCursor of an earlier answer');
      }
      throw error;
    }
  }
}
