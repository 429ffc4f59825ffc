import type { DatabaseSync } from 'node:sqlite';
import { Query, QueryHandler } from '@nestjs/cqrs';
import { after, at, days, IsCount, IsLocalDate, Table } from '#libs/http-edge';
import type { Caller, Columns, Parameters } from '#libs/http-edge';
import { throughputDays } from '#libs/read-models';
import type { ThroughputRow } from '#libs/read-models';
import { daysAsked, gatesAsked } from './gate-in-reach';

export const throughputParameters = { at, after, ...days };

/** One local day of a gate; `onHandAtEnd` is that of the day before, plus arrivals, minus every way out. */
export class ThroughputDay {
  @IsLocalDate()
  readonly date!: string;

  @IsCount()
  readonly arrived!: number;

  @IsCount()
  readonly crossed!: number;

  @IsCount()
  readonly turnedBack!: number;

  @IsCount()
  readonly diverted!: number;

  @IsCount()
  readonly cancelled!: number;

  @IsCount()
  readonly transferred!: number;

  @IsCount()
  readonly seenElsewhere!: number;

  @IsCount()
  readonly onHandAtEnd!: number;
}

const COLUMNS: Columns<ThroughputRow> = {
  date: ({ date }) => date,
  arrived: ({ arrived }) => arrived,
  crossed: ({ crossed }) => crossed,
  turnedBack: ({ turnedBack }) => turnedBack,
  diverted: ({ diverted }) => diverted,
  cancelled: ({ cancelled }) => cancelled,
  transferred: ({ transferred }) => transferred,
  seenElsewhere: ({ seenElsewhere }) => seenElsewhere,
  onHandAtEnd: ({ onHandAtEnd }) => onHandAtEnd,
};

export class GetThroughputQuery extends Query<Table<ThroughputRow>> {
  constructor(
    readonly gate: string,
    readonly parameters: Parameters<typeof throughputParameters>,
    readonly caller: Caller,
  ) {
    super();
  }
}

const VIEWS = ['throughput', 'gate-board', 'border-gates'];

@QueryHandler(GetThroughputQuery)
export class GetThroughputHandler {
  execute({ gate, parameters, caller }: GetThroughputQuery): Promise<Table<ThroughputRow>> {
    const listing = {
      after: parameters.after,
      views: VIEWS,
      part: {},
      page: (db: DatabaseSync) => {
        const { source, ...asked } = gatesAsked(db, gate, parameters, caller);
        const range = daysAsked(parameters, { source, ...asked });
        return { items: throughputDays(db, { ...asked, ...range }, source) };
      },
    };
    return Promise.resolve(new Table(listing, { columns: COLUMNS, fileName: `throughput-${gate}` }));
  }
}
