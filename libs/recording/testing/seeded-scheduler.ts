import type { EventStore, ExpectedRevision, NewEvent } from '#libs/event-sourcing';

/** The caller is gone for good. */
export class Abandoned extends Error {}

/**
 * Seeded scheduler: callers share a store, each of their operations waits, and which one is let pass next follows from a
 * seed alone, so that an interleaving that fails can be run again.
 */
export class SeededScheduler {
  private readonly waiting: (() => void)[] = [];
  constructor(private readonly random: () => number) {}

  /**
   * The store as one caller has it. After `steps` operations the caller is gone for good, before or after the last one
   * took effect.
   */
  access(store: EventStore, steps: number, lost: 'before' | 'after'): EventStore {
    let left = steps;
    const turn = async <T>(work: () => Promise<T>): Promise<T> => {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
      left -= 1;
      if (left < 0 || (left === 0 && lost === 'before')) throw new Abandoned();
      const result = await work();
      if (left === 0) throw new Abandoned();
      return result;
    };
    return {
      readStream: (stream: string, from?: bigint) => turn(() => store.readStream(stream, from)),
      append: (stream: string, events: readonly NewEvent[], expected: ExpectedRevision) =>
        turn(() => store.append(stream, events, expected)),
      readAll: (...args) => store.readAll(...args),
      readAt: (position) => store.readAt(position),
      lastPosition: () => store.lastPosition(),
      subscribe: (...args) => store.subscribe(...args),
      close: () => store.close(),
      recall: store.recall?.bind(store),
    };
  }

  /** Lets one waiting operation after another pass, in seeded order, until every caller has ended. */
  async run(callers: readonly Promise<unknown>[]): Promise<void> {
    let running = callers.length;
    for (const caller of callers) void caller.finally(() => (running -= 1));
    while (running > 0) {
      for (let i = 0; i < 20; i += 1) await Promise.resolve();
      await new Promise((resolve) => setImmediate(resolve));
      const next = Math.floor(this.random() * this.waiting.length);
      this.waiting.splice(next, 1)[0]?.();
    }
  }
}
