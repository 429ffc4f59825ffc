/**
 * A seeded generator of numbers in [0, 1) (mulberry32): the same seed gives the same test history for ever.
 */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** One of the items, drawn. */
export function pick<T>(random: () => number, items: readonly T[]): T {
  return items[Math.floor(random() * items.length)] as T;
}

/**
 * The seeds of a test, from `first` to `last`. With SEED in the environment that one alone, so that what a failure
 * named runs by itself; see `test/replayed-seed.js` for properties of fast-check.
 */
export function seeds(first: number, last: number): readonly number[] {
  const one = process.env['SEED'];
  return one === undefined
    ? Array.from({ length: last - first + 1 }, (_, index) => first + index)
    : [Number(one)];
}

/** Whether one seed runs by itself. What only all of them together reach is not to be asked of it. */
export const isReplay = process.env['SEED'] !== undefined;
