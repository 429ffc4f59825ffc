/**
 * Keeps two requests with one key from running at once: the second waits until the first is answered, then runs and
 * finds the first one's events. Across processes the store's own conflict does the same, one retry later.
 */
export class InFlight {
  private readonly running = new Map<string, Promise<unknown>>();

  get size(): number {
    return this.running.size;
  }

  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    // Others may have waited too, and one of them begins first.
    for (let first = this.running.get(key); first !== undefined; first = this.running.get(key)) {
      // How the first one ended is told to whoever sent it; here only that it ended matters.
      await first.catch(() => undefined);
    }
    const own = work();
    this.running.set(key, own);
    try {
      return await own;
    } finally {
      this.running.delete(key);
    }
  }
}
