/* Query: days until the queue of a gate is cleared, at observed and expected rates. */

import { Inject } from '@nestjs/common';
import { Query, QueryHandler } from '@nestjs/cqrs';
import {
  after,
  AsOf,
  at,
  COUNT,
  IsAnyText,
  IsCount,
  IsDescribedBy,
  IsListOf,
  IsLocalDate,
  IsMeasure,
  IsNested,
  IsOneOf,
  MayBeAbsent,
  numberWithin,
  objectOf,
  orNull,
  Reading,
} from '#libs/http-edge';
import type { Caller, Parameters } from '#libs/http-edge';
import type { AsOf as ReadAt } from '#libs/projections';
import { daysToClear } from '#libs/read-models';
import type { DaysToClear } from '#libs/read-models';
import { gatesAsked } from './gate-in-reach';

const MOST_A_DAY = 100_000;

export const daysToClearParameters = {
  at,
  after,
  rate: numberWithin(
    0,
    MOST_A_DAY,
    'Trucks that clear a day; default the mean of the 7 complete days before',
  ),
  arrivals: numberWithin(0, MOST_A_DAY, 'Trucks that arrive a day; default 0'),
};

/** `from` and `to` (exclusive) are the local days a rate was observed on. */
export class DailyRate {
  @IsMeasure()
  readonly value!: number;

  @IsOneOf(['REQUESTED', 'OBSERVED_7_DAYS'])
  readonly source!: string;

  @MayBeAbsent()
  @IsLocalDate()
  readonly from?: string;

  @MayBeAbsent()
  @IsLocalDate()
  readonly to?: string;
}

export class ClearingAssumption {
  @IsOneOf(['CONSTANT_RATE', 'ARRIVALS_NOT_GIVEN', 'CONSTANT_ARRIVALS', 'BUFFER', 'GATE_SUSPENDED'])
  readonly code!: string;

  @IsAnyText()
  readonly detail!: string;
}

/** When the trucks on hand will have cleared, and what that takes for granted. */
export class DaysToClearEstimate {
  @IsOneOf(['ESTIMATE', 'DIVERGING', 'SUSPENDED'])
  readonly state!: string;

  @IsCount()
  readonly stock!: number;

  @IsNested(() => DailyRate)
  readonly rate!: DailyRate;

  @IsMeasure()
  readonly arrivals!: number;

  @IsDescribedBy(orNull(objectOf({ low: COUNT, high: COUNT })))
  readonly days!: { readonly low: number; readonly high: number } | null;

  @IsMeasure()
  readonly buffer!: number;

  @IsListOf(() => ClearingAssumption, 0, 200)
  readonly assumptions!: readonly ClearingAssumption[];

  @IsNested(() => AsOf)
  readonly asOf!: AsOf;
}

export class GetDaysToClearQuery extends Query<DaysToClear & { readonly asOf: ReadAt }> {
  constructor(
    readonly gate: string,
    readonly parameters: Parameters<typeof daysToClearParameters>,
    readonly caller: Caller,
  ) {
    super();
  }
}

const VIEWS = ['gate-board', 'throughput', 'border-gates'];

@QueryHandler(GetDaysToClearQuery)
export class GetDaysToClearHandler {
  constructor(@Inject(Reading) private readonly reading: Reading) {}

  execute({ gate, parameters, caller }: GetDaysToClearQuery) {
    const { rate, arrivals } = parameters;
    return this.reading.read(parameters.after, VIEWS, (db) => {
      const { source, ...when } = gatesAsked(db, gate, parameters, caller);
      const asked = {
        ...when,
        ...(rate === undefined ? {} : { rate }),
        ...(arrivals === undefined ? {} : { arrivals }),
      };
      return daysToClear(db, asked, source);
    });
  }
}
