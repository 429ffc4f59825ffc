import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { IsCode, IsText, MayBeAbsent } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { VisitRecorder } from '#libs/recording';
import { ObservableStepFields } from './step-fields';
import { storedStep } from './stored-step';

/** The truck gives up and leaves the gate area. */
export class TurnBackBody extends ObservableStepFields {
  @IsText(200)
  readonly reason!: string;

  @MayBeAbsent()
  @IsCode()
  readonly toGate?: string;
}

export class TurnBackCommand extends Command<Transacted> {
  constructor(
    readonly visitId: string,
    readonly body: TurnBackBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(TurnBackCommand)
export class TurnBackHandler {
  constructor(@Inject(VisitRecorder) private readonly visits: VisitRecorder) {}

  execute({ visitId, body, context }: TurnBackCommand): Promise<Transacted> {
    return this.visits.record({ step: 'turn-back', visitId, body }, context);
  }
}

export const turnBack: CommandSlice<TurnBackBody> = {
  path: 'truck-visits/turn-back',
  summary: 'The truck turns back',
  body: TurnBackBody,
  example: { at: '2021-12-25T06:40:00+07:00', reason: 'the papers are not complete' },
  command: TurnBackCommand,
  handler: TurnBackHandler,
  stores: storedStep('turn-back'),
  envelope: (visitId, body, context) => new TurnBackCommand(visitId, body, context),
};
