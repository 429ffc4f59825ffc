import { setTimeout as sleep } from 'node:timers/promises';
import type { Timings } from './settings';
import { Silence } from './silence';

/** Pauses that double, each drawn from its upper half, so that many clients do not come back at once. */
export class BackOff {
  private pause: number;

  constructor(private readonly timings: Pick<Timings, 'shortestPause' | 'longestPause'>) {
    this.pause = timings.shortestPause;
  }

  /** Length of the next pause in milliseconds. */
  next(): number {
    const { pause } = this;
    this.pause = Math.min(pause * 2, this.timings.longestPause);
    return (pause / 2) * (1 + Math.random());
  }

  /** Begins with the shortest pause again. */
  reset(): void {
    this.pause = this.timings.shortestPause;
  }

  /** Sleeps for the next pause, or until `signal` aborts. */
  async sleep(signal: AbortSignal): Promise<void> {
    try {
      await sleep(this.next(), undefined, { signal });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}

/** The promise did not settle in time. What it waited for may still happen. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** The answer, or NoAnswer after that many milliseconds. A failure that comes later is ignored. */
export async function within<Value>(milliseconds: number, promise: Promise<Value>): Promise<Value> {
  const late = Promise.withResolvers<never>();
  const silence = new Silence(milliseconds, () => {
    late.reject(new NoAnswer(`no answer within ${milliseconds} ms`));
  });
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    silence.end();
  }
}
