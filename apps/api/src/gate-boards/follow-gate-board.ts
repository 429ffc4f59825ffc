import { Inject } from '@nestjs/common';
import type { MessageEvent } from '@nestjs/common';
import { Query, QueryHandler } from '@nestjs/cqrs';
import { EMPTY } from 'rxjs';
import type { Observable } from 'rxjs';
import { LAST_EVENT_ID, Reading, Refusal } from '#libs/http-edge';
import type { Caller } from '#libs/http-edge';
import { BoardPublisher } from './board-publisher';
import { gateInReach } from './gate-in-reach';
import { BOARD_VIEWS } from './get-gate-boards';
import { OpenStreams } from './open-streams';
import type { StreamHolder } from './stream-places';

export interface StreamRequest {
  readonly holder: StreamHolder;
  /** `Last-Event-ID` of a client that resumes. */
  readonly lastEventId: string | undefined;
  /** Asks with HEAD: whether there is such a stream, and for none of its events. */
  readonly headOnly: boolean;
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
  constructor(
    @Inject(Reading) private readonly reading: Reading,
    @Inject(BoardPublisher) private readonly boards: BoardPublisher,
    @Inject(OpenStreams) private readonly streams: OpenStreams,
  ) {}

  /** A client that resumes never goes back behind what it has seen, on whichever server it arrives. */
  async execute({ gate, request, caller }: FollowGateBoardQuery): Promise<Observable<MessageEvent>> {
    await this.reading.read(positionOf(request.lastEventId), BOARD_VIEWS, (db) => ({
      gate: gateInReach(db, gate, caller.reach),
    }));
    if (request.headOnly) return EMPTY;
    return this.streams.open(request.holder, this.boards.rows(gate));
  }
}

function positionOf(lastEventId: string | undefined): bigint | undefined {
  if (lastEventId === undefined || lastEventId === '') return undefined;
  if (!LAST_EVENT_ID.test(lastEventId)) {
    throw new Refusal('HEADER_INVALID', 'Last-Event-ID is the id of an earlier event of this stream');
  }
  return BigInt(lastEventId);
}
