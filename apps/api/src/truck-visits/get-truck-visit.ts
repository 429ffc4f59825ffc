import type { DatabaseSync } from 'node:sqlite';
import { Inject } from '@nestjs/common';
import { Query, QueryHandler } from '@nestjs/cqrs';
import { after, entityTagOf, NotModified, Reading } from '#libs/http-edge';
import type { Caller, Parameters, Reach } from '#libs/http-edge';
import { gateSource, isShownAsRecorded, isVisit, truckVisit } from '#libs/read-models';
import type { AsOf } from '#libs/projections';
import type { TruckVisitDetails } from '#libs/read-models';
import { substitutesOf } from '#libs/recording';
import { Rejection } from '#libs/truck-flow';
import { scopeOf } from '../access/scope-of';

export const VISIT_PARAMETERS = { after };

/** A truck visit with all that was recorded of it; or that nothing changed for who has its tag. */
export class GetTruckVisitQuery extends Query<(TruckVisitDetails & { readonly asOf: AsOf }) | NotModified> {
  constructor(
    readonly visitId: string,
    readonly parameters: Parameters<typeof VISIT_PARAMETERS>,
    readonly caller: Caller,
    /** Does the caller have what this tag names? */
    readonly has: (entityTag: string) => boolean,
  ) {
    super();
  }
}

@QueryHandler(GetTruckVisitQuery)
export class GetTruckVisitHandler {
  constructor(@Inject(Reading) private readonly reading: Reading) {}

  /** @throws Rejection VISIT_NOT_FOUND, also for a visit outside the caller's reach. */
  async execute({ visitId, parameters, caller: { reach, now }, has }: GetTruckVisitQuery) {
    const { visit, isKnown, asOf } = await this.reading.read(
      parameters.after,
      ['truck-visits', 'gate-turns', 'border-gates'],
      (db) => {
        const asked = { visitId, at: Date.parse(now), scope: scopeOf(reach) };
        const source = gateSource(db);
        const find = (id: string) => truckVisit(db, { ...asked, visitId: id }, source);
        const visit = find(visitId) ?? this.findSubstitute(visitId, reach, db, find);
        if (visit === undefined) throw new Rejection('VISIT_NOT_FOUND', 'there is no such visit');
        // The tag is that of the record, which tells nothing of damage.
        const isSound = visit.damaged === undefined;
        const isKnown =
          isSound && has(entityTagOf(visit.revision)) && isShownAsRecorded(db, visit, asked, source);
        return { visit, isKnown };
      },
    );
    return isKnown ? new NotModified(entityTagOf(visit.revision)) : { ...visit, asOf };
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
