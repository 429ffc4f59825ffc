import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { OverrideRecorder } from '#libs/recording';
import { OVERRIDES } from '#libs/truck-flow';
import { OVERRIDE, PARTY } from './stored-override';
import { OverrideAnswerFields } from './override-fields';

/**
 * A second person, of another agency than who asked for the override, refuses it; nobody is called by it from then on,
 * also when it was confirmed before.
 */
export class OverrideRejectionBody extends OverrideAnswerFields {}

export class RejectOverrideCommand extends Command<Transacted> {
  constructor(
    readonly gate: string,
    readonly body: OverrideRejectionBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(RejectOverrideCommand)
export class RejectOverrideHandler {
  constructor(@Inject(OverrideRecorder) private readonly overrides: OverrideRecorder) {}

  execute({ gate, body, context }: RejectOverrideCommand): Promise<Transacted> {
    return this.overrides.answer('order-override-rejection', gate, body, context);
  }
}

export const overrideRejection: CommandSlice<OverrideRejectionBody> = {
  path: 'border-gates/order-override-rejection',
  summary: 'Reject an override, as another agency',
  body: OverrideRejectionBody,
  example: { at: '2021-12-25T06:45:00+07:00', override: '4c2d1a90-7a54-5d0b-9a3f-1f5f9d0f6a21' },
  command: RejectOverrideCommand,
  handler: RejectOverrideHandler,
  stores: {
    type: OVERRIDES['order-override-rejection'],
    adds: { ...OVERRIDE, rejectedBy: PARTY },
    alwaysAdds: ['gate', 'visitId', 'rejectedBy'],
  },
  envelope: (gate, body, context) => new RejectOverrideCommand(gate, body, context),
};
