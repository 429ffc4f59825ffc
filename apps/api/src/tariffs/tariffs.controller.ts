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
import { ListTariffsQuery, TARIFF_PARAMETERS, TariffAnswer } from './list-tariffs';
import type { TariffParameters } from './list-tariffs';
import { TariffBody, tariffPublication } from './publish-tariff';

/** What parking, infrastructure and gate service cost, from when until when. */
@Controller('tariffs')
export class TariffsController {
  constructor(
    @Inject(Commands) private readonly commands: Commands,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @QueryGet('', ListTariffsQuery, { summary: 'The tariffs in force', answer: TariffAnswer, list: true })
  listTariffs(@QueryParameters(TARIFF_PARAMETERS) parameters: TariffParameters, @AskedBy() caller: Caller) {
    return this.queries.execute(new ListTariffsQuery(parameters, caller));
  }

  @CommandPost('', tariffPublication)
  async publishTariff(
    @JsonBody(TariffBody) body: TariffBody,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const answer = await this.commands.execute(tariffPublication.envelope('', body, context));
    // Said twice: nothing new was published.
    if (answer.events.length === 0) reply.status(200);
    return answer;
  }
}
