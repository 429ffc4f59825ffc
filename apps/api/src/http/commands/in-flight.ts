/**
 * Keeps two requests with one key from running at once: the second waits until the first is answered, then runs and
 * finds the first one's events. Across processes the store's own conflict does the same, one retry later.
 */
export class InFlight {
  private readonly running = new Map<string, Promise<unknown>>();

  get size(): number {
    return this.running.size;
  }

  /** Resolves once nothing runs under this key. */
  async settled(key: string): Promise<void> {
    for (let first = this.running.get(key); first !== undefined; first = this.running.get(key)) {
      // How the first one ended is told to whoever sent it; here only that it ended matters.
      await first.catch(() => undefined);
    }
  }

  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    // Others may have waited too, and one of them begins first.
    while (this.running.has(key)) await this.settled(key);
    const own = work();
    this.running.set(key, own);
    try {
      return await own;
    } finally {
      this.running.delete(key);
    }
  }
}
