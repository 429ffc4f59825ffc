import type { DatabaseSync } from 'node:sqlite';
import { Query, QueryHandler } from '@nestjs/cqrs';
import {
  after,
  at,
  dateRange,
  days,
  IsCount,
  IsInstant,
  IsLocalDate,
  MayBeAbsent,
  oneOf,
  Table,
  time,
} from '#libs/http-edge';
import type { Caller, Columns, Parameters } from '#libs/http-edge';
import { localDay, yardMovements, yardSource, zoneOfYard } from '#libs/read-models';
import type { YardMovement } from '#libs/read-models';
import { YARD_VIEWS, yardSources } from './list-yards';
import { requireYard } from './require-yard';

const STEPS = ['hour', 'day'] as const;

export const YARD_MOVEMENTS_PARAMETERS = {
  at,
  after,
  ...days,
  step: oneOf(STEPS, 'A row an hour or a row a day of the clock at the gate; default hour'),
};
export type YardMovementsParameters = Parameters<typeof YARD_MOVEMENTS_PARAMETERS>;

/** One hour or day of a yard: it has `hour`, when it begins, or `day`. `present`: at its end. */
export class YardMovementAnswer {
  @MayBeAbsent()
  @IsInstant()
  readonly hour?: string;

  @MayBeAbsent()
  @IsLocalDate()
  readonly day?: string;

  @IsCount()
  readonly entries!: number;

  @IsCount()
  readonly exits!: number;

  @IsCount()
  readonly present!: number;
}

const COUNTS: Columns<YardMovement> = {
  entries: (row) => row.entries,
  exits: (row) => row.exits,
  present: (row) => row.present,
};
const COLUMNS: Readonly<Record<(typeof STEPS)[number], Columns<YardMovement>>> = {
  hour: { hour: time((row) => row.hour), ...COUNTS },
  day: { day: (row) => row.day, ...COUNTS },
};

/** Who came into a yard and who left it, over local days. */
export class ListYardMovementsQuery extends Query<Table<YardMovement>> {
  constructor(
    readonly yard: string,
    readonly parameters: YardMovementsParameters,
    readonly caller: Caller,
  ) {
    super();
  }
}

@QueryHandler(ListYardMovementsQuery)
export class ListYardMovementsHandler {
  /** @throws Rejection YARD_NOT_FOUND, also for a yard outside the caller's reach; Refusal RANGE_EMPTY, RANGE_TOO_LONG. */
  execute({
    yard,
    parameters,
    caller: { reach, now },
  }: ListYardMovementsQuery): Promise<Table<YardMovement>> {
    const { after: position, from, to, step = 'hour' } = parameters;
    const asOf = Date.parse(parameters.at ?? now);
    const zone = (db: DatabaseSync) => zoneOfYard(yardSource(db).yard(yard), yardSources(db));
    const listing = {
      after: position,
      views: YARD_VIEWS,
      part: {},
      page: (db: DatabaseSync) => {
        requireYard(db, yard, reach);
        const range = dateRange(from, to, localDay(zone(db), asOf));
        return { items: yardMovements(db, { yard, ...range, step, at: asOf }, yardSources(db)) };
      },
    };
    const layout = { columns: COLUMNS[step], fileName: `${yard}-movements`, zone };
    return Promise.resolve(new Table(listing, layout));
  }
}
