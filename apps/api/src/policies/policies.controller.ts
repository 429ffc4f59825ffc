import { Controller, Inject, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import {
  AskedBy,
  CommandPost,
  Commands,
  Context,
  JsonBody,
  PathCode,
  QueryGet,
  QueryParameters,
} from '#libs/http-edge';
import type { Caller, RequestContext } from '#libs/http-edge';
import { ListPoliciesQuery, POLICY_SEARCH, PolicyAnswer } from './list-policies';
import type { PolicySearch } from './list-policies';
import { PolicyBody, policyPublication } from './publish-policy';
import { PolicyWithdrawalBody, policyWithdrawal } from './withdraw-policy';

/** Published rules of the gates. */
@Controller('policies')
export class PoliciesController {
  constructor(
    @Inject(Commands) private readonly commands: Commands,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @QueryGet('', ListPoliciesQuery, {
    summary: 'Policies with every version, and which is in force',
    answer: PolicyAnswer,
    list: true,
  })
  listPolicies(@QueryParameters(POLICY_SEARCH) search: PolicySearch, @AskedBy() caller: Caller) {
    return this.queries.execute(new ListPoliciesQuery(search, caller));
  }

  @CommandPost('', policyPublication)
  async publishPolicy(
    @JsonBody(PolicyBody) body: PolicyBody,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const answer = await this.commands.execute(policyPublication.envelope('', body, context));
    // Said twice: nothing new was published.
    if (answer.events.length === 0) reply.status(200);
    return answer;
  }

  @CommandPost(':policy/withdrawal', policyWithdrawal)
  withdrawPolicy(
    @PathCode('policy') policy: string,
    @JsonBody(PolicyWithdrawalBody) body: PolicyWithdrawalBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(policyWithdrawal.envelope(policy, body, context));
  }
}
