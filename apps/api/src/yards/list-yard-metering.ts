import type { DatabaseSync } from 'node:sqlite';
import { Query, QueryHandler } from '@nestjs/cqrs';
import { after, at, COUNT, IsCode, IsCount, IsDescribedBy, orNull, Table } from '#libs/http-edge';
import type { Caller, Columns, Parameters } from '#libs/http-edge';
import { gateCodes, METERING_VIEWS, yardMetering } from '#libs/read-models';
import type { MeteringRow } from '#libs/read-models';
import { yardSources } from './list-yards';

export const YARD_METERING_PARAMETERS = { at, after };
export type YardMeteringParameters = Parameters<typeof YARD_METERING_PARAMETERS>;

/** A gate yard: how many trucks are to stand in it, and how many do or are on their way (Y-12). */
export class YardMeteringAnswer {
  @IsCode()
  readonly gate!: string;

  @IsCode()
  readonly yard!: string;

  @IsCount()
  readonly present!: number;

  /** Called trucks that are in no gate yard yet. */
  @IsCount()
  readonly underway!: number;

  /** Null while no target is in force. */
  @IsDescribedBy(orNull(COUNT))
  readonly target!: number | null;

  /** Target without those present and underway; below zero where more are. */
  @IsDescribedBy(orNull({ type: 'integer' }))
  readonly free!: number | null;

  /** Trucks of the gate that wait in none of its gate yards and are not underway. */
  @IsCount()
  readonly waitingOutside!: number;
}

const COLUMNS: Columns<MeteringRow> = {
  gate: (row) => row.gate,
  yard: (row) => row.yard,
  present: (row) => row.present,
  underway: (row) => row.underway,
  target: (row) => row.target,
  free: (row) => row.free,
  waitingOutside: (row) => row.waitingOutside,
};

/** The gate yards that the caller may see, as of an event time. */
export class ListYardMeteringQuery extends Query<Table<MeteringRow>> {
  constructor(
    readonly parameters: YardMeteringParameters,
    readonly caller: Caller,
  ) {
    super();
  }
}

@QueryHandler(ListYardMeteringQuery)
export class ListYardMeteringHandler {
  execute({ parameters, caller: { reach, now } }: ListYardMeteringQuery): Promise<Table<MeteringRow>> {
    const asOf = Date.parse(parameters.at ?? now);
    const listing = {
      after: parameters.after,
      views: METERING_VIEWS,
      part: {},
      page: (db: DatabaseSync) => {
        const rows = gateCodes(db).flatMap((gate) => yardMetering(db, { gate, at: asOf }, yardSources(db)));
        return { items: rows.filter(({ yard, gate }) => reach.yard(yard, gate)), nextCursor: null };
      },
    };
    return Promise.resolve(new Table(listing, { columns: COLUMNS, fileName: 'yard-metering' }));
  }
}
