import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { IsInstant, IsOneOf, MayBeAbsent } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { VisitRecorder } from '#libs/recording';
import { HANDOVER_MODES } from './handover-modes';
import { StepFields } from './step-fields';
import { storedStep } from './stored-step';

/** The truck is called to the gate; the call may fix its handover mode. */
export class CallForwardBody extends StepFields {
  @MayBeAbsent()
  @IsInstant()
  readonly deadline?: string;

  @MayBeAbsent()
  @IsOneOf(HANDOVER_MODES)
  readonly mode?: string;
}

export class CallForwardCommand extends Command<Transacted> {
  constructor(
    readonly visitId: string,
    readonly body: CallForwardBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(CallForwardCommand)
export class CallForwardHandler {
  constructor(@Inject(VisitRecorder) private readonly visits: VisitRecorder) {}

  execute({ visitId, body, context }: CallForwardCommand): Promise<Transacted> {
    return this.visits.record({ step: 'call-forward', visitId, body }, context);
  }
}

export const callForward: CommandSlice<CallForwardBody> = {
  path: 'truck-visits/call-forward',
  summary: 'Call the truck to the gate',
  body: CallForwardBody,
  example: { at: '2021-12-25T06:40:00+07:00', deadline: '2021-12-25T08:40:00+07:00' },
  command: CallForwardCommand,
  handler: CallForwardHandler,
  stores: storedStep('call-forward'),
  envelope: (visitId, body, context) => new CallForwardCommand(visitId, body, context),
};
