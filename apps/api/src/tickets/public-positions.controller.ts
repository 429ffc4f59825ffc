import { Controller, Inject, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { PathText, QueryGet, QueryParameters } from '#libs/http-edge';
import type { Parameters } from '#libs/http-edge';
import { GetPublicPositionQuery, POSITION_PARAMETERS, PublicPosition } from './get-public-position';

/** Where a truck stands, for the driver who holds its ticket, without a token. */
@Controller('public/positions')
export class PublicPositionsController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @QueryGet(':ticket', GetPublicPositionQuery, {
    summary: 'Where the truck of a ticket stands, for whoever holds the ticket',
    answer: PublicPosition,
  })
  position(
    @PathText('ticket') ticket: string,
    @QueryParameters(POSITION_PARAMETERS) parameters: Parameters<typeof POSITION_PARAMETERS>,
    @Req() { takenInAt }: FastifyRequest,
  ) {
    return this.queries.execute(new GetPublicPositionQuery(ticket, parameters, takenInAt));
  }
}
