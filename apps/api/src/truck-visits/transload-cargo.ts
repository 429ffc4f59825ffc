import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { IsCode, IsNested } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { VisitRecorder } from '#libs/recording';
import { ObservableStepFields, ReceivingVehicleRef } from './step-fields';
import { storedStep, TRANSFERRED } from './stored-step';

/** The cargo is moved to another vehicle in the yard (H-07). */
export class TransloadBody extends ObservableStepFields {
  @IsCode()
  readonly yard!: string;

  @IsNested(() => ReceivingVehicleRef)
  readonly toVehicle!: ReceivingVehicleRef;
}

export class TransloadCargoCommand extends Command<Transacted> {
  constructor(
    readonly visitId: string,
    readonly body: TransloadBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(TransloadCargoCommand)
export class TransloadCargoHandler {
  constructor(@Inject(VisitRecorder) private readonly visits: VisitRecorder) {}

  execute({ visitId, body, context }: TransloadCargoCommand): Promise<Transacted> {
    return this.visits.record({ step: 'transload', visitId, body }, context);
  }
}

export const transload: CommandSlice<TransloadBody> = {
  path: 'truck-visits/transload',
  summary: 'The cargo goes to another vehicle',
  body: TransloadBody,
  example: {
    at: '2021-12-25T06:40:00+07:00',
    yard: 'HUU_NGHI_YARD',
    toVehicle: { plate: '桂F12345', country: 'CN' },
  },
  command: TransloadCargoCommand,
  handler: TransloadCargoHandler,
  stores: storedStep('transload', TRANSFERRED),
  envelope: (visitId, body, context) => new TransloadCargoCommand(visitId, body, context),
};
