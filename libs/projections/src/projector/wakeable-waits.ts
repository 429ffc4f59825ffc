/** Waits, one at a time, which end early with a run or when somebody wants something. */
export class WakeableWaits {
  private waiting: AbortController | undefined;

  constructor(private readonly run: AbortSignal) {}

  /** Ends the wait that there is, if any. */
  wake = (): void => {
    this.waiting?.abort();
  };

  /** Resolves with `wait`, which has to end with its signal. */
  async until(wait: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const waiting = new AbortController();
    this.waiting = waiting;
    this.run.addEventListener('abort', this.wake, { once: true });
    if (this.run.aborted) waiting.abort();
    try {
      await wait(waiting.signal);
    } finally {
      this.run.removeEventListener('abort', this.wake);
      this.waiting = undefined;
    }
  }
}
