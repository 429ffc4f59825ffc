import { Inject, Injectable } from '@nestjs/common';
import { filter, interval, map, share } from 'rxjs';
import type { Observable } from 'rxjs';
import { TokenVerifier } from '#libs/http-edge';
import { WALL_CLOCK } from '#libs/platform';
import type { Clock, TokenFacts } from '#libs/platform';

const LOOK_MILLISECONDS = 1_000;

/** When the tokens of those who stay are no longer good. */
@Injectable()
export class TokenLapses {
  /** Now, in epoch milliseconds, from time to time: one timer for all. */
  private readonly looks: Observable<number>;

  constructor(
    @Inject(TokenVerifier) private readonly tokens: TokenVerifier,
    @Inject(WALL_CLOCK) clock: Clock,
  ) {
    this.looks = interval(LOOK_MILLISECONDS).pipe(
      map(() => Date.parse(clock.now())),
      share(),
    );
  }

  /** Emits, within a second, once the token has expired or was taken back, or its key was removed. */
  of(token: TokenFacts): Observable<unknown> {
    return this.looks.pipe(filter((now) => !this.tokens.isGood(token, now)));
  }
}
