const MINUTE_MS = 60_000;
const MOST_KEYS = 100_000;
/** Windows looked at for each new one, so that no request pays for a flood of keys. */
const LOOKED_AT = 2;

interface Window {
  hits: number;
  /** Epoch milliseconds. */
  readonly until: number;
}

/**
 * Counts requests by key in windows of one minute. Own code because the store of @nestjs/throttler walks over
 * every hit of the window at each request: 60,000 of them at the limit of a token.
 */
export class RateLimit {
  /** In the order in which they begin, and so in which they end. */
  private readonly windows = new Map<string, Window>();

  constructor(
    private readonly limit: number,
    private readonly mostKeys = MOST_KEYS,
  ) {}

  /** Counts one request. 0 when it may pass, else the seconds until the next may. */
  hit(key: string, now: number): number {
    const window = this.windows.get(key);
    if (window === undefined || window.until <= now) {
      this.windows.delete(key);
      this.makeRoom(now);
      this.windows.set(key, { hits: 1, until: now + MINUTE_MS });
      return 0;
    }
    window.hits += 1;
    return window.hits <= this.limit ? 0 : Math.max(1, Math.ceil((window.until - now) / 1000));
  }

  /** Forgets windows that are over, and of too many the oldest; all others go on counting. */
  private makeRoom(now: number): void {
    let looked = 0;
    for (const [key, { until }] of this.windows) {
      const isFull = this.windows.size >= this.mostKeys;
      if ((until > now && !isFull) || looked++ === LOOKED_AT) return;
      this.windows.delete(key);
    }
  }
}
