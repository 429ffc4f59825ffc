import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { IsText, MayBeAbsent } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { VisitRecorder } from '#libs/recording';
import { StepFields } from './step-fields';
import { storedStep } from './stored-step';

/**
 * A second person confirms that a hold may be lifted: a gate manager then lifts it although another role placed it. Not
 * a hold of the health officer, which the health officer alone lifts.
 */
export class HoldLiftConfirmationBody extends StepFields {
  @IsText(100)
  readonly cause!: string;

  @MayBeAbsent()
  @IsText(200)
  readonly legalBasis?: string;
}

export class ConfirmHoldLiftCommand extends Command<Transacted> {
  constructor(
    readonly visitId: string,
    readonly body: HoldLiftConfirmationBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(ConfirmHoldLiftCommand)
export class ConfirmHoldLiftHandler {
  constructor(@Inject(VisitRecorder) private readonly visits: VisitRecorder) {}

  execute({ visitId, body, context }: ConfirmHoldLiftCommand): Promise<Transacted> {
    return this.visits.record({ step: 'hold-lift-confirmation', visitId, body }, context);
  }
}

export const holdLiftConfirmation: CommandSlice<HoldLiftConfirmationBody> = {
  path: 'truck-visits/hold-lift-confirmation',
  summary: 'Confirm as a second person that a hold may be lifted',
  body: HoldLiftConfirmationBody,
  example: { at: '2021-12-25T06:40:00+07:00', cause: 'INSPECTION' },
  command: ConfirmHoldLiftCommand,
  handler: ConfirmHoldLiftHandler,
  stores: storedStep('hold-lift-confirmation'),
  envelope: (visitId, body, context) => new ConfirmHoldLiftCommand(visitId, body, context),
};
