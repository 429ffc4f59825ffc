import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { IsCode, MayBeAbsent, TEXT } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { VisitRecorder } from '#libs/recording';
import { ObservableStepFields } from './step-fields';
import { storedStep } from './stored-step';

/** The goods cross the border line; the visit is no longer on hand. */
export class CrossingBody extends ObservableStepFields {
  @MayBeAbsent()
  @IsCode()
  readonly lane?: string;
}

export class RecordCrossingCommand extends Command<Transacted> {
  constructor(
    readonly visitId: string,
    readonly body: CrossingBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(RecordCrossingCommand)
export class RecordCrossingHandler {
  constructor(@Inject(VisitRecorder) private readonly visits: VisitRecorder) {}

  execute({ visitId, body, context }: RecordCrossingCommand): Promise<Transacted> {
    return this.visits.record({ step: 'crossing', visitId, body }, context);
  }
}

export const crossing: CommandSlice<CrossingBody> = {
  path: 'truck-visits/crossing',
  summary: 'The goods cross the border',
  body: CrossingBody,
  example: { at: '2021-12-25T06:40:00+07:00', place: 'HUU_NGHI_LINE' },
  command: RecordCrossingCommand,
  handler: RecordCrossingHandler,
  stores: storedStep(
    'crossing',
    { vehicle: { type: 'object', properties: { plate: TEXT }, required: ['plate'] } },
    ['vehicle'],
  ),
  envelope: (visitId, body, context) => new RecordCrossingCommand(visitId, body, context),
};
