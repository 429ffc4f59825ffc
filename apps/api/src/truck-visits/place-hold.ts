import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { IsText, MayBeAbsent } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { VisitRecorder } from '#libs/recording';
import { ObservableStepFields } from './step-fields';

/** The visit is held: no call, handover, transfer or crossing until the hold is lifted. */
export class HoldBody extends ObservableStepFields {
  @IsText(100)
  readonly cause!: string;

  @MayBeAbsent()
  @IsText(200)
  readonly legalBasis?: string;
}

export class PlaceHoldCommand extends Command<Transacted> {
  constructor(
    readonly visitId: string,
    readonly body: HoldBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(PlaceHoldCommand)
export class PlaceHoldHandler {
  constructor(@Inject(VisitRecorder) private readonly visits: VisitRecorder) {}

  execute({ visitId, body, context }: PlaceHoldCommand): Promise<Transacted> {
    return this.visits.record({ step: 'hold', visitId, body }, context);
  }
}

export const hold: CommandSlice<HoldBody> = {
  path: 'truck-visits/hold',
  body: HoldBody,
  envelope: (visitId, body, context) => new PlaceHoldCommand(visitId, body, context),
};
