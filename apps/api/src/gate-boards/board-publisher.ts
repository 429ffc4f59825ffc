/* Publisher of gate boards to server-sent event streams, one computation a gate and change. */

import { Inject, Injectable, Logger } from '@nestjs/common';
import type { OnModuleDestroy } from '@nestjs/common';
import { EventBus, ofType } from '@nestjs/cqrs';
import { defer, filter, finalize, map, mergeWith, startWith, Subject } from 'rxjs';
import type { Observable } from 'rxjs';
import { Config } from '#libs/platform';
import { ReadSide } from '#libs/projections';
import { BoardFrames } from './board-frames';
import type { BoardFrame } from './board-frames';
import { GateBoardChanged } from './gate-board-changed';
import { RowsLost } from './open-streams';

/** At most two rows a second and gate (F-53). */
const QUIET_MILLISECONDS = 500;

interface FollowedBoard {
  followers: number;
  frame: BoardFrame;
}

/**
 * Publishes the boards that somebody follows when they have changed: read together, serialised once a gate and
 * change. A board also changes by the clock alone (waits grow, a suspension begins, a day ends), so it is looked at
 * with every heartbeat.
 */
@Injectable()
export class BoardPublisher implements OnModuleDestroy {
  private readonly log = new Logger('BoardPublisher');
  private readonly boards = new Map<string, FollowedBoard>();
  /** Fails for all who follow when the views have turned out to be those of another log. */
  private lost = new Subject<never>();
  private stopListening: (() => void) | undefined;
  private heartbeat: NodeJS.Timeout | undefined;
  private pending: NodeJS.Timeout | undefined;
  private lookedAt = -QUIET_MILLISECONDS;

  constructor(
    @Inject(ReadSide) private readonly views: ReadSide,
    @Inject(BoardFrames) private readonly frames: BoardFrames,
    @Inject(EventBus) private readonly events: EventBus,
    @Inject(Config) private readonly config: Config,
  ) {}

  onModuleDestroy(): void {
    this.rest();
  }

  /** The board of a gate as it is now, then after each change. Errors with ViewsNotReady, later with RowsLost. */
  rows(gate: string): Observable<BoardFrame> {
    return defer(() => {
      const first = this.follow(gate);
      return this.events.pipe(
        ofType(GateBoardChanged),
        filter((change) => change.gate === gate),
        map(({ frame }) => frame),
        mergeWith(this.lost),
        startWith(first),
        finalize(() => {
          this.unfollow(gate);
        }),
      );
    });
  }

  private follow(gate: string): BoardFrame {
    const known = this.views.reader.isReady ? this.boards.get(gate) : undefined;
    // Nothing has changed since the last look, or else a look would be due.
    const frame =
      known !== undefined && this.pending === undefined ? known.frame : this.frames.read([gate])[gate];
    if (frame === undefined) throw new Error(`no board was read for ${gate}`);
    if (this.boards.size === 0) this.wake();
    const board = known ?? { followers: 0, frame };
    board.followers += 1;
    this.boards.set(gate, board);
    return frame;
  }

  private unfollow(gate: string): void {
    const board = this.boards.get(gate);
    if (board === undefined) return;
    board.followers -= 1;
    if (board.followers === 0) this.boards.delete(gate);
    if (this.boards.size === 0) this.rest();
  }

  private wake(): void {
    const look = (): void => {
      this.lookSoon();
    };
    this.stopListening = this.views.onChange(look);
    this.heartbeat = setInterval(look, this.config.streamHeartbeatSeconds * 1000).unref();
  }

  /** Nobody follows any more. */
  private rest(): void {
    this.stopListening?.();
    clearInterval(this.heartbeat);
    clearTimeout(this.pending);
    this.pending = undefined;
  }

  private lookSoon(): void {
    if (this.pending !== undefined) return;
    const wait = Math.max(0, this.lookedAt + QUIET_MILLISECONDS - performance.now());
    this.pending = setTimeout(() => {
      this.pending = undefined;
      this.publishChanges();
    }, wait);
  }

  private publishChanges(): void {
    this.lookedAt = performance.now();
    try {
      const frames = this.frames.read([...this.boards.keys()]);
      for (const [gate, frame] of Object.entries(frames)) this.publish(gate, frame);
    } catch (error) {
      const { isReady, isHeld } = this.views.reader;
      // Nobody waits for this: the next change or heartbeat tries again, and followers keep the row they have.
      if (isReady) this.log.warn(error);
      else if (!isHeld) this.loseAll();
    }
  }

  /** What was sent is of a log that is no longer there: who follows comes again and is answered when boards are. */
  private loseAll(): void {
    const { lost } = this;
    this.lost = new Subject();
    this.boards.clear();
    this.rest();
    lost.error(new RowsLost('the views are built anew from another log'));
  }

  private publish(gate: string, frame: BoardFrame): void {
    const board = this.boards.get(gate);
    if (board === undefined) return;
    const hasChanged = board.frame.data !== frame.data;
    board.frame = frame;
    if (hasChanged) this.events.publish(new GateBoardChanged(gate, frame));
  }
}
