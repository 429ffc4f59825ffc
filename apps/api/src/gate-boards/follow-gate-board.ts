import { Inject } from '@nestjs/common';
import type { MessageEvent } from '@nestjs/common';
import { EventBus, ofType, Query, QueryHandler } from '@nestjs/cqrs';
import {
  concat,
  defer,
  filter,
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
import type { Caller } from '../http/context/context-decorators';
import { Refusal } from '../http/problem/refusal';
import { Reading } from '../http/queries/reading';
import { BoardPublisher } from './board-publisher';
import { GateBoardChanged } from './gate-board-changed';
import { gateInReach } from './gate-in-reach';
import { BOARD_VIEWS } from './get-gate-boards';
import { StreamPlaces } from './stream-places';

/** Then the client comes back with its token, which may have been taken back or run out by then. */
const LONGEST_MILLISECONDS = 60 * 60_000;
/** All streams end at once when the server stops; their clients return spread over some seconds. */
const RETRY_FROM_MILLISECONDS = 1_000;
const RETRY_SPREAD_MILLISECONDS = 4_000;
const HEARTBEAT: MessageEvent = { comment: 'heartbeat' };

export interface StreamRequest {
  /** What counts as one address. */
  readonly address: string;
  /** `Last-Event-ID` of a client that resumes. */
  readonly lastEventId: string | undefined;
}

/** The board of a gate as server-sent events: a full row first and after each change. */
export class FollowGateBoardQuery extends Query<Observable<MessageEvent>> {
  constructor(
    readonly gate: string,
    readonly request: StreamRequest,
    readonly caller: Caller,
  ) {
    super();
  }
}

@QueryHandler(FollowGateBoardQuery)
export class FollowGateBoardHandler {
  private readonly drained: Observable<unknown>;
  private ended = 0;

  constructor(
    @Inject(Reading) private readonly reading: Reading,
    @Inject(BoardPublisher) private readonly boards: BoardPublisher,
    @Inject(EventBus) private readonly events: EventBus,
    @Inject(StreamPlaces) private readonly places: StreamPlaces,
    @Inject(Drain) private readonly drain: Drain,
    @Inject(Config) private readonly config: Config,
  ) {
    this.drained = fromEvent(drain.signal, 'abort').pipe(share());
  }

  /** A client that resumes never goes back behind what it has seen, on whichever server it arrives. */
  async execute({ gate, request, caller }: FollowGateBoardQuery): Promise<Observable<MessageEvent>> {
    await this.reading.read(positionOf(request.lastEventId), BOARD_VIEWS, (db) =>
      gateInReach(db, gate, { at: undefined }, caller),
    );
    // Only a client that is still there when the answer begins takes a place.
    return defer(() => this.stream(gate, this.places.take(request.address, caller.principal.sub)));
  }

  private stream(gate: string, giveBack: () => void): Observable<MessageEvent> {
    let lastId = '0';
    const rows = this.rows(gate).pipe(
      tap(({ id }) => {
        lastId = id ?? lastId;
      }),
    );
    const goodbye = defer(() => of({ id: lastId, retry: this.retryMilliseconds() }));
    return concat(rows, goodbye).pipe(finalize(giveBack));
  }

  private rows(gate: string): Observable<MessageEvent> {
    return defer(() => {
      const first = this.boards.follow(gate);
      const changes = this.events.pipe(
        ofType(GateBoardChanged),
        filter((change) => change.gate === gate),
        map(({ frame }) => frame),
      );
      const beats = interval(this.config.streamHeartbeatSeconds * 1000).pipe(map(() => HEARTBEAT));
      return merge(of(first), changes, beats).pipe(
        takeUntil(this.end()),
        finalize(() => {
          this.boards.unfollow(gate);
        }),
      );
    });
  }

  private end(): Observable<unknown> {
    return this.drain.signal.aborted ? of('drained') : merge(this.drained, timer(LONGEST_MILLISECONDS));
  }

  private retryMilliseconds(): number {
    this.ended += 1;
    return RETRY_FROM_MILLISECONDS + ((this.ended * 97) % RETRY_SPREAD_MILLISECONDS);
  }
}

function positionOf(lastEventId: string | undefined): bigint | undefined {
  if (lastEventId === undefined || lastEventId === '') return undefined;
  if (!/^[0-9]{1,18}$/.test(lastEventId)) {
    throw new Refusal('HEADER_INVALID', 'Last-Event-ID is the id of an earlier event of this stream');
  }
  return BigInt(lastEventId);
}
