import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { IsText, MayBeAbsent } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { VisitRecorder } from '#libs/recording';
import { ObservableStepFields } from './step-fields';
import { storedStep } from './stored-step';

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
  summary: 'Hold the visit',
  body: HoldBody,
  example: { at: '2021-12-25T06:40:00+07:00', cause: 'INSPECTION' },
  command: PlaceHoldCommand,
  handler: PlaceHoldHandler,
  stores: storedStep('hold'),
  envelope: (visitId, body, context) => new PlaceHoldCommand(visitId, body, context),
};
