import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { IsText, MayBeAbsent } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { VisitRecorder } from '#libs/recording';
import { ObservableStepFields } from './step-fields';
import { storedStep } from './stored-step';

/**
 * A hold is lifted by the role that placed it, or by the gate manager once another person has confirmed it; one of the
 * health officer by the health officer alone. Else 403 `HOLD_OF_OTHER_AGENCY`.
 */
export class HoldLiftBody extends ObservableStepFields {
  @IsText(100)
  readonly cause!: string;

  @MayBeAbsent()
  @IsText(200)
  readonly legalBasis?: string;
}

export class LiftHoldCommand extends Command<Transacted> {
  constructor(
    readonly visitId: string,
    readonly body: HoldLiftBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(LiftHoldCommand)
export class LiftHoldHandler {
  constructor(@Inject(VisitRecorder) private readonly visits: VisitRecorder) {}

  execute({ visitId, body, context }: LiftHoldCommand): Promise<Transacted> {
    return this.visits.record({ step: 'hold-lift', visitId, body }, context);
  }
}

export const holdLift: CommandSlice<HoldLiftBody> = {
  path: 'truck-visits/hold-lift',
  summary: 'Lift a hold',
  body: HoldLiftBody,
  example: { at: '2021-12-25T06:40:00+07:00', cause: 'INSPECTION' },
  command: LiftHoldCommand,
  handler: LiftHoldHandler,
  stores: storedStep('hold-lift'),
  envelope: (visitId, body, context) => new LiftHoldCommand(visitId, body, context),
};
