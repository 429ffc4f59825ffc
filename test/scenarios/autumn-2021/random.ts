import { createHash } from 'node:crypto';

/*
 * Seeded randomness (sfc32, Chris Doty-Humphrey's small fast counting generator). One stream a gate and purpose,
 * so that a change in one of them leaves all others as they were.
 */

const WARM_UP = 12;

export class RandomStream {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  /** Equal names give equal streams for ever; SHA-256 keeps the streams of similar names apart. */
  constructor(name: string) {
    const digest = createHash('sha256').update(name, 'utf8').digest();
    this.a = digest.readInt32LE(0);
    this.b = digest.readInt32LE(4);
    this.c = digest.readInt32LE(8);
    for (let i = 0; i < WARM_UP; i += 1) this.bits();
  }

  /** 32 random bits as an unsigned integer. */
  bits(): number {
    const sum = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + sum;
    this.c |= 0;
    return sum >>> 0;
  }

  /** In [0, 1), 32 bits fine. */
  uniform(): number {
    return this.bits() / 0x1_0000_0000;
  }

  /** Whole number in [0, bound). */
  below(bound: number): number {
    return Math.floor(this.uniform() * bound);
  }

  chance(probability: number): boolean {
    return this.uniform() < probability;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  }

  /** Index drawn in proportion to its weight. */
  weighted(weights: readonly number[]): number {
    let rest = this.uniform() * weights.reduce((sum, weight) => sum + weight, 0);
    for (const [index, weight] of weights.entries()) {
      rest -= weight;
      if (rest < 0) return index;
    }
    return weights.length - 1;
  }

  /** A copy in random order. */
  shuffled<T>(items: readonly T[]): T[] {
    return items
      .map((item) => ({ item, key: this.bits() }))
      .sort((one, other) => one.key - other.key)
      .map(({ item }) => item);
  }

  /** Standard normal by Box and Muller; the second value is thrown away to keep one draw one step. */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  lognormal(median: number, sigma: number): number {
    return median * Math.exp(sigma * this.normal());
  }

  /** Gamma with a whole shape: a sum of exponentials. */
  gamma(shape: number, mean: number): number {
    let product = 1;
    for (let i = 0; i < shape; i += 1) product *= 1 - this.uniform();
    return (-Math.log(product) * mean) / shape;
  }

  triangular(low: number, mode: number, high: number): number {
    const u = this.uniform();
    const rise = (mode - low) / (high - low);
    return u < rise
      ? low + Math.sqrt(u * (high - low) * (mode - low))
      : high - Math.sqrt((1 - u) * (high - low) * (high - mode));
  }
}
