import { Controller, Inject, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { Commands } from '../http/commands/commands';
import { AskedBy, Context } from '../http/context/context-decorators';
import type { Caller } from '../http/context/context-decorators';
import type { RequestContext } from '../http/context/request-context';
import { CommandPost, QueryGet } from '../http/openapi/route-decorators';
import { QueryParameters } from '../http/queries/query-parameters';
import { JsonBody } from '../http/validation/json-body';
import { driverRegistration, DriverRegistrationBody, RegisterDriverCommand } from './register-driver';
import { DedicatedDriverAnswer, DRIVER_SEARCH, ListDedicatedDriversQuery } from './list-dedicated-drivers';
import type { DriverSearch } from './list-dedicated-drivers';

/** Dedicated drivers and their pools. */
@Controller('dedicated-drivers')
export class DedicatedDriversController {
  constructor(
    @Inject(Commands) private readonly commands: Commands,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @QueryGet('', ListDedicatedDriversQuery, {
    summary: 'Dedicated drivers, in or out',
    answer: DedicatedDriverAnswer,
    list: true,
  })
  listDedicatedDrivers(@QueryParameters(DRIVER_SEARCH) search: DriverSearch, @AskedBy() caller: Caller) {
    return this.queries.execute(new ListDedicatedDriversQuery(search, caller));
  }

  @CommandPost('', RegisterDriverCommand, { summary: 'Register a dedicated driver', status: 201 })
  async registerDriver(
    @JsonBody(DriverRegistrationBody) body: DriverRegistrationBody,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const answer = await this.commands.execute(driverRegistration.envelope('', body, context));
    // Said twice: nobody new was registered.
    if (answer.events.length === 0) reply.status(200);
    return answer;
  }
}
