import { Controller, Inject, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import {
  AskedBy,
  CommandPost,
  Commands,
  Context,
  JsonBody,
  PathUuid,
  QueryGet,
  QueryParameters,
} from '#libs/http-edge';
import type { Caller, RequestContext } from '#libs/http-edge';
import { feeCorrection, FeeCorrectionBody } from './correct-fees';
import { feeWaiver, WaiverBody } from './grant-waiver';
import {
  FEE_SUMS,
  FeeLineAnswer,
  ListVisitFeesQuery,
  PaymentAnswer,
  VISIT_FEES_PARAMETERS,
  WaiverAnswer,
} from './list-visit-fees';
import type { VisitFeesParameters } from './list-visit-fees';
import { payment, PaymentBody } from './record-payment';

/** What a visit has to pay, and what was paid and waived of it. */
@Controller('truck-visits')
export class VisitFeesController {
  constructor(
    @Inject(Commands) private readonly commands: Commands,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @QueryGet(':visitId/fees', ListVisitFeesQuery, {
    summary: 'The fees of a visit, line by line, and what of them is due',
    answer: FeeLineAnswer,
    list: true,
    beside: { values: FEE_SUMS, lists: { payments: PaymentAnswer, waivers: WaiverAnswer } },
    table: true,
  })
  listVisitFees(
    @PathUuid('visitId') visitId: string,
    @QueryParameters(VISIT_FEES_PARAMETERS) parameters: VisitFeesParameters,
    @AskedBy() caller: Caller,
  ) {
    return this.queries.execute(new ListVisitFeesQuery(visitId, parameters, caller));
  }

  @CommandPost(':visitId/payment', payment)
  recordPayment(
    @Param('visitId') id: string,
    @JsonBody(PaymentBody) body: PaymentBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(payment.envelope(id, body, context));
  }

  @CommandPost(':visitId/fee-waiver', feeWaiver)
  grantWaiver(
    @Param('visitId') id: string,
    @JsonBody(WaiverBody) body: WaiverBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(feeWaiver.envelope(id, body, context));
  }

  @CommandPost(':visitId/fee-correction', feeCorrection)
  correctFees(
    @Param('visitId') id: string,
    @JsonBody(FeeCorrectionBody) body: FeeCorrectionBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(feeCorrection.envelope(id, body, context));
  }
}
