import { Controller, Inject, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  AskedBy,
  callerOf,
  entityTagOf,
  isKnownTag,
  NotModified,
  PathUuid,
  QueryGet,
  QueryParameters,
} from '#libs/http-edge';
import type { Caller, Parameters } from '#libs/http-edge';
import { FindTruckVisitsQuery, FoundTruckVisit, VISIT_SEARCH } from './find-truck-visits';
import type { VisitSearch } from './find-truck-visits';
import { GetTruckVisitQuery, VISIT_PARAMETERS } from './get-truck-visit';
import { GetPositionQuery, POSITION_PARAMETERS, PositionAnswer } from './get-position';
import { TruckVisitAnswer } from './truck-visit-answer';

/** Questions about truck visits. */
@Controller('truck-visits')
export class TruckVisitQueriesController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @QueryGet('', FindTruckVisitsQuery, {
    summary: 'Search visits, latest arrival first',
    answer: FoundTruckVisit,
    list: true,
  })
  findTruckVisits(@QueryParameters(VISIT_SEARCH) search: VisitSearch, @AskedBy() caller: Caller) {
    return this.queries.execute(new FindTruckVisitsQuery(search, caller));
  }

  @QueryGet(':visitId', GetTruckVisitQuery, {
    summary:
      'A visit with its steps, deviations, what is missing and may come next; its ETag is for If-Match',
    answer: TruckVisitAnswer,
  })
  async getTruckVisit(
    @PathUuid('visitId') visitId: string,
    @QueryParameters(VISIT_PARAMETERS) parameters: Parameters<typeof VISIT_PARAMETERS>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const has = (entityTag: string): boolean => isKnownTag(entityTag, request);
    const visit = await this.queries.execute(
      new GetTruckVisitQuery(visitId, parameters, callerOf(request), has),
    );
    if (!(visit instanceof NotModified)) reply.header('ETag', entityTagOf(visit.revision));
    return visit;
  }

  @QueryGet(':visitId/position', GetPositionQuery, {
    summary: 'Where a truck stands in the order of calls at its gate, and why, in three languages',
    answer: PositionAnswer,
  })
  getPosition(
    @PathUuid('visitId') visitId: string,
    @QueryParameters(POSITION_PARAMETERS) parameters: Parameters<typeof POSITION_PARAMETERS>,
    @AskedBy() caller: Caller,
  ) {
    return this.queries.execute(new GetPositionQuery(visitId, parameters, caller));
  }
}
