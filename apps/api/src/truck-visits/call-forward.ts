import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { IsCode, IsInstant, IsLogPosition, IsOneOf, IsUuid, MayBeAbsent } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { VisitRecorder } from '#libs/recording';
import { HANDOVER_MODES } from './handover-modes';
import { ObservableStepFields } from './step-fields';
import { storedStep } from './stored-step';

const JUDGED_ORDER = {
  passed: {
    type: 'integer',
    description: 'trucks that could have been called and stood before it in the order in force',
  },
  policy: { type: 'string', description: 'code of the order that it was judged by' },
  policyVersion: {
    type: 'string',
    pattern: '^[0-9]+$',
    description: 'version of that order',
  },
};

/** The truck is called to the gate; the call may fix its handover mode. */
export class CallForwardBody extends ObservableStepFields {
  @MayBeAbsent()
  @IsInstant()
  readonly deadline?: string;

  @MayBeAbsent()
  @IsOneOf(HANDOVER_MODES)
  readonly mode?: string;

  @MayBeAbsent()
  @IsCode()
  readonly lane?: string;

  /** The yard before the gate that it is called into. */
  @MayBeAbsent()
  @IsCode()
  readonly yard?: string;

  /** Id of the confirmed override by which it is called out of its order. */
  @MayBeAbsent()
  @IsUuid()
  readonly override?: string;

  /** Of a call that is told late: the log position that the caller had last seen when the truck was called. */
  @MayBeAbsent()
  @IsLogPosition()
  readonly judgedAt?: string;
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
  stores: storedStep('call-forward', JUDGED_ORDER),
  envelope: (visitId, body, context) => new CallForwardCommand(visitId, body, context),
};
