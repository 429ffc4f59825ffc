import { Controller, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { AskedBy, PathCode, QueryGet, QueryParameters } from '#libs/http-edge';
import type { Caller } from '#libs/http-edge';
import {
  GetYardRevenueQuery,
  RevenueAnswer,
  RevenueTotalAnswer,
  YARD_REVENUE_PARAMETERS,
} from './get-yard-revenue';
import type { YardRevenueParameters } from './get-yard-revenue';
import { ListYardStaysQuery, YARD_STAYS_PARAMETERS, YardStayAnswer } from './list-yard-stays';
import type { YardStaysParameters } from './list-yard-stays';

/** What stays in a yard come to. */
@Controller('yards')
export class YardFeesController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @QueryGet(':yard/stays', ListYardStaysQuery, {
    summary: 'The stays in a yard, by entry, and what their day-nights come to',
    answer: YardStayAnswer,
    list: true,
    table: true,
  })
  listYardStays(
    @PathCode('yard') yard: string,
    @QueryParameters(YARD_STAYS_PARAMETERS) parameters: YardStaysParameters,
    @AskedBy() caller: Caller,
  ) {
    return this.queries.execute(new ListYardStaysQuery(yard, parameters, caller));
  }

  @QueryGet(':yard/revenue', GetYardRevenueQuery, {
    summary: 'What a yard earned, by local day and tariff',
    answer: RevenueAnswer,
    list: true,
    total: RevenueTotalAnswer,
    table: true,
  })
  getYardRevenue(
    @PathCode('yard') yard: string,
    @QueryParameters(YARD_REVENUE_PARAMETERS) parameters: YardRevenueParameters,
    @AskedBy() caller: Caller,
  ) {
    return this.queries.execute(new GetYardRevenueQuery(yard, parameters, caller));
  }
}
