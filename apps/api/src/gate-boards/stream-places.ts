import { Inject, Injectable } from '@nestjs/common';
import { Refusal } from '#libs/http-edge';
import { Config } from '#libs/platform';
import type { TokenFacts } from '#libs/platform';

const RETRY_SECONDS = 30;

/** Who holds a stream open. */
export interface StreamHolder {
  readonly address: string;
  readonly token: TokenFacts;
}

/** Places for open streams: so many for an address, a token subject and all together (F-53). */
@Injectable()
export class StreamPlaces {
  private readonly byAddress = new Map<string, number>();
  private readonly bySubject = new Map<string, number>();
  private open = 0;

  constructor(@Inject(Config) private readonly config: Config) {}

  /** Takes a place; the returned function gives it back. @throws Refusal RATE_LIMITED when none is free. */
  take({ address, token: { subject } }: StreamHolder): () => void {
    const { streamsPerAddress, streamsPerSubject, streamsTotal } = this.config;
    refuseFrom(streamsTotal, this.open, 'this server');
    refuseFrom(streamsPerAddress, this.byAddress.get(address) ?? 0, 'one address');
    refuseFrom(streamsPerSubject, this.bySubject.get(subject) ?? 0, 'one subject');
    const count = (by: 1 | -1): void => {
      this.open += by;
      add(this.byAddress, address, by);
      add(this.bySubject, subject, by);
    };
    count(1);
    return () => {
      count(-1);
    };
  }
}

function refuseFrom(most: number, open: number, whose: string): void {
  if (open < most) return;
  throw new Refusal('RATE_LIMITED', `${whose} holds ${most} streams open and may hold no more`, {
    retryAfter: RETRY_SECONDS,
  });
}

function add(counts: Map<string, number>, key: string, by: 1 | -1): void {
  const count = (counts.get(key) ?? 0) + by;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}
