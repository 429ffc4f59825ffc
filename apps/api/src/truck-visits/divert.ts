import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { IsCode, IsText, MayBeAbsent } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { VisitRecorder } from '#libs/recording';
import { ObservableStepFields } from './step-fields';
import { storedStep } from './stored-step';

/** The truck is sent to another gate (N-07). */
export class DiversionBody extends ObservableStepFields {
  @IsText(200)
  readonly reason!: string;

  @MayBeAbsent()
  @IsCode()
  readonly toGate?: string;
}

export class DivertCommand extends Command<Transacted> {
  constructor(
    readonly visitId: string,
    readonly body: DiversionBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(DivertCommand)
export class DivertHandler {
  constructor(@Inject(VisitRecorder) private readonly visits: VisitRecorder) {}

  execute({ visitId, body, context }: DivertCommand): Promise<Transacted> {
    return this.visits.record({ step: 'diversion', visitId, body }, context);
  }
}

export const diversion: CommandSlice<DiversionBody> = {
  path: 'truck-visits/diversion',
  summary: 'The truck is sent to another gate',
  body: DiversionBody,
  example: { at: '2021-12-25T06:40:00+07:00', reason: 'the queue here is too long', toGate: 'CHI_MA' },
  command: DivertCommand,
  handler: DivertHandler,
  stores: storedStep('diversion'),
  envelope: (visitId, body, context) => new DivertCommand(visitId, body, context),
};
