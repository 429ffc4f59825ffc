import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { ReadSide } from '#libs/projections';
import type { PublicBoards } from './public-board-answer';

/** Age of a board that shows now. */
const OLDEST_MS = 2_000;
/** A day of steps of five minutes. */
const MOST_KEPT = 288;

/**
 * The boards that were asked for lately, one for everybody who asks for the same: made anew after every change of the
 * views, and after two seconds where only time passes.
 */
@Injectable()
export class RecentBoards {
  private readonly kept = new LRUCache<string, PublicBoards>({ max: MOST_KEPT });
  private isFollowing = false;

  constructor(@Inject(ReadSide) private readonly views: ReadSide) {}

  /** Boards of the time `at`, or of `now` when nobody names one; both epoch milliseconds. None that may not be read. */
  get(at: number | undefined, now: number): PublicBoards | undefined {
    return this.views.reader.isReady ? this.kept.get(keyOf(at, now)) : undefined;
  }

  keep(at: number | undefined, now: number, boards: PublicBoards): void {
    this.follow();
    this.kept.set(keyOf(at, now), boards);
  }

  private follow(): void {
    if (this.isFollowing) return;
    this.isFollowing = true;
    this.views.onChange(() => {
      this.kept.clear();
    });
  }
}

function keyOf(at: number | undefined, now: number): string {
  return at === undefined ? `now ${Math.floor(now / OLDEST_MS)}` : `at ${at}`;
}
