/* Routes of the queues of gates: overrides of their order. */

import { Controller, Inject, Param, Res } from '@nestjs/common';
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
import { overrideConfirmation, OverrideConfirmationBody } from './confirm-override';
import { GetGateLedgerQuery, LEDGER_PARAMETERS } from './get-gate-ledger';
import type { LedgerParameters } from './get-gate-ledger';
import { LedgerAnswer } from './ledger-answer';
import { ListOverridesQuery, OrderOverrideAnswer, OVERRIDES_PARAMETERS } from './list-overrides';
import type { OverridesParameters } from './list-overrides';
import { overrideRejection, OverrideRejectionBody } from './reject-override';
import { orderOverride, OrderOverrideBody } from './request-override';

/** Overrides of the order in which the trucks of a gate are called. */
@Controller('border-gates')
export class GateQueuesController {
  constructor(
    @Inject(Commands) private readonly commands: Commands,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @QueryGet(':gate/order-overrides', ListOverridesQuery, {
    summary: 'Overrides of the order of a gate, the latest first',
    answer: OrderOverrideAnswer,
    list: true,
  })
  listOverrides(
    @PathCode('gate') gate: string,
    @QueryParameters(OVERRIDES_PARAMETERS) parameters: OverridesParameters,
    @AskedBy() caller: Caller,
  ) {
    return this.queries.execute(new ListOverridesQuery(gate, parameters, caller));
  }

  @QueryGet(':gate/ledger', GetGateLedgerQuery, {
    summary: 'What the order of calls at a gate follows from, with its hashes',
    answer: LedgerAnswer,
  })
  ledger(
    @PathCode('gate') gate: string,
    @QueryParameters(LEDGER_PARAMETERS) parameters: LedgerParameters,
    @AskedBy() caller: Caller,
  ) {
    return this.queries.execute(new GetGateLedgerQuery(gate, parameters, caller));
  }

  @CommandPost(':gate/order-override', orderOverride)
  async requestOverride(
    @Param('gate') id: string,
    @JsonBody(OrderOverrideBody) body: OrderOverrideBody,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const answer = await this.commands.execute(orderOverride.envelope(id, body, context));
    // Said twice: nothing new was asked for.
    if (answer.events.length === 0) reply.status(200);
    return answer;
  }

  @CommandPost(':gate/order-override-confirmation', overrideConfirmation)
  confirmOverride(
    @Param('gate') id: string,
    @JsonBody(OverrideConfirmationBody) body: OverrideConfirmationBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(overrideConfirmation.envelope(id, body, context));
  }

  @CommandPost(':gate/order-override-rejection', overrideRejection)
  rejectOverride(
    @Param('gate') id: string,
    @JsonBody(OverrideRejectionBody) body: OverrideRejectionBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(overrideRejection.envelope(id, body, context));
  }
}
