import type { RecordedEvent } from './event';
import { markOf } from './event-mark';
import type { After } from './event-mark';
import type { EventReader } from './event-store';

/** Wakes whoever waits for something to be appended. */
export class AppendBell {
  private readonly waiting = new Set<() => void>();
  private rung = 0;
  private closed = false;

  /** How often it has rung. Taken before a read, so that nothing appended since is slept through. */
  get count(): number {
    return this.rung;
  }

  get isClosed(): boolean {
    return this.closed;
  }

  ring(): void {
    this.rung += 1;
    for (const wake of this.waiting) wake();
    this.waiting.clear();
  }

  /** Wakes everybody for the last time: nothing will be appended any more. */
  close(): void {
    this.closed = true;
    this.ring();
  }

  /** Resolves once it has rung more often than `count`, is closed, or `signal` aborts. */
  rungSince(count: number, signal: AbortSignal): Promise<void> {
    if (this.rung !== count || this.closed || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        signal.removeEventListener('abort', wake);
        this.waiting.delete(wake);
        resolve();
      };
      this.waiting.add(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }
}

/**
 * Subscription by pulling pages, for any store whose reads see a prefix of the log: each event once, in log order.
 * It reads only when its consumer asks, sleeps on the bell when there is nothing, and returns when `signal` aborts
 * or the store closes.
 */
export async function* pullSubscription(
  reader: Pick<EventReader, 'readAll'>,
  bell: AppendBell,
  place: After,
  options: { readonly batchSize: number; readonly signal: AbortSignal },
): AsyncGenerator<readonly RecordedEvent[], void, void> {
  const { batchSize, signal } = options;
  const isOver = (): boolean => signal.aborted || bell.isClosed;
  let after = place;
  while (!isOver()) {
    const { count } = bell;
    const batch = await reader.readAll(after, batchSize);
    const last = batch.at(-1);
    if (last === undefined) {
      await bell.rungSince(count, signal);
    } else {
      if (isOver()) return;
      after = markOf(last);
      yield batch;
    }
  }
}
