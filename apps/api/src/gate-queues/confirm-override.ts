import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { OverrideRecorder } from '#libs/recording';
import { OVERRIDES } from '#libs/truck-flow';
import { OVERRIDE, PARTY } from './stored-override';
import { OverrideAnswerFields } from './override-fields';

/**
 * A second person, of another agency than who asked for the override, confirms it; else 409
 * \`OVERRIDE_NEEDS_OTHER_AGENCY\`. Said twice by anybody it is said once.
 */
export class OverrideConfirmationBody extends OverrideAnswerFields {}

export class ConfirmOverrideCommand extends Command<Transacted> {
  constructor(
    readonly gate: string,
    readonly body: OverrideConfirmationBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(ConfirmOverrideCommand)
export class ConfirmOverrideHandler {
  constructor(@Inject(OverrideRecorder) private readonly overrides: OverrideRecorder) {}

  execute({ gate, body, context }: ConfirmOverrideCommand): Promise<Transacted> {
    return this.overrides.answer('order-override-confirmation', gate, body, context);
  }
}

export const overrideConfirmation: CommandSlice<OverrideConfirmationBody> = {
  path: 'border-gates/order-override-confirmation',
  summary: 'Confirm an override, as another agency',
  body: OverrideConfirmationBody,
  example: { at: '2021-12-25T06:45:00+07:00', override: '4c2d1a90-7a54-5d0b-9a3f-1f5f9d0f6a21' },
  command: ConfirmOverrideCommand,
  handler: ConfirmOverrideHandler,
  stores: {
    type: OVERRIDES['order-override-confirmation'],
    adds: { ...OVERRIDE, confirmedBy: PARTY },
    alwaysAdds: ['gate', 'visitId', 'confirmedBy'],
  },
  envelope: (gate, body, context) => new ConfirmOverrideCommand(gate, body, context),
};
