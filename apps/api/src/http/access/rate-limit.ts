const MINUTE_MS = 60_000;
const MAX_BUCKETS = 100_000;

interface Bucket {
  hits: number;
  /** Epoch milliseconds. */
  readonly until: number;
}

/**
 * Counts requests by key in windows of one minute. Own code because the store of @nestjs/throttler walks over
 * every hit of the window at each request: 60,000 of them at the limit of a token.
 */
export class RateLimit {
  private buckets = new Map<string, Bucket>();
  private sweepAt = 0;

  constructor(private readonly limit: number) {}

  /** Counts one request. 0 when it may pass, else the seconds until the next may. */
  hit(key: string, now: number): number {
    const bucket = this.buckets.get(key);
    if (bucket === undefined || bucket.until <= now) {
      if (now >= this.sweepAt || this.buckets.size >= MAX_BUCKETS) this.sweep(now);
      this.buckets.set(key, { hits: 1, until: now + MINUTE_MS });
      return 0;
    }
    bucket.hits += 1;
    return bucket.hits <= this.limit ? 0 : Math.max(1, Math.ceil((bucket.until - now) / 1000));
  }

  /** Forgets windows that are over; a flood of new keys may not grow the map without end. */
  private sweep(now: number): void {
    this.sweepAt = now + MINUTE_MS;
    for (const [key, { until }] of this.buckets) if (until <= now) this.buckets.delete(key);
    if (this.buckets.size >= MAX_BUCKETS) this.buckets = new Map();
  }
}
