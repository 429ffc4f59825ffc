import type { DatabaseSync } from 'node:sqlite';
import { Inject } from '@nestjs/common';
import { Query, QueryHandler } from '@nestjs/cqrs';
import { gateSource, isVisit, truckVisit } from '#libs/read-models';
import type { AsOf, TruckVisitDetails } from '#libs/read-models';
import { Rejection } from '#libs/truck-flow';
import type { Reach } from '../http/access/reach';
import { scopeOf } from '../http/access/scope-of';
import type { Caller } from '../http/context/context-decorators';
import { after } from '../http/queries/parameter';
import type { Parameters } from '../http/queries/query-parameters';
import { Reading } from '../http/queries/reading';
import { substitutesOf } from './visit-ids';

export const VISIT_PARAMETERS = { after };

/** A truck visit with all that was recorded of it. */
export class GetTruckVisitQuery extends Query<TruckVisitDetails & { readonly asOf: AsOf }> {
  constructor(
    readonly visitId: string,
    readonly parameters: Parameters<typeof VISIT_PARAMETERS>,
    readonly caller: Caller,
  ) {
    super();
  }
}

@QueryHandler(GetTruckVisitQuery)
export class GetTruckVisitHandler {
  constructor(@Inject(Reading) private readonly reading: Reading) {}

  /** @throws Rejection VISIT_NOT_FOUND, also for a visit outside the caller's reach. */
  execute({ visitId, parameters, caller: { reach, now } }: GetTruckVisitQuery) {
    return this.reading.read(parameters.after, ['truck-visits', 'border-gates'], (db) => {
      const find = (id: string) => {
        const asked = { visitId: id, at: Date.parse(now), scope: scopeOf(reach) };
        return truckVisit(db, asked, gateSource(db));
      };
      const visit = find(visitId) ?? this.findSubstitute(visitId, reach, db, find);
      if (visit === undefined) throw new Rejection('VISIT_NOT_FOUND', 'there is no such visit');
      return visit;
    });
  }

  /** The visit that is recorded under a substitute of the id, as its caller knows it. */
  private findSubstitute(
    visitId: string,
    { gates }: Reach,
    db: DatabaseSync,
    find: (id: string) => TruckVisitDetails | undefined,
  ): TruckVisitDetails | undefined {
    for (const gate of gates === 'all' ? [] : gates) {
      for (const id of substitutesOf(visitId, gate)) {
        if (!isVisit(db, id)) break;
        const found = find(id);
        if (found === undefined) continue;
        return JSON.parse(JSON.stringify(found).replaceAll(id, visitId)) as TruckVisitDetails;
      }
    }
    return undefined;
  }
}
