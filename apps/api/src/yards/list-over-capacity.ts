/* Query: trucks that came into a yard when it was full, by entry. */
import type { DatabaseSync } from 'node:sqlite';
import { Query, QueryHandler } from '@nestjs/cqrs';
import {
  after,
  at,
  cursor,
  dateRange,
  days,
  flag,
  IsCount,
  IsFlag,
  IsInstant,
  IsNested,
  IsTextOrNull,
  IsUuid,
  limit,
  Table,
  time,
} from '#libs/http-edge';
import type { Caller, Columns, Parameters, Part } from '#libs/http-edge';
import { localDay, overCapacityPage, yardSource, zoneOfYard } from '#libs/read-models';
import type { OverCapacityEntry } from '#libs/read-models';
import { PlatedVehicle } from '../truck-visits/step-fields';
import { YARD_VIEWS, yardSources } from './list-yards';
import { requireYard } from './require-yard';

export const OVER_CAPACITY_PARAMETERS = {
  at,
  after,
  ...days,
  all: flag('Also trucks that an authority let in'),
  limit,
  cursor,
};
export type OverCapacityParameters = Parameters<typeof OVER_CAPACITY_PARAMETERS>;

/** A truck that came into a yard when it was full. */
export class OverCapacityAnswer {
  @IsUuid()
  readonly visitId!: string;

  @IsNested(() => PlatedVehicle)
  readonly tractor!: PlatedVehicle;

  @IsInstant()
  readonly at!: string;

  /** Trucks, this one included. */
  @IsCount()
  readonly present!: number;

  /** The largest capacity in force. */
  @IsCount()
  readonly capacity!: number;

  /** The authority that was named. */
  @IsTextOrNull()
  readonly approvedBy!: string | null;

  /** That authority may let trucks in. */
  @IsFlag()
  readonly approved!: boolean;
}

const COLUMNS: Columns<OverCapacityEntry> = {
  at: time((row) => row.at),
  tractor: (row) => row.tractor.plate,
  present: (row) => row.present,
  capacity: (row) => row.capacity,
  approvedBy: (row) => row.approvedBy,
  approved: (row) => row.approved,
  visitId: (row) => row.visitId,
};

/** Who came into a full yard over local days, without an authority that let him in. */
export class ListOverCapacityQuery extends Query<Table<OverCapacityEntry>> {
  constructor(
    readonly yard: string,
    readonly parameters: OverCapacityParameters,
    readonly caller: Caller,
  ) {
    super();
  }
}

@QueryHandler(ListOverCapacityQuery)
export class ListOverCapacityHandler {
  /** @throws Rejection YARD_NOT_FOUND, also for a yard outside the caller's reach; Refusal RANGE_EMPTY, RANGE_TOO_LONG. */
  execute({
    yard,
    parameters,
    caller: { reach, now },
  }: ListOverCapacityQuery): Promise<Table<OverCapacityEntry>> {
    const { after: position, from, to, all = false, limit, cursor } = parameters;
    const asOf = Date.parse(parameters.at ?? now);
    const zone = (db: DatabaseSync) => zoneOfYard(yardSource(db).yard(yard), yardSources(db));
    const listing = {
      after: position,
      views: YARD_VIEWS,
      part: { limit, cursor },
      page: (db: DatabaseSync, part: Part) => {
        requireYard(db, yard, reach);
        const range = dateRange(from, to, localDay(zone(db), asOf));
        return overCapacityPage(db, { ...part, ...range, yard, all, at: asOf }, yardSources(db));
      },
    };
    return Promise.resolve(new Table(listing, { columns: COLUMNS, fileName: `${yard}-over-capacity`, zone }));
  }
}
