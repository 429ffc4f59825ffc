/**
 * Lets so much work run at once, the rest in the order in which it asked. Between two pieces everything else has its
 * turn, also where the work never waits for anything.
 */
export class Semaphore {
  private readonly asking: (() => void)[] = [];

  constructor(private free: number) {}

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.free === 0) await new Promise<void>((resolve) => this.asking.push(resolve));
    else this.free -= 1;
    try {
      return await work();
    } finally {
      const next = this.asking.shift();
      if (next === undefined) this.free += 1;
      else setImmediate(next);
    }
  }
}
