import type { DatabaseSync } from 'node:sqlite';
import { Inject } from '@nestjs/common';
import { Query, QueryHandler } from '@nestjs/cqrs';
import { after, at, Reading } from '#libs/http-edge';
import type { Caller, Parameters } from '#libs/http-edge';
import { gateSource, yardCodes, yardRows, yardSource } from '#libs/read-models';
import type { AsOf } from '#libs/projections';
import type { Yards, YardSources } from '#libs/read-models';
import { scopeOf } from '../access/scope-of';

export const YARD_PARAMETERS = { at, after };
export type YardParameters = Parameters<typeof YARD_PARAMETERS>;

/** The views that questions about yards read. */
export const YARD_VIEWS = ['yard-occupancy', 'yards', 'border-gates'];

export function yardSources(db: DatabaseSync): YardSources {
  return { ...gateSource(db), ...yardSource(db) };
}

/** The yards the caller may see, as of an event time, and their total. */
export class ListYardsQuery extends Query<Yards & { readonly asOf: AsOf }> {
  constructor(
    readonly parameters: YardParameters,
    readonly caller: Caller,
  ) {
    super();
  }
}

@QueryHandler(ListYardsQuery)
export class ListYardsHandler {
  constructor(@Inject(Reading) private readonly reading: Reading) {}

  execute({ parameters, caller: { reach, now } }: ListYardsQuery) {
    const time = Date.parse(parameters.at ?? now);
    return this.reading.read(parameters.after, YARD_VIEWS, (db) =>
      yardRows(db, { at: time, yards: yardCodes(db, scopeOf(reach)) }, yardSources(db)),
    );
  }
}
