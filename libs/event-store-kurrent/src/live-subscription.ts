/* One subscription of the client: flow control, heartbeat and end. */
import { streamNameFilter } from '@eventstore/db-client';
import type {
  AllStreamResolvedEvent,
  AllStreamSubscription,
  EventStoreDBClient,
} from '@eventstore/db-client';
import { messageOf } from './failures';
import type { Place } from './positions';

/** After how many of its read batches of 32 the server sends a marker. */
const MARKER_INTERVAL = 8;
/** Events that may wait on this side; behind them the server is held back (F-23). */
const READ_AHEAD = 128;

export interface LiveOptions {
  readonly from: Place;
  readonly prefixes: readonly string[];
  /** Milliseconds of silence that count as a drop. */
  readonly silence: number;
  readonly signal: AbortSignal;
}

/**
 * One subscription to the log as long as it lasts. Its end, its error, its close and its silence are one thing: a
 * drop, after which it gives nothing more. It is never left without an `error` listener: one late error would end
 * the process.
 */
export class LiveSubscription {
  /** Why it gives nothing more; undefined while it lives. */
  dropped: string | undefined;
  private readonly subscription: AllStreamSubscription;
  private readonly watchdog: NodeJS.Timeout;
  private readonly onAbort: () => void;
  private wake: (() => void) | undefined;

  constructor(
    client: EventStoreDBClient,
    private readonly options: LiveOptions,
  ) {
    const { from, prefixes, silence, signal } = options;
    const filter = streamNameFilter({
      prefixes: [...prefixes],
      checkpointInterval: MARKER_INTERVAL,
      checkpointReached: () => {
        this.watchdog.refresh();
      },
    });
    this.subscription = client.subscribeToAll(
      { fromPosition: from, filter, requiresLeader: true },
      { highWaterMark: READ_AHEAD },
    );
    this.watchdog = setTimeout(() => {
      this.drop(`nothing was heard for ${silence} ms`);
    }, silence);
    this.onAbort = () => {
      this.drop('aborted');
    };
    this.listen();
    signal.addEventListener('abort', this.onAbort, { once: true });
    if (signal.aborted) this.onAbort();
  }

  /** At most `count` events, at least one; none when it has been dropped. */
  async next(count: number): Promise<AllStreamResolvedEvent[]> {
    for (;;) {
      const events = this.taken(count);
      if (events.length > 0) return events;
      if (this.dropped !== undefined) return [];
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  /** Ends and releases it. Safe to call twice. */
  close(): void {
    this.drop('closed');
    this.options.signal.removeEventListener('abort', this.onAbort);
    // A call that never began has nothing to cancel.
    this.subscription.unsubscribe().catch(() => undefined);
  }

  private taken(count: number): AllStreamResolvedEvent[] {
    const events: AllStreamResolvedEvent[] = [];
    while (events.length < count) {
      const event = this.subscription.read() as AllStreamResolvedEvent | null;
      if (event === null) break;
      events.push(event);
    }
    return events;
  }

  private listen(): void {
    const { subscription } = this;
    subscription.on('readable', () => {
      this.watchdog.refresh();
      this.rouse();
    });
    subscription.on('confirmation', () => this.watchdog.refresh());
    subscription.on('error', (error: Error) => {
      this.drop(messageOf(error));
    });
    subscription.on('end', () => {
      this.drop('it ended');
    });
    subscription.on('close', () => {
      this.drop('it was closed');
    });
  }

  private drop(reason: string): void {
    if (this.dropped === undefined) clearTimeout(this.watchdog);
    this.dropped ??= reason;
    this.rouse();
  }

  private rouse(): void {
    this.wake?.();
    this.wake = undefined;
  }
}
