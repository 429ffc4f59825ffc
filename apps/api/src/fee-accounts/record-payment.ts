import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { IsIdentifier, IsInstant } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { FeeRecorder } from '#libs/recording';
import { IsVnd } from '../tariffs/tariff-fields';
import { GATE_OF_VISIT } from './gate-of-visit';

/** Fees of a visit were paid: by whom, whole VND, against which receipt. */
export class PaymentBody {
  @IsInstant()
  readonly at!: string;

  /** A code of a company or a subject id; never a name. */
  @IsIdentifier()
  readonly payer!: string;

  @IsVnd(1)
  readonly amount!: number;

  @IsIdentifier()
  readonly receipt!: string;
}

export class RecordPaymentCommand extends Command<Transacted> {
  constructor(
    readonly visitId: string,
    readonly body: PaymentBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(RecordPaymentCommand)
export class RecordPaymentHandler {
  constructor(@Inject(FeeRecorder) private readonly fees: FeeRecorder) {}

  execute({ visitId, body, context }: RecordPaymentCommand): Promise<Transacted> {
    return this.fees.pay(visitId, body, context);
  }
}

export const payment: CommandSlice<PaymentBody> = {
  path: 'truck-visits/payment',
  summary: 'Fees were paid',
  body: PaymentBody,
  example: {
    at: '2021-12-25T06:40:00+07:00',
    payer: 'LANG_SON_TRANSPORT',
    amount: 240_000,
    receipt: 'BL-2021-0417',
  },
  command: RecordPaymentCommand,
  handler: RecordPaymentHandler,
  stores: { type: 'feeAccount.PaymentRecorded.v1', ...GATE_OF_VISIT },
  envelope: (visitId, body, context) => new RecordPaymentCommand(visitId, body, context),
};
