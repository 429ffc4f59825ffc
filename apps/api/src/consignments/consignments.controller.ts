import { Controller, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { AskedBy, PathText, QueryGet, QueryParameters } from '#libs/http-edge';
import type { Caller, Parameters } from '#libs/http-edge';
import { AuditTrailAnswer } from './audit-trail-answer';
import { CONSIGNMENT_SEARCH, FindConsignmentsQuery, FoundConsignmentAnswer } from './find-consignments';
import type { ConsignmentSearchParameters } from './find-consignments';
import { GetAuditTrailQuery, TRAIL_PARAMETERS } from './get-audit-trail';

/** Questions about goods. */
@Controller('consignments')
export class ConsignmentsController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @QueryGet('', FindConsignmentsQuery, {
    summary: 'Search goods, with their visits and where they are',
    answer: FoundConsignmentAnswer,
    list: true,
  })
  findConsignments(
    @QueryParameters(CONSIGNMENT_SEARCH) search: ConsignmentSearchParameters,
    @AskedBy() caller: Caller,
  ) {
    return this.queries.execute(new FindConsignmentsQuery(search, caller));
  }

  @QueryGet(':consignmentId/audit-trail', GetAuditTrailQuery, {
    summary: 'Every event of goods, followed over visits and vehicles',
    answer: AuditTrailAnswer,
    table: true,
  })
  getAuditTrail(
    @PathText('consignmentId') consignmentId: string,
    @QueryParameters(TRAIL_PARAMETERS) parameters: Parameters<typeof TRAIL_PARAMETERS>,
    @AskedBy() { reach }: Caller,
  ) {
    return this.queries.execute(new GetAuditTrailQuery(consignmentId, parameters, reach));
  }
}
