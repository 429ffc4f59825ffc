/* Query: who is called next at a gate, who cannot be called, and by which order. */

import type { DatabaseSync } from 'node:sqlite';
import { Query, QueryHandler } from '@nestjs/cqrs';
import {
  after,
  at,
  cursor,
  IsAnyText,
  IsCode,
  IsDescribedBy,
  IsFlag,
  IsInstant,
  IsNested,
  IsUuid,
  limit,
  Table,
  time,
} from '#libs/http-edge';
import type { Caller, Columns, Parameters, Part } from '#libs/http-edge';
import { nextCalls } from '#libs/read-models';
import type { NextCall } from '#libs/read-models';
import { MISSING_STEPS } from '../truck-visits/missing-steps';
import { gatesAsked, sharedZone } from './gate-in-reach';
import { QueuedTractor } from './get-gate-queue';
import { QUEUE_CLASS } from './queue-rule';

export const nextCallParameters = { at, after, limit, cursor };

/** A truck that can be called; in the order in which they will be called if nothing changes. */
export class NextCallAnswer {
  @IsDescribedBy({ type: 'integer', minimum: 1, description: 'Place among those of its gate' })
  readonly rank!: number;

  @IsUuid()
  readonly visitId!: string;

  @IsCode()
  readonly gate!: string;

  @IsNested(() => QueuedTractor)
  readonly tractor!: QueuedTractor;

  @IsDescribedBy(QUEUE_CLASS)
  readonly class!: string | null;

  @IsInstant()
  readonly queuedSince!: string;

  /** What gives it this rank. */
  @IsAnyText()
  readonly why!: string;
}

/** A truck in the line that cannot be called. */
export class NotCallableTruck {
  @IsUuid()
  readonly visitId!: string;

  @IsCode()
  readonly gate!: string;

  @IsDescribedBy(QUEUE_CLASS)
  readonly class!: string | null;

  @IsDescribedBy({ ...MISSING_STEPS, description: 'Steps that have to be recorded before its call' })
  readonly missing!: readonly string[];

  @IsFlag()
  readonly held!: boolean;

  /** The gate takes none of its goods now. */
  @IsFlag()
  readonly suspended!: boolean;
}

const COLUMNS: Columns<NextCall> = {
  rank: ({ rank }) => rank,
  tractor: ({ tractor }) => tractor.plate,
  class: (row) => row.class,
  queuedSince: time(({ queuedSince }) => queuedSince),
  why: ({ why }) => why,
  gate: ({ gate }) => gate,
  visitId: ({ visitId }) => visitId,
};

export class GetNextCallsQuery extends Query<Table<NextCall>> {
  constructor(
    readonly gate: string,
    readonly parameters: Parameters<typeof nextCallParameters>,
    readonly caller: Caller,
  ) {
    super();
  }
}

@QueryHandler(GetNextCallsQuery)
export class GetNextCallsHandler {
  execute({ gate, parameters, caller }: GetNextCallsQuery): Promise<Table<NextCall>> {
    const { after, limit, cursor } = parameters;
    const listing = {
      after,
      views: ['gate-turns', 'border-gates'],
      part: { limit, cursor },
      page: (db: DatabaseSync, part: Part) => {
        const { source, ...asked } = gatesAsked(db, gate, parameters, caller);
        return nextCalls(db, { ...asked, ...part }, source);
      },
    };
    const zone = (db: DatabaseSync) => sharedZone(db, gatesAsked(db, gate, parameters, caller).gates);
    return Promise.resolve(new Table(listing, { columns: COLUMNS, fileName: `next-calls-${gate}`, zone }));
  }
}
