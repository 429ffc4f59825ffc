import { Controller, Inject, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { callerOf, QueryGet, QueryParameters, tokenOf } from '#libs/http-edge';
import { GetMeQuery, Me } from './get-me';

/** For clients that show only what their user may do. */
@Controller('me')
export class MeController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @QueryGet('', GetMeQuery, { summary: 'Who the token is, until when, and what it may do', answer: Me })
  me(@QueryParameters({}) _parameters: object, @Req() request: FastifyRequest) {
    return this.queries.execute(new GetMeQuery(callerOf(request).principal, tokenOf(request)));
  }
}
