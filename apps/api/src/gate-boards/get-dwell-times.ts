import type { DatabaseSync } from 'node:sqlite';
import { Query, QueryHandler } from '@nestjs/cqrs';
import { after, at, COUNT, days, IsDescribedBy, IsOneOf, objectOf, Table } from '#libs/http-edge';
import type { Caller, Columns, JsonSchema, Parameters } from '#libs/http-edge';
import { DWELL_STAGES, dwellTimeRows } from '#libs/read-models';
import type { DwellTimesRow } from '#libs/read-models';
import { CARGO_CLASSES } from './answer-codes';
import { daysAsked, gatesAsked } from './gate-in-reach';

export const dwellTimesParameters = { at, after, ...days };

/** A count and, in minutes with two decimals, what is said about that many durations; null where there are none. */
const counted = (...measures: readonly string[]): JsonSchema =>
  objectOf({
    count: COUNT,
    ...Object.fromEntries(measures.map((name) => [name, { type: ['number', 'null'], minimum: 0 }])),
  });

const FINISHED = counted('mean', 'p50', 'p90', 'p99');
const INSIDE = counted('p50', 'p90', 'max');
const LEFT = counted('p50', 'max');
const DWELL = objectOf({ finished: FINISHED, inside: INSIDE, left: LEFT });

/** How long a stage takes: those who finished it, those inside, those who left the gate out of it. */
export class DwellTimes {
  @IsOneOf(DWELL_STAGES)
  readonly stage!: string;

  @IsDescribedBy(FINISHED)
  readonly finished!: object;

  @IsDescribedBy(INSIDE)
  readonly inside!: object;

  @IsDescribedBy(LEFT)
  readonly left!: object;

  @IsDescribedBy(objectOf(Object.fromEntries(CARGO_CLASSES.map((one) => [one, DWELL])), CARGO_CLASSES))
  readonly byCargoClass!: object;
}

const COLUMNS: Columns<DwellTimesRow> = {
  stage: ({ stage }) => stage,
  finishedCount: ({ finished }) => finished.count,
  finishedMean: ({ finished }) => finished.mean,
  finishedP50: ({ finished }) => finished.p50,
  finishedP90: ({ finished }) => finished.p90,
  finishedP99: ({ finished }) => finished.p99,
  insideCount: ({ inside }) => inside.count,
  insideP50: ({ inside }) => inside.p50,
  insideP90: ({ inside }) => inside.p90,
  insideMax: ({ inside }) => inside.max,
  leftCount: ({ left }) => left.count,
  leftP50: ({ left }) => left.p50,
  leftMax: ({ left }) => left.max,
};

export class GetDwellTimesQuery extends Query<Table<DwellTimesRow>> {
  constructor(
    readonly gate: string,
    readonly parameters: Parameters<typeof dwellTimesParameters>,
    readonly caller: Caller,
  ) {
    super();
  }
}

@QueryHandler(GetDwellTimesQuery)
export class GetDwellTimesHandler {
  execute({ gate, parameters, caller }: GetDwellTimesQuery): Promise<Table<DwellTimesRow>> {
    const listing = {
      after: parameters.after,
      views: ['dwell-times', 'border-gates'],
      part: {},
      page: (db: DatabaseSync) => {
        const { source, ...asked } = gatesAsked(db, gate, parameters, caller);
        const range = daysAsked(parameters, { source, ...asked });
        return { items: dwellTimeRows(db, { ...asked, ...range }, source) };
      },
    };
    return Promise.resolve(new Table(listing, { columns: COLUMNS, fileName: `dwell-times-${gate}` }));
  }
}
