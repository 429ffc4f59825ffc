import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { IsIdentifier } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { VisitRecorder } from '#libs/recording';
import { ObservableStepFields } from './step-fields';
import { storedStep } from './stored-step';

/** The truck is delivered in the foreign yard (Y-10, H-01). */
export class DeliveryBody extends ObservableStepFields {
  @IsIdentifier(100)
  readonly foreignYard!: string;
}

export class RecordDeliveryCommand extends Command<Transacted> {
  constructor(
    readonly visitId: string,
    readonly body: DeliveryBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(RecordDeliveryCommand)
export class RecordDeliveryHandler {
  constructor(@Inject(VisitRecorder) private readonly visits: VisitRecorder) {}

  execute({ visitId, body, context }: RecordDeliveryCommand): Promise<Transacted> {
    return this.visits.record({ step: 'delivery', visitId, body }, context);
  }
}

export const delivery: CommandSlice<DeliveryBody> = {
  path: 'truck-visits/delivery',
  summary: 'Delivered in the foreign yard',
  body: DeliveryBody,
  example: { at: '2021-12-25T06:40:00+07:00', foreignYard: 'PUZHAI_YARD' },
  command: RecordDeliveryCommand,
  handler: RecordDeliveryHandler,
  stores: storedStep('delivery'),
  envelope: (visitId, body, context) => new RecordDeliveryCommand(visitId, body, context),
};
