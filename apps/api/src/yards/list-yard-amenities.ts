import type { DatabaseSync } from 'node:sqlite';
import { Query, QueryHandler } from '@nestjs/cqrs';
import {
  after,
  at,
  dateRange,
  days,
  IsCount,
  IsInstant,
  IsOneOf,
  IsTextOrNull,
  Table,
  time,
} from '#libs/http-edge';
import type { Caller, Columns, Parameters } from '#libs/http-edge';
import { localDay, yardAmenities, yardSource, zoneOfYard } from '#libs/read-models';
import type { YardAmenity } from '#libs/read-models';
import { YARD_VIEWS, yardSources } from './list-yards';
import { requireYard } from './require-yard';
import { AMENITY_KINDS } from './yard-fields';

export const YARD_AMENITIES_PARAMETERS = { at, after, ...days };
export type YardAmenitiesParameters = Parameters<typeof YARD_AMENITIES_PARAMETERS>;

/** Support that was given out. */
export class YardAmenityAnswer {
  @IsInstant()
  readonly at!: string;

  @IsOneOf(AMENITY_KINDS)
  readonly kind!: string;

  @IsCount()
  readonly quantity!: number;

  @IsTextOrNull()
  readonly legalBasis!: string | null;
}

const COLUMNS: Columns<YardAmenity> = {
  at: time((row) => row.at),
  kind: (row) => row.kind,
  quantity: (row) => row.quantity,
  legalBasis: (row) => row.legalBasis,
};

/** What was given out in a yard, over local days. */
export class ListYardAmenitiesQuery extends Query<Table<YardAmenity>> {
  constructor(
    readonly yard: string,
    readonly parameters: YardAmenitiesParameters,
    readonly caller: Caller,
  ) {
    super();
  }
}

@QueryHandler(ListYardAmenitiesQuery)
export class ListYardAmenitiesHandler {
  /** @throws Rejection YARD_NOT_FOUND, also for a yard outside the caller's reach; Refusal RANGE_EMPTY, RANGE_TOO_LONG. */
  execute({ yard, parameters, caller: { reach, now } }: ListYardAmenitiesQuery): Promise<Table<YardAmenity>> {
    const { after: position, from, to } = parameters;
    const asOf = Date.parse(parameters.at ?? now);
    const zone = (db: DatabaseSync) => zoneOfYard(yardSource(db).yard(yard), yardSources(db));
    const listing = {
      after: position,
      views: YARD_VIEWS,
      part: {},
      page: (db: DatabaseSync) => {
        requireYard(db, yard, reach);
        const range = dateRange(from, to, localDay(zone(db), asOf));
        const items = yardAmenities({ yard, ...range, at: asOf }, yardSources(db));
        return { items, nextCursor: null };
      },
    };
    return Promise.resolve(new Table(listing, { columns: COLUMNS, fileName: `${yard}-amenities`, zone }));
  }
}
