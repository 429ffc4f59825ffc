import { Inject } from '@nestjs/common';
import { Query, QueryHandler } from '@nestjs/cqrs';
import { Reading } from '#libs/http-edge';
import type { Caller } from '#libs/http-edge';
import { yardOccupancyOf } from '#libs/read-models';
import type { AsOf } from '#libs/projections';
import type { Occupancy } from '#libs/read-models';
import { YARD_VIEWS, yardSources } from './list-yards';
import type { YardParameters } from './list-yards';
import { requireYard } from './require-yard';

/** Local days of history, that of the question included. */
const HISTORY_DAYS = 7;

/** A yard as of an event time with its last days. */
export class GetYardOccupancyQuery extends Query<Occupancy & { readonly asOf: AsOf }> {
  constructor(
    readonly yard: string,
    readonly parameters: YardParameters,
    readonly caller: Caller,
  ) {
    super();
  }
}

@QueryHandler(GetYardOccupancyQuery)
export class GetYardOccupancyHandler {
  constructor(@Inject(Reading) private readonly reading: Reading) {}

  /** @throws Rejection YARD_NOT_FOUND, also for a yard outside the caller's reach. */
  execute({ yard, parameters, caller: { reach, now } }: GetYardOccupancyQuery) {
    const asked = { yard, at: Date.parse(parameters.at ?? now), days: HISTORY_DAYS };
    return this.reading.read(parameters.after, YARD_VIEWS, (db) => {
      requireYard(db, yard, reach);
      return yardOccupancyOf(db, asked, yardSources(db));
    });
  }
}
