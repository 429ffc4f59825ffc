import { Inject } from '@nestjs/common';
import { Query, QueryHandler } from '@nestjs/cqrs';
import { gateSource, truckVisit } from '#libs/read-models';
import type { AsOf, TruckVisitDetails } from '#libs/read-models';
import { Rejection } from '#libs/truck-flow';
import { scopeOf } from '../http/access/scope-of';
import type { Caller } from '../http/context/context-decorators';
import { after } from '../http/queries/parameter';
import type { Parameters } from '../http/queries/query-parameters';
import { Reading } from '../http/queries/reading';

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
      const asked = { visitId, at: Date.parse(now), scope: scopeOf(reach) };
      const visit = truckVisit(db, asked, gateSource(db));
      if (visit === undefined) throw new Rejection('VISIT_NOT_FOUND', 'there is no such visit');
      return visit;
    });
  }
}
