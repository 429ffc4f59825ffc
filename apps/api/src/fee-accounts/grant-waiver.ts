import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { IsIdentifier, IsInstant, IsListWith, IsText } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { FeeRecorder } from '#libs/recording';
import { GATE_OF_VISIT } from './gate-of-visit';
import { IsLegalBasisNumber } from '../legal-bases/register-legal-basis';

/** Fee lines need not be paid (FEE-11). `lines`: their names, as the fees of the visit show them. */
export class WaiverBody {
  @IsInstant()
  readonly at!: string;

  @IsListWith(IsIdentifier(100, { each: true }), 1, 500)
  readonly lines!: string[];

  @IsLegalBasisNumber()
  readonly legalBasis!: string;

  @IsText(500)
  readonly reason!: string;
}

export class GrantWaiverCommand extends Command<Transacted> {
  constructor(
    readonly visitId: string,
    readonly body: WaiverBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(GrantWaiverCommand)
export class GrantWaiverHandler {
  constructor(@Inject(FeeRecorder) private readonly fees: FeeRecorder) {}

  execute({ visitId, body, context }: GrantWaiverCommand): Promise<Transacted> {
    return this.fees.waive(visitId, body, context);
  }
}

export const feeWaiver: CommandSlice<WaiverBody> = {
  path: 'truck-visits/fee-waiver',
  summary: 'Waive fee lines',
  body: WaiverBody,
  example: {
    at: '2021-12-25T06:40:00+07:00',
    lines: ['PARKING/TAN_THANH_YARD/1'],
    legalBasis: '2515/QĐ-UBND',
    reason: 'the gate was suspended for the goods',
  },
  command: GrantWaiverCommand,
  handler: GrantWaiverHandler,
  stores: { type: 'feeAccount.WaiverGranted.v1', ...GATE_OF_VISIT },
  envelope: (visitId, body, context) => new GrantWaiverCommand(visitId, body, context),
};
