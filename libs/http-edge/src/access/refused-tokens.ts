import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleDestroy } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { Counter } from 'prom-client';
import { Config, Metrics, WALL_CLOCK } from '#libs/platform';
import type { Clock } from '#libs/platform';
import { Refusal } from '../problem/refusal';

const MINUTE_MS = 60_000;
const LOOK_MS = 5_000;
const MAX_ADDRESSES = 10_000;
/** Stands for all addresses that come when the table is full. */
const OTHERS = 'others';

interface Minute {
  /** Epoch milliseconds. */
  readonly from: number;
  /** Requests with a token that is not valid. */
  invalid: number;
  /** Requests without a token. */
  missing: number;
}

/**
 * What came without a good token, by address and minute: limited, and logged as one line a minute with its count, so
 * that neither a flood nor one old handheld fills the log. A good token from the same address passes all the while.
 */
@Injectable()
export class RefusedTokens implements OnModuleDestroy {
  private readonly minutes = new Map<string, Minute>();
  private readonly timer: NodeJS.Timeout;
  private readonly counted: Counter;

  constructor(
    @Inject(Config) private readonly config: Config,
    @Inject(PinoLogger) private readonly log: PinoLogger,
    @Inject(WALL_CLOCK) private readonly clock: Clock,
    @Inject(Metrics) { registry }: Metrics,
  ) {
    const name = 'truckflow_refused_tokens_total';
    const help = 'Requests whose token was not valid';
    this.counted = new Counter({ name, help, registers: [registry] });
    this.timer = setInterval(() => {
      this.tell(this.now() - MINUTE_MS);
    }, LOOK_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
    this.tell(Infinity);
  }

  /** A request came without a token. */
  countMissing(address: string): void {
    this.minuteOf(address).missing += 1;
  }

  /** What a token that is not valid is answered with: TOKEN_INVALID, and RATE_LIMITED once the minute has too many. */
  refusalOf(address: string): Refusal {
    const minute = this.minuteOf(address);
    minute.invalid += 1;
    this.counted.inc();
    if (minute.invalid <= this.config.badTokenRateLimit)
      return new Refusal('TOKEN_INVALID', 'the token is not valid here');
    const retryAfter = Math.max(1, Math.ceil((minute.from + MINUTE_MS - this.now()) / 1000));
    return new Refusal('RATE_LIMITED', 'too many tokens that are not valid came from here', { retryAfter });
  }

  private minuteOf(address: string): Minute {
    const known = this.minutes.get(address);
    const now = this.now();
    if (known !== undefined && now < known.from + MINUTE_MS) return known;
    if (known !== undefined) this.tellOf(address, known);
    else if (this.minutes.size >= MAX_ADDRESSES && address !== OTHERS) return this.minuteOf(OTHERS);
    const minute = { from: now, invalid: 0, missing: 0 };
    this.minutes.set(address, minute);
    return minute;
  }

  /** Tells and forgets the minutes that began at `until` or before. */
  private tell(until: number): void {
    for (const [address, minute] of this.minutes) if (minute.from <= until) this.tellOf(address, minute);
  }

  private tellOf(address: string, { from, invalid, missing }: Minute): void {
    this.minutes.delete(address);
    this.log.warn({ address, invalid, missing, since: new Date(from).toISOString() }, 'refused tokens');
  }

  private now(): number {
    return Date.parse(this.clock.now());
  }
}
