import { Inject } from '@nestjs/common';
import { Query, QueryHandler } from '@nestjs/cqrs';
import { deviationPage } from '#libs/read-models';
import type { AsOf, DeviationPage } from '#libs/read-models';
import type { Caller } from '../http/context/context-decorators';
import { after, at, cursor, days, limit } from '../http/queries/parameter';
import type { Parameters } from '../http/queries/query-parameters';
import { Reading } from '../http/queries/reading';
import { IsAnyText, IsCount } from '../http/validation/answer-fields';
import { IsCode, IsInstant, IsListWith, IsUuid, MayBeAbsent } from '../http/validation/fields';
import { daysAsked, gateInReach } from './gate-in-reach';

export const deviationParameters = { at, after, ...days, limit, cursor };

/** What was recorded out of order or against a rule, with the events it shows in. */
export class GateDeviation {
  @IsUuid()
  readonly visitId!: string;

  @IsCode()
  readonly code!: string;

  @IsAnyText()
  readonly detail!: string;

  @IsInstant()
  readonly at!: string;

  @IsListWith(IsUuid({ each: true }), 1, 20)
  readonly events!: readonly string[];

  @IsInstant()
  readonly recordTime!: string;

  /** Of `OUT_OF_TURN`: how many trucks were passed that could have gone. */
  @MayBeAbsent()
  @IsCount()
  readonly passed?: number;
}

export class GetDeviationsQuery extends Query<DeviationPage & { readonly asOf: AsOf }> {
  constructor(
    readonly gate: string,
    readonly parameters: Parameters<typeof deviationParameters>,
    readonly caller: Caller,
  ) {
    super();
  }
}

@QueryHandler(GetDeviationsQuery)
export class GetDeviationsHandler {
  constructor(@Inject(Reading) private readonly reading: Reading) {}

  execute({ gate, parameters, caller }: GetDeviationsQuery) {
    const { limit, cursor } = parameters;
    return this.reading.read(parameters.after, ['deviations', 'gate-turns', 'border-gates'], (db) => {
      const asked = gateInReach(db, gate, parameters, caller);
      const page = { limit, ...(cursor === undefined ? {} : { cursor }) };
      const range = daysAsked(parameters, asked);
      return deviationPage(db, { gate, at: asked.at, ...range, ...page }, asked.source);
    });
  }
}
