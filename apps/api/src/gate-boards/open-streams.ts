import { Inject, Injectable } from '@nestjs/common';
import type { MessageEvent } from '@nestjs/common';
import {
  catchError,
  concat,
  defer,
  EMPTY,
  finalize,
  fromEvent,
  interval,
  map,
  merge,
  of,
  share,
  takeUntil,
  tap,
  timer,
} from 'rxjs';
import type { Observable } from 'rxjs';
import { Config, Drain } from '#libs/platform';
import type { TokenFacts } from '#libs/platform';
import { StreamPlaces } from './stream-places';
import type { StreamHolder } from './stream-places';
import { TokenLapses } from './token-lapses';

/** Then the client comes back and is admitted anew. */
const LONGEST_MILLISECONDS = 60 * 60_000;
/** All streams end at once when the server stops; their clients return spread over some seconds. */
const RETRY_FROM_MILLISECONDS = 1_000;
const RETRY_SPREAD_MILLISECONDS = 4_000;
const HEARTBEAT: MessageEvent = { comment: 'heartbeat' };

/** What was sent counts no longer. The stream ends, and its client comes back as one that has seen nothing. */
export class RowsLost extends Error {
  override readonly name = 'RowsLost';
}

/** The id by which a client that comes back asks for whatever there is. */
const FROM_ANYWHERE = '0';

/** What every stream of server-sent events has around its rows: a place, heartbeats, an end. */
@Injectable()
export class OpenStreams {
  private readonly drained: Observable<unknown>;
  private ended = 0;

  constructor(
    @Inject(StreamPlaces) private readonly places: StreamPlaces,
    @Inject(Drain) private readonly drain: Drain,
    @Inject(Config) private readonly config: Config,
    @Inject(TokenLapses) private readonly lapses: TokenLapses,
  ) {
    this.drained = fromEvent(drain.signal, 'abort').pipe(share());
  }

  /** Takes a place once the client is there to be answered. Errors with Refusal RATE_LIMITED when none is free. */
  open(holder: StreamHolder, rows: Observable<MessageEvent>): Observable<MessageEvent> {
    return defer(() => {
      const giveBack = this.places.take(holder);
      return this.kept(rows, holder.token).pipe(finalize(giveBack));
    });
  }

  private kept(rows: Observable<MessageEvent>, token: TokenFacts): Observable<MessageEvent> {
    // Without an id Nest would count one up, and the client would resume from that.
    let lastId = '0';
    const seen = rows.pipe(
      tap(({ id }) => {
        lastId = id ?? lastId;
      }),
    );
    const beats = interval(this.config.streamHeartbeatSeconds * 1000).pipe(map(() => HEARTBEAT));
    const goodbye = defer(() => of({ id: lastId, retry: this.retryMilliseconds() }));
    const shown = merge(seen, beats).pipe(
      takeUntil(this.end(token)),
      catchError((error: unknown) => {
        if (!(error instanceof RowsLost)) throw error;
        lastId = FROM_ANYWHERE;
        return EMPTY;
      }),
    );
    return concat(shown, goodbye);
  }

  /** The server stops, the token is no longer good, or the hour is over. */
  private end(token: TokenFacts): Observable<unknown> {
    if (this.drain.signal.aborted) return of('drained');
    return merge(this.drained, this.lapses.of(token), timer(LONGEST_MILLISECONDS));
  }

  private retryMilliseconds(): number {
    this.ended += 1;
    return RETRY_FROM_MILLISECONDS + ((this.ended * 97) % RETRY_SPREAD_MILLISECONDS);
  }
}
