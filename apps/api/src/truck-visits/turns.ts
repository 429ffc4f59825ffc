/**
 * Lets work that names the same thing run one after the other, in the order in which it asked, and everything else
 * side by side. Only a courtesy within one process: over processes the claims and revisions decide.
 */
export class Turns {
  private readonly last = new Map<string, Promise<unknown>>();

  /** Runs `work` when everything that asked earlier for one of `names` has ended. The turn is taken at once. */
  async run<T>(names: ReadonlySet<string>, work: () => Promise<T>): Promise<T> {
    // A copy: whoever handed the names over may add to them.
    const own = [...names];
    const earlier: Promise<unknown>[] = [];
    let done: () => void = () => undefined;
    const turn = new Promise<void>((resolve) => (done = resolve));
    for (const name of own) {
      const before = this.last.get(name);
      if (before !== undefined) earlier.push(before);
      this.last.set(name, turn);
    }
    if (earlier.length > 0) await Promise.all(earlier);
    try {
      return await work();
    } finally {
      for (const name of own) if (this.last.get(name) === turn) this.last.delete(name);
      done();
    }
  }
}
