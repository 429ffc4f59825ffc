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
import { LEGAL_BASIS_SEARCH, LegalBasisAnswer, ListLegalBasesQuery } from './list-legal-bases';
import type { LegalBasisSearch } from './list-legal-bases';
import { LegalBasisBody, legalBasisRegistration } from './register-legal-basis';

/** Legal bases of policies and prices. */
@Controller('legal-bases')
export class LegalBasesController {
  constructor(
    @Inject(Commands) private readonly commands: Commands,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @QueryGet('', ListLegalBasesQuery, {
    summary: 'Legal bases, and which are in force',
    answer: LegalBasisAnswer,
    list: true,
  })
  listLegalBases(@QueryParameters(LEGAL_BASIS_SEARCH) search: LegalBasisSearch, @AskedBy() caller: Caller) {
    return this.queries.execute(new ListLegalBasesQuery(search, caller));
  }

  @CommandPost('', legalBasisRegistration)
  async registerLegalBasis(
    @JsonBody(LegalBasisBody) body: LegalBasisBody,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const answer = await this.commands.execute(legalBasisRegistration.envelope('', body, context));
    // Said twice: nothing new was registered.
    if (answer.events.length === 0) reply.status(200);
    return answer;
  }
}
