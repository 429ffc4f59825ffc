import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { IsNested, MayBeAbsent } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { VisitRecorder } from '#libs/recording';
import { IsDriverCode } from '../dedicated-drivers/driver-code';
import { ObservableStepFields, PlatedVehicle } from './step-fields';
import { storedStep } from './stored-step';

/** A dedicated driver takes the truck over (D-02, H-01…H-04). */
export class HandoverBody extends ObservableStepFields {
  @IsDriverCode()
  readonly dedicatedDriver!: string;

  @MayBeAbsent()
  @IsNested(() => PlatedVehicle)
  readonly tractor?: PlatedVehicle;
}

export class HandOverCommand extends Command<Transacted> {
  constructor(
    readonly visitId: string,
    readonly body: HandoverBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(HandOverCommand)
export class HandOverHandler {
  constructor(@Inject(VisitRecorder) private readonly visits: VisitRecorder) {}

  execute({ visitId, body, context }: HandOverCommand): Promise<Transacted> {
    return this.visits.record({ step: 'handover', visitId, body }, context);
  }
}

export const handover: CommandSlice<HandoverBody> = {
  path: 'truck-visits/handover',
  summary: 'A dedicated driver takes over',
  body: HandoverBody,
  example: { at: '2021-12-25T06:40:00+07:00', dedicatedDriver: 'HUU_NGHI-D01' },
  command: HandOverCommand,
  handler: HandOverHandler,
  stores: storedStep('handover'),
  envelope: (visitId, body, context) => new HandOverCommand(visitId, body, context),
};
