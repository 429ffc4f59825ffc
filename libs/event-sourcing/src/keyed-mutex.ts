/**
 * Keyed mutex: work that shares a key runs one after the other, in the order in which it asked, and everything else side
 * by side. Only a courtesy within one process: over processes the revisions decide.
 */
export class KeyedMutex {
  private readonly last = new Map<string, Promise<unknown>>();

  /** How many keys are locked. */
  get size(): number {
    return this.last.size;
  }

  /** Runs `work` when everything that asked earlier for one of `keys` has ended. The lock is asked for at once. */
  async run<T>(keys: Iterable<string>, work: () => Promise<T>): Promise<T> {
    // A copy: whoever handed the keys over may add to them.
    const own = new Set(keys);
    const earlier: Promise<unknown>[] = [];
    let done: () => void = () => undefined;
    const lock = new Promise<void>((resolve) => (done = resolve));
    for (const key of own) {
      const before = this.last.get(key);
      if (before !== undefined) earlier.push(before);
      this.last.set(key, lock);
    }
    if (earlier.length > 0) await Promise.all(earlier);
    try {
      return await work();
    } finally {
      for (const key of own) if (this.last.get(key) === lock) this.last.delete(key);
      done();
    }
  }
}
