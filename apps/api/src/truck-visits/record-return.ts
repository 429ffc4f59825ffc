import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { VisitRecorder } from '#libs/recording';
import { ObservableStepFields } from './step-fields';
import { storedStep } from './stored-step';

/** The dedicated driver is back and free again (H-12). */
export class ReturnBody extends ObservableStepFields {}

export class RecordReturnCommand extends Command<Transacted> {
  constructor(
    readonly visitId: string,
    readonly body: ReturnBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(RecordReturnCommand)
export class RecordReturnHandler {
  constructor(@Inject(VisitRecorder) private readonly visits: VisitRecorder) {}

  execute({ visitId, body, context }: RecordReturnCommand): Promise<Transacted> {
    return this.visits.record({ step: 'return', visitId, body }, context);
  }
}

export const returnHome: CommandSlice<ReturnBody> = {
  path: 'truck-visits/return',
  summary: 'The dedicated driver is back',
  body: ReturnBody,
  example: { at: '2021-12-25T06:40:00+07:00' },
  command: RecordReturnCommand,
  handler: RecordReturnHandler,
  stores: storedStep('return'),
  envelope: (visitId, body, context) => new RecordReturnCommand(visitId, body, context),
};
