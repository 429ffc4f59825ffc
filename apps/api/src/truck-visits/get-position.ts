/* Query: where a truck stands in the order of calls, in fields and in a sentence of three languages. */

import { Inject } from '@nestjs/common';
import { Query, QueryHandler } from '@nestjs/cqrs';
import {
  after,
  at,
  IsCode,
  IsCountOrNull,
  IsDescribedBy,
  IsFlag,
  IsNested,
  IsUuid,
  Reading,
} from '#libs/http-edge';
import type { Caller, Parameters } from '#libs/http-edge';
import type { AsOf } from '#libs/projections';
import { gateSource, visitPosition } from '#libs/read-models';
import type { Position } from '#libs/read-models';
import { Rejection } from '#libs/truck-flow';
import { scopeOf } from '../access/scope-of';
import { QUEUE_CLASS, QUEUE_RULE } from '../gate-boards/queue-rule';
import { PositionSentence } from '../tickets/get-public-position';
import { MISSING_STEPS } from './missing-steps';
import { positionSentence } from './position-sentence';
import type { InThreeLanguages } from './position-sentence';

export const POSITION_PARAMETERS = { at, after };

/** Where a truck stands in the order of calls at its gate. */
export class PositionAnswer {
  @IsUuid()
  readonly visitId!: string;

  @IsCode()
  readonly gate!: string;

  /** From 1; of a truck that cannot be called now the place it would have; null once it was called or has gone. */
  @IsCountOrNull()
  readonly rank!: number | null;

  @IsDescribedBy(QUEUE_CLASS)
  readonly class!: string | null;

  @IsDescribedBy({
    type: 'object',
    additionalProperties: { type: 'integer', minimum: 0 },
    description: 'How many of each class are called before it; empty without an order in force',
  })
  readonly aheadByClass!: Readonly<Record<string, number>>;

  @IsFlag()
  readonly held!: boolean;

  /** The gate takes none of its goods now. */
  @IsFlag()
  readonly suspended!: boolean;

  @IsDescribedBy({ ...MISSING_STEPS, description: 'Steps that have to be recorded before its call' })
  readonly missing!: readonly string[];

  @IsDescribedBy(QUEUE_RULE)
  readonly rule!: Position['rule'];

  @IsNested(() => PositionSentence)
  readonly sentence!: PositionSentence;
}

type Answer = Position & { readonly sentence: InThreeLanguages; readonly asOf: AsOf };

export class GetPositionQuery extends Query<Answer> {
  constructor(
    readonly visitId: string,
    readonly parameters: Parameters<typeof POSITION_PARAMETERS>,
    readonly caller: Caller,
  ) {
    super();
  }
}

@QueryHandler(GetPositionQuery)
export class GetPositionHandler {
  constructor(@Inject(Reading) private readonly reading: Reading) {}

  /** @throws Rejection VISIT_NOT_FOUND, also for a visit outside the caller's reach. */
  execute({ visitId, parameters, caller: { reach, now } }: GetPositionQuery): Promise<Answer> {
    const asked = { visitId, at: Date.parse(parameters.at ?? now), scope: scopeOf(reach) };
    return this.reading.read(parameters.after, ['truck-visits', 'gate-turns', 'border-gates'], (db) => {
      const source = gateSource(db);
      const position = visitPosition(db, asked, source);
      if (position === undefined) throw new Rejection('VISIT_NOT_FOUND', 'there is no such visit');
      const { gate } = position;
      const names = source.gate(gate).registered?.data.name ?? { vi: gate, zh: gate, en: gate };
      return { ...position, sentence: positionSentence(position, names) };
    });
  }
}
