import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { IsCode, IsIdentifier, MayBeAbsent } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { VisitRecorder } from '#libs/recording';
import { ObservableStepFields } from './step-fields';
import { storedStep } from './stored-step';

/** The truck leaves a yard. */
export class YardExitBody extends ObservableStepFields {
  @IsCode()
  readonly yard!: string;

  @MayBeAbsent()
  @IsIdentifier(40)
  readonly spot?: string;
}

export class LeaveYardCommand extends Command<Transacted> {
  constructor(
    readonly visitId: string,
    readonly body: YardExitBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(LeaveYardCommand)
export class LeaveYardHandler {
  constructor(@Inject(VisitRecorder) private readonly visits: VisitRecorder) {}

  execute({ visitId, body, context }: LeaveYardCommand): Promise<Transacted> {
    return this.visits.record({ step: 'yard-exit', visitId, body }, context);
  }
}

export const yardExit: CommandSlice<YardExitBody> = {
  path: 'truck-visits/yard-exit',
  summary: 'The truck leaves a yard',
  body: YardExitBody,
  example: { at: '2021-12-25T06:40:00+07:00', yard: 'HUU_NGHI_YARD' },
  command: LeaveYardCommand,
  handler: LeaveYardHandler,
  stores: storedStep('yard-exit'),
  envelope: (visitId, body, context) => new LeaveYardCommand(visitId, body, context),
};
