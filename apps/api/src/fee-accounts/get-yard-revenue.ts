/* Query: what a yard earned over local days, by day and tariff. */

import type { DatabaseSync } from 'node:sqlite';
import { Query, QueryHandler } from '@nestjs/cqrs';
import {
  after,
  at,
  dateRange,
  days,
  IsAnyText,
  IsCount,
  IsDescribedBy,
  IsLocalDate,
  IsOneOf,
  Table,
} from '#libs/http-edge';
import type { Caller, Columns, Parameters } from '#libs/http-edge';
import { localDay, yardRevenue, yardSource, zoneOfYard } from '#libs/read-models';
import type { RevenueRow } from '#libs/read-models';
import { TARIFF_KINDS } from '../tariffs/tariff-fields';
import { yardSources } from '../yards/list-yards';
import { requireYard } from '../yards/require-yard';
import { FEE_VIEWS } from './list-visit-fees';

export const YARD_REVENUE_PARAMETERS = { at, after, ...days };
export type YardRevenueParameters = Parameters<typeof YARD_REVENUE_PARAMETERS>;

/** Whole VND; a sum of many lines, each of them below a milliard. */
export const IsVndSum = (): PropertyDecorator => IsDescribedBy({ type: 'integer', description: 'whole VND' });

/** Sums of fee lines; `waived` of `amount`. */
export class RevenueTotalAnswer {
  @IsCount()
  readonly lines!: number;

  @IsVndSum()
  readonly amount!: number;

  @IsVndSum()
  readonly waived!: number;
}

/** What a yard earned on a local day by one tariff. */
export class RevenueAnswer extends RevenueTotalAnswer {
  @IsLocalDate()
  readonly day!: string;

  @IsAnyText()
  readonly tariff!: string;

  @IsOneOf(TARIFF_KINDS)
  readonly kind!: string;
}

const COLUMNS: Columns<RevenueRow> = {
  day: (row) => row.day,
  kind: (row) => row.kind,
  tariff: (row) => row.tariff,
  lines: (row) => row.lines,
  amount: (row) => row.amount,
  waived: (row) => row.waived,
};

/** The revenue of a yard over local days. */
export class GetYardRevenueQuery extends Query<Table<RevenueRow>> {
  constructor(
    readonly yard: string,
    readonly parameters: YardRevenueParameters,
    readonly caller: Caller,
  ) {
    super();
  }
}

@QueryHandler(GetYardRevenueQuery)
export class GetYardRevenueHandler {
  /** @throws Rejection YARD_NOT_FOUND, also for a yard outside the caller's reach; Refusal RANGE_EMPTY, RANGE_TOO_LONG. */
  execute({ yard, parameters, caller: { reach, now } }: GetYardRevenueQuery): Promise<Table<RevenueRow>> {
    const { from, to } = parameters;
    const asOf = Date.parse(parameters.at ?? now);
    const zone = (db: DatabaseSync) => zoneOfYard(yardSource(db).yard(yard), yardSources(db));
    const listing = {
      after: parameters.after,
      views: FEE_VIEWS,
      part: {},
      page: (db: DatabaseSync) => {
        requireYard(db, yard, reach);
        const range = dateRange(from, to, localDay(zone(db), asOf));
        return yardRevenue(db, { yard, ...range, at: asOf }, yardSources(db));
      },
    };
    return Promise.resolve(new Table(listing, { columns: COLUMNS, fileName: `${yard}-revenue`, zone }));
  }
}
