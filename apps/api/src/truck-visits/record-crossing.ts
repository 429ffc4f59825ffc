import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { IsCode, MayBeAbsent } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { VisitRecorder } from '#libs/recording';
import { ObservableStepFields } from './step-fields';

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
  body: CrossingBody,
  envelope: (visitId, body, context) => new RecordCrossingCommand(visitId, body, context),
};
