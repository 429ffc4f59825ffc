/* Query: the stays in a yard over local days, and what each comes to. */

import type { DatabaseSync } from 'node:sqlite';
import { Query, QueryHandler } from '@nestjs/cqrs';
import {
  after,
  at,
  cursor,
  dateRange,
  days,
  IsCount,
  IsInstant,
  INSTANT,
  IsDescribedBy,
  orNull,
  IsNested,
  IsUuid,
  limit,
  Table,
  time,
} from '#libs/http-edge';
import type { Caller, Columns, Parameters, Part } from '#libs/http-edge';
import { localDay, yardSource, yardStayPage, zoneOfYard } from '#libs/read-models';
import type { YardStayRow } from '#libs/read-models';
import { IsVnd } from '../tariffs/tariff-fields';
import { PlatedVehicle } from '../truck-visits/step-fields';
import { yardSources } from '../yards/list-yards';
import { requireYard } from '../yards/require-yard';
import { FEE_VIEWS } from './list-visit-fees';

export const YARD_STAYS_PARAMETERS = { at, after, ...days, limit, cursor };
export type YardStaysParameters = Parameters<typeof YARD_STAYS_PARAMETERS>;

/** One stay, whole; `until` is null while it lasts. `amount`: what the day-nights that it began come to, whole VND. */
export class YardStayAnswer {
  @IsUuid()
  readonly visitId!: string;

  @IsNested(() => PlatedVehicle)
  readonly tractor!: PlatedVehicle;

  @IsInstant()
  readonly from!: string;

  @IsDescribedBy(orNull(INSTANT))
  readonly until!: string | null;

  @IsCount()
  readonly dayNights!: number;

  @IsVnd()
  readonly amount!: number;
}

const COLUMNS: Columns<YardStayRow> = {
  tractor: (row) => row.tractor.plate,
  from: time((row) => row.from),
  until: time((row) => row.until),
  dayNights: (row) => row.dayNights,
  amount: (row) => row.amount,
  visitId: (row) => row.visitId,
};

/** The stays in a yard that fall into local days, by entry. */
export class ListYardStaysQuery extends Query<Table<YardStayRow>> {
  constructor(
    readonly yard: string,
    readonly parameters: YardStaysParameters,
    readonly caller: Caller,
  ) {
    super();
  }
}

@QueryHandler(ListYardStaysQuery)
export class ListYardStaysHandler {
  /** @throws Rejection YARD_NOT_FOUND, also for a yard outside the caller's reach; Refusal RANGE_EMPTY, RANGE_TOO_LONG. */
  execute({ yard, parameters, caller: { reach, now } }: ListYardStaysQuery): Promise<Table<YardStayRow>> {
    const { from, to, limit, cursor } = parameters;
    const asOf = Date.parse(parameters.at ?? now);
    const zone = (db: DatabaseSync) => zoneOfYard(yardSource(db).yard(yard), yardSources(db));
    const listing = {
      after: parameters.after,
      views: FEE_VIEWS,
      part: { limit, cursor },
      page: (db: DatabaseSync, part: Part) => {
        requireYard(db, yard, reach);
        const range = dateRange(from, to, localDay(zone(db), asOf));
        return yardStayPage(db, { yard, ...range, ...part, at: asOf }, yardSources(db));
      },
    };
    return Promise.resolve(new Table(listing, { columns: COLUMNS, fileName: `${yard}-stays`, zone }));
  }
}
