import { Inject } from '@nestjs/common';
import { Query, QueryHandler } from '@nestjs/cqrs';
import {
  after,
  at,
  IsCode,
  IsCount,
  IsCountByCode,
  IsCountOrNull,
  IsDescribedBy,
  IsOneOf,
  listOf,
  MayBeAbsent,
  objectOf,
  Reading,
  TEXT,
} from '#libs/http-edge';
import type { Caller, Parameters } from '#libs/http-edge';
import { gateBoards, gateSource } from '#libs/read-models';
import type { AsOf } from '#libs/projections';
import type { GateBoards } from '#libs/read-models';
import { BODY_TYPES, CARGO_CLASSES, GATE_STATUSES, ON_HAND_STAGES } from './answer-codes';
import { gatesInReach, instantOf } from './gate-in-reach';

export const boardParameters = { at, after };

/** What waits at the gates the caller may see, together. */
export class GateBoardTotal {
  @IsCount()
  readonly trucksOnHand!: number;

  @IsCountByCode(ON_HAND_STAGES)
  readonly byStage!: object;

  @IsCountByCode(CARGO_CLASSES)
  readonly byCargoClass!: object;

  @IsCountByCode(BODY_TYPES)
  readonly byBodyType!: object;

  @IsCount()
  readonly crossedToday!: number;

  @IsCount()
  readonly turnedBackToday!: number;

  @IsCountOrNull()
  readonly oldestWaitMinutes!: number | null;

  /** Trucks on hand that are in no other count, because their records were changed from outside; absent for none. */
  @MayBeAbsent()
  @IsCount()
  readonly damaged?: number;

  @MayBeAbsent()
  @IsDescribedBy(listOf(objectOf({ code: { enum: ['STREAM_DAMAGED'] }, pointer: TEXT })))
  readonly warnings?: readonly object[];
}

export class GateBoard extends GateBoardTotal {
  @IsCode()
  readonly gate!: string;

  @IsOneOf(GATE_STATUSES)
  readonly status!: string;
}

export class GetGateBoardsQuery extends Query<GateBoards & { readonly asOf: AsOf }> {
  constructor(
    readonly parameters: Parameters<typeof boardParameters>,
    readonly caller: Caller,
  ) {
    super();
  }
}

/** The views a board is read from. */
export const BOARD_VIEWS = ['gate-board', 'border-gates'];

@QueryHandler(GetGateBoardsQuery)
export class GetGateBoardsHandler {
  constructor(@Inject(Reading) private readonly reading: Reading) {}

  execute({ parameters, caller }: GetGateBoardsQuery) {
    return this.reading.read(parameters.after, BOARD_VIEWS, (db) => {
      const asked = { at: instantOf(parameters.at, caller.now), gates: gatesInReach(db, caller.reach) };
      return gateBoards(db, asked, gateSource(db));
    });
  }
}
