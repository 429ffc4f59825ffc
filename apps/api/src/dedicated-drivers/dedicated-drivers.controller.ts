import { Controller, Inject, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import {
  AskedBy,
  CommandPost,
  Commands,
  Context,
  JsonBody,
  QueryGet,
  QueryParameters,
} from '#libs/http-edge';
import type { Caller, RequestContext } from '#libs/http-edge';
import { driverRegistration, DriverRegistrationBody } from './register-driver';
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

  @CommandPost('', driverRegistration)
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
