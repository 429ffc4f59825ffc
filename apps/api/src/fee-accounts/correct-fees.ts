import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { bodyValidator, CORRECTED_DATA, CorrectionFields, withinCorrected } from '#libs/http-edge';
import type { BodyClass, CommandSlice, RequestContext } from '#libs/http-edge';
import { FeeRecorder } from '#libs/recording';
import { FEE_ACCOUNT_CORRECTED } from '#libs/truck-flow';
import type { FeeAccountActType, FeeAccountBody } from '#libs/truck-flow';
import { GATE_OF_VISIT } from './gate-of-visit';

/** A recorded payment or waiver did not happen, or a payment was told wrongly. */
export class FeeCorrectionBody extends CorrectionFields {}

/** Injection token of the body of each act, by its stored type; a correction carries the whole new one. */
export const FEE_BODIES = Symbol('FEE_BODIES');

export class CorrectFeesCommand extends Command<Transacted> {
  constructor(
    readonly visitId: string,
    readonly body: FeeCorrectionBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(CorrectFeesCommand)
export class CorrectFeesHandler {
  constructor(
    @Inject(FeeRecorder) private readonly fees: FeeRecorder,
    @Inject(FEE_BODIES) private readonly bodies: Readonly<Record<FeeAccountActType, BodyClass>>,
  ) {}

  execute({ visitId, body, context }: CorrectFeesCommand): Promise<Transacted> {
    const read = (type: FeeAccountActType, corrected: object) =>
      withinCorrected(bodyValidator(this.bodies[type]), corrected) as FeeAccountBody;
    return this.fees.correct(visitId, body, context, read);
  }
}

export const feeCorrection: CommandSlice<FeeCorrectionBody> = {
  path: 'truck-visits/fee-correction',
  summary: 'Correct a payment, or take a waiver back',
  body: FeeCorrectionBody,
  example: {
    at: '2021-12-25T06:40:00+07:00',
    eventId: '7c0c7a53-6d0c-5a3e-9a52-0f2f6d5b8f11',
    reason: 'INCORRECT_DATA',
    corrected: {
      at: '2021-12-25T06:40:00+07:00',
      payer: 'LANG_SON_TRANSPORT',
      amount: 24_000,
      receipt: 'BL-2021-0417',
    },
  },
  command: CorrectFeesCommand,
  handler: CorrectFeesHandler,
  stores: {
    type: FEE_ACCOUNT_CORRECTED,
    adds: { ...CORRECTED_DATA, ...GATE_OF_VISIT.adds },
    alwaysAdds: ['gate'],
  },
  envelope: (visitId, body, context) => new CorrectFeesCommand(visitId, body, context),
};
