import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { IsCode, IsText, MayBeAbsent } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { VisitRecorder } from '#libs/recording';
import { ObservableStepFields } from './step-fields';
import { storedStep } from './stored-step';

/** The visit is cancelled. */
export class CancellationBody extends ObservableStepFields {
  @IsText(200)
  readonly reason!: string;

  @MayBeAbsent()
  @IsCode()
  readonly toGate?: string;
}

export class CancelVisitCommand extends Command<Transacted> {
  constructor(
    readonly visitId: string,
    readonly body: CancellationBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(CancelVisitCommand)
export class CancelVisitHandler {
  constructor(@Inject(VisitRecorder) private readonly visits: VisitRecorder) {}

  execute({ visitId, body, context }: CancelVisitCommand): Promise<Transacted> {
    return this.visits.record({ step: 'cancellation', visitId, body }, context);
  }
}

export const cancellation: CommandSlice<CancellationBody> = {
  path: 'truck-visits/cancellation',
  summary: 'The visit is cancelled',
  body: CancellationBody,
  example: { at: '2021-12-25T06:40:00+07:00', reason: 'the owner sells at home' },
  command: CancelVisitCommand,
  handler: CancelVisitHandler,
  stores: storedStep('cancellation'),
  envelope: (visitId, body, context) => new CancelVisitCommand(visitId, body, context),
};
