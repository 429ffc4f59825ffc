import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { IsIdentifier, IsInstant, IsText, IsUuid, MayBeAbsent } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { OverrideRecorder } from '#libs/recording';
import { OVERRIDES } from '#libs/truck-flow';
import { OVERRIDE, PARTY } from './stored-override';

/**
 * A truck is to be called past others. It may be once somebody else, of another agency, has confirmed it, within 24
 * hours and once. The token has to name an agency: 409 `OVERRIDE_NEEDS_OTHER_AGENCY`.
 */
export class OrderOverrideBody {
  @IsInstant()
  readonly at!: string;

  @MayBeAbsent()
  @IsIdentifier(100)
  readonly place?: string;

  @IsUuid()
  readonly visitId!: string;

  @IsText(500)
  readonly reason!: string;

  /** Number of a registered legal basis. */
  @IsIdentifier(100)
  readonly legalBasis!: string;
}

export class RequestOverrideCommand extends Command<Transacted> {
  constructor(
    readonly gate: string,
    readonly body: OrderOverrideBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(RequestOverrideCommand)
export class RequestOverrideHandler {
  constructor(@Inject(OverrideRecorder) private readonly overrides: OverrideRecorder) {}

  execute({ gate, body, context }: RequestOverrideCommand): Promise<Transacted> {
    return this.overrides.request(gate, body, context);
  }
}

export const orderOverride: CommandSlice<OrderOverrideBody> = {
  path: 'border-gates/order-override',
  summary: 'Ask that a truck is called past others',
  status: 201,
  body: OrderOverrideBody,
  example: {
    at: '2021-12-25T06:40:00+07:00',
    visitId: '0b6f6f0e-5b1c-4c55-9d7c-3f1f0f3a2b11',
    reason: 'oxygen for the hospital',
    legalBasis: '2515/QĐ-UBND',
  },
  command: RequestOverrideCommand,
  handler: RequestOverrideHandler,
  stores: {
    type: OVERRIDES['order-override'],
    adds: { ...OVERRIDE, requestedBy: PARTY },
    alwaysAdds: ['gate', 'override', 'requestedBy'],
  },
  envelope: (gate, body, context) => new RequestOverrideCommand(gate, body, context),
};
