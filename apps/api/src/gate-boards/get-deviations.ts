import type { DatabaseSync } from 'node:sqlite';
import { Query, QueryHandler } from '@nestjs/cqrs';
import {
  after,
  at,
  cursor,
  days,
  IsAnyText,
  IsCode,
  IsCount,
  IsInstant,
  IsListWith,
  IsUuid,
  limit,
  MayBeAbsent,
  Table,
  time,
} from '#libs/http-edge';
import type { Caller, Columns, Parameters, Part } from '#libs/http-edge';
import { deviationPage } from '#libs/read-models';
import type { DeviationRow } from '#libs/read-models';
import { daysAsked, gatesAsked, sharedZone } from './gate-in-reach';

export const deviationParameters = { at, after, ...days, limit, cursor };

/** What was recorded out of order or against a rule, with the events it shows in. */
export class GateDeviation {
  @IsUuid()
  readonly visitId!: string;

  @IsCode()
  readonly gate!: string;

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

const COLUMNS: Columns<DeviationRow> = {
  at: time((row) => row.at),
  code: (row) => row.code,
  detail: (row) => row.detail,
  passed: (row) => row.passed,
  gate: (row) => row.gate,
  recordTime: time((row) => row.recordTime),
  visitId: (row) => row.visitId,
  events: (row) => row.events.join(' '),
};

export class GetDeviationsQuery extends Query<Table<DeviationRow>> {
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
  execute({ gate, parameters, caller }: GetDeviationsQuery): Promise<Table<DeviationRow>> {
    const { after, limit, cursor } = parameters;
    const listing = {
      after,
      views: ['deviations', 'gate-turns', 'border-gates'],
      part: { limit, cursor },
      page: (db: DatabaseSync, part: Part) => {
        const { source, ...asked } = gatesAsked(db, gate, parameters, caller);
        const range = daysAsked(parameters, { source, ...asked });
        return deviationPage(db, { ...asked, ...range, ...part }, source);
      },
    };
    const zone = (db: DatabaseSync) => sharedZone(db, gatesAsked(db, gate, parameters, caller).gates);
    return Promise.resolve(new Table(listing, { columns: COLUMNS, fileName: `deviations-${gate}`, zone }));
  }
}
