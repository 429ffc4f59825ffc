/*
 * Percentiles of durations that merge over days, gates and classes: counts of logarithmic buckets, as DDSketch has
 * them. Counts add and subtract, so a corrected duration is taken out again, and the order of adding does not show.
 */

/** Half of the promised 1 %, so that rounding an answer to hundredths of a minute stays within the promise. */
const ACCURACY = 0.005;
const GROWTH = (1 + ACCURACY) / (1 - ACCURACY);
const LOG_GROWTH = Math.log(GROWTH);

/** Bucket of a duration in milliseconds. Nothing, and what is negative by a wrong clock, is bucket -1. */
export function bucketOf(duration: number): number {
  return duration < 1 ? -1 : Math.ceil(Math.log(duration) / LOG_GROWTH);
}

/** The duration that represents a bucket: at most 0.5 % from any duration in it. */
export function durationOf(bucket: number): number {
  return bucket < 0 ? 0 : (2 * GROWTH ** bucket) / (GROWTH + 1);
}

/** Counts by bucket. */
export class LogHistogram {
  private readonly counts = new Map<number, number>();
  private total = 0;

  get count(): number {
    return this.total;
  }

  /** Adds `count` durations of one bucket; a negative count takes them out. */
  add(bucket: number, count: number): void {
    const sum = (this.counts.get(bucket) ?? 0) + count;
    if (sum === 0) this.counts.delete(bucket);
    else this.counts.set(bucket, sum);
    this.total += count;
  }

  /** The smallest duration that `share` of all do not exceed (nearest rank), null when there is none. */
  percentile(share: number): number | null {
    if (this.total === 0) return null;
    let left = Math.max(1, Math.ceil(share * this.total));
    for (const bucket of [...this.counts.keys()].sort((a, b) => a - b)) {
      left -= this.counts.get(bucket) ?? 0;
      if (left <= 0) return durationOf(bucket);
    }
    return null;
  }
}

/** Nearest-rank percentile of ascending numbers, null when there is none. */
export function percentileOf(ascending: readonly number[], share: number): number | null {
  const rank = Math.max(1, Math.ceil(share * ascending.length));
  return ascending[rank - 1] ?? null;
}
