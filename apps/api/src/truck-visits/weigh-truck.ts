import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { IsWholeNumber, MayBeAbsent } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { VisitRecorder } from '#libs/recording';
import { ObservableStepFields } from './step-fields';
import { storedStep } from './stored-step';

/** The truck is weighed with all that is on it, in kilograms. */
export class WeighingBody extends ObservableStepFields {
  @IsWholeNumber(1_000, 200_000)
  readonly grossKg!: number;

  @MayBeAbsent()
  @IsWholeNumber(2, 20)
  readonly axles?: number;
}

export class WeighTruckCommand extends Command<Transacted> {
  constructor(
    readonly visitId: string,
    readonly body: WeighingBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(WeighTruckCommand)
export class WeighTruckHandler {
  constructor(@Inject(VisitRecorder) private readonly visits: VisitRecorder) {}

  execute({ visitId, body, context }: WeighTruckCommand): Promise<Transacted> {
    return this.visits.record({ step: 'weighing', visitId, body }, context);
  }
}

export const weighing: CommandSlice<WeighingBody> = {
  path: 'truck-visits/weighing',
  summary: 'The truck is weighed',
  body: WeighingBody,
  example: { at: '2021-12-25T07:05:00+07:00', grossKg: 38_400, axles: 6 },
  command: WeighTruckCommand,
  handler: WeighTruckHandler,
  stores: storedStep('weighing'),
  envelope: (visitId, body, context) => new WeighTruckCommand(visitId, body, context),
};
