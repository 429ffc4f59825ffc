import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { IsCode, IsIdentifier, MayBeAbsent } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { VisitRecorder } from '#libs/recording';
import { ObservableStepFields } from './step-fields';
import { storedStep } from './stored-step';

/** The truck enters a yard. Over capacity is shown, never refused (Y-11). */
export class YardEntryBody extends ObservableStepFields {
  @IsCode()
  readonly yard!: string;

  @MayBeAbsent()
  @IsIdentifier(40)
  readonly spot?: string;

  /** The authority that lets the truck in although the yard may be full. */
  @MayBeAbsent()
  @IsIdentifier(40)
  readonly approvedBy?: string;
}

export class EnterYardCommand extends Command<Transacted> {
  constructor(
    readonly visitId: string,
    readonly body: YardEntryBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(EnterYardCommand)
export class EnterYardHandler {
  constructor(@Inject(VisitRecorder) private readonly visits: VisitRecorder) {}

  execute({ visitId, body, context }: EnterYardCommand): Promise<Transacted> {
    return this.visits.record({ step: 'yard-entry', visitId, body }, context);
  }
}

export const yardEntry: CommandSlice<YardEntryBody> = {
  path: 'truck-visits/yard-entry',
  summary: 'The truck enters a yard',
  body: YardEntryBody,
  example: { at: '2021-12-25T06:40:00+07:00', yard: 'HUU_NGHI_YARD', approvedBy: 'task-force' },
  command: EnterYardCommand,
  handler: EnterYardHandler,
  stores: storedStep('yard-entry'),
  envelope: (visitId, body, context) => new EnterYardCommand(visitId, body, context),
};
