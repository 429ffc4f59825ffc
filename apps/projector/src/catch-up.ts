import { setTimeout as sleep } from 'node:timers/promises';
import type { EventReader } from '#libs/event-sourcing';

/** What the views have shown, as the projector has reported it. */
export interface ReportedViews {
  /** Position that every running view has shown, -1n before the first. */
  readonly position: bigint;
  /** When the projector last reported, 0 before its first word. */
  readonly reportedAt: number;
}

/**
 * `BEHIND`: not yet to be asked. `CAUGHT_UP`: the views have shown what was in the log when the process started.
 * `DEGRADED`: the store did not say how far the log is; after the patience the views are served as they are (F-16).
 */
export type CatchUpState = 'BEHIND' | 'CAUGHT_UP' | 'DEGRADED';

export interface CatchUpOptions {
  /** Ends the questions to the store. */
  readonly signal: AbortSignal;
  /** Monotonic time in milliseconds. */
  readonly now?: () => number;
  readonly askAgainAfter?: number;
  readonly patience?: number;
}

const ASK_AGAIN_MILLISECONDS = 1_000;
/** How long a process without an answer of its store takes no requests. */
const PATIENCE_MILLISECONDS = 30_000;

/**
 * Whether the views have shown what was in the log when the process started: a replica that begins empty, or with
 * views it was away from for a while, is not asked before it knows what the others know. A store that does not answer
 * is asked again until it does. Nothing counts before the projector has reported where its views are.
 */
export class CatchUp {
  private goal: bigint | undefined;
  private isReached = false;
  private readonly now: () => number;
  private patientUntil = 0;
  private round = 0;

  constructor(
    private readonly store: Pick<EventReader, 'lastPosition'>,
    private readonly views: ReportedViews,
    private readonly options: CatchUpOptions,
  ) {
    this.now = options.now ?? (() => performance.now());
    this.begin();
  }

  /** To be called when the log is another one: what was to be caught up with is of the one before. */
  begin(): void {
    this.goal = undefined;
    this.isReached = false;
    this.round += 1;
    this.patientUntil = this.now() + (this.options.patience ?? PATIENCE_MILLISECONDS);
    void this.ask(this.round);
  }

  get state(): CatchUpState {
    const { position, reportedAt } = this.views;
    if (reportedAt === 0) return 'BEHIND';
    if (this.goal === undefined) return this.now() < this.patientUntil ? 'BEHIND' : 'DEGRADED';
    this.isReached ||= position >= this.goal;
    return this.isReached ? 'CAUGHT_UP' : 'BEHIND';
  }

  private async ask(round: number): Promise<void> {
    const { signal, askAgainAfter = ASK_AGAIN_MILLISECONDS } = this.options;
    while (!signal.aborted) {
      const goal = await this.store.lastPosition().catch(() => undefined);
      if (round !== this.round) return;
      this.goal = goal;
      if (goal !== undefined) return;
      await sleep(askAgainAfter, undefined, { signal }).catch(() => undefined);
    }
  }
}
