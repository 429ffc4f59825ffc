import { Inject, Injectable, Logger } from '@nestjs/common';
import type { OnModuleDestroy, OnModuleInit } from '@nestjs/common';
import { EventBus } from '@nestjs/cqrs';
import { CLOCK, Config } from '#libs/platform';
import type { Clock } from '#libs/platform';
import { gateBoards, gateSource, LiveViews } from '#libs/read-models';
import { Reading } from '../http/queries/reading';
import { GateBoardChanged } from './gate-board-changed';
import type { BoardFrame } from './gate-board-changed';
import { BOARD_VIEWS } from './get-gate-boards';

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
export class BoardPublisher implements OnModuleInit, OnModuleDestroy {
  private readonly log = new Logger('BoardPublisher');
  private readonly boards = new Map<string, FollowedBoard>();
  private stopListening: (() => void) | undefined;
  private heartbeat: NodeJS.Timeout | undefined;
  private pending: NodeJS.Timeout | undefined;
  private publishedAt = -QUIET_MILLISECONDS;

  constructor(
    @Inject(LiveViews) private readonly views: LiveViews,
    @Inject(Reading) private readonly reading: Reading,
    @Inject(EventBus) private readonly events: EventBus,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Config) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    const look = (): void => {
      this.lookSoon();
    };
    this.stopListening = this.views.onChange(look);
    this.heartbeat = setInterval(look, this.config.streamHeartbeatSeconds * 1000).unref();
  }

  onModuleDestroy(): void {
    this.stopListening?.();
    clearInterval(this.heartbeat);
    clearTimeout(this.pending);
  }

  /** The board as it is now; from now on its changes are published until `unfollow`. @throws Refusal NOT_READY. */
  follow(gate: string): BoardFrame {
    const known = this.boards.get(gate);
    // Nothing has changed since the last look, or else a look would be due.
    const frame = known !== undefined && this.pending === undefined ? known.frame : this.readOne(gate);
    const board = known ?? { followers: 0, frame };
    board.followers += 1;
    this.boards.set(gate, board);
    return frame;
  }

  unfollow(gate: string): void {
    const board = this.boards.get(gate);
    if (board === undefined) return;
    board.followers -= 1;
    if (board.followers === 0) this.boards.delete(gate);
  }

  private lookSoon(): void {
    if (this.boards.size === 0 || this.pending !== undefined) return;
    const wait = Math.max(0, this.publishedAt + QUIET_MILLISECONDS - performance.now());
    this.pending = setTimeout(() => {
      this.pending = undefined;
      this.publishChanges();
    }, wait);
  }

  private publishChanges(): void {
    this.publishedAt = performance.now();
    try {
      for (const [gate, frame] of this.read([...this.boards.keys()])) {
        const board = this.boards.get(gate);
        if (board === undefined) continue;
        const hasChanged = board.frame.data !== frame.data;
        board.frame = frame;
        if (hasChanged) this.events.publish(new GateBoardChanged(gate, frame));
      }
    } catch (error) {
      // Nobody waits for this: the next change or heartbeat tries again, and followers keep the row they have.
      this.log.warn(error);
    }
  }

  private readOne(gate: string): BoardFrame {
    const frame = this.read([gate]).get(gate);
    if (frame === undefined) throw new Error(`no board was read for ${gate}`);
    return frame;
  }

  private read(gates: readonly string[]): Map<string, BoardFrame> {
    const at = Date.parse(this.clock.now());
    const { items, asOf } = this.reading.current(BOARD_VIEWS, (db) =>
      gateBoards(db, { at, gates }, gateSource(db)),
    );
    return new Map(
      items.map((row) => [row.gate, { type: 'board', id: asOf.position, data: JSON.stringify(row) }]),
    );
  }
}
