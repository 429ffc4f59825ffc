import { Controller, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { QueryGet, QueryParameters } from '#libs/http-edge';
import { EventTypesAnswer, ListEventTypesQuery } from './list-event-types';
import { ListRejectionCodesQuery, RejectionCodesAnswer } from './list-rejection-codes';

/** What the server may answer and what its log may hold. */
@Controller()
export class CataloguesController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @QueryGet('event-types', ListEventTypesQuery, {
    summary: 'The stored event types with the schema of their data',
    answer: EventTypesAnswer,
  })
  listEventTypes(@QueryParameters({}) _parameters: object) {
    return this.queries.execute(new ListEventTypesQuery());
  }

  @QueryGet('rejection-codes', ListRejectionCodesQuery, {
    summary: 'The codes of all refusals with status and class',
    answer: RejectionCodesAnswer,
  })
  listRejectionCodes(@QueryParameters({}) _parameters: object) {
    return this.queries.execute(new ListRejectionCodesQuery());
  }
}
