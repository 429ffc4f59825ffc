import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { IsCode, IsIdentifier, IsNested, MayBeAbsent } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { VisitRecorder } from '#libs/recording';
import { ContainerRef, ObservableStepFields, ReceivingVehicleRef } from './step-fields';
import { storedStep, TRANSFERRED } from './stored-step';

/** A crane lifts the container onto another vehicle (H-06). Of two containers the other stays with the visit. */
export class ContainerLiftBody extends ObservableStepFields {
  @IsCode()
  readonly yard!: string;

  @IsNested(() => ContainerRef)
  readonly container!: ContainerRef;

  @IsNested(() => ReceivingVehicleRef)
  readonly toVehicle!: ReceivingVehicleRef;

  @MayBeAbsent()
  @IsIdentifier(40)
  readonly crane?: string;
}

export class LiftContainerCommand extends Command<Transacted> {
  constructor(
    readonly visitId: string,
    readonly body: ContainerLiftBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(LiftContainerCommand)
export class LiftContainerHandler {
  constructor(@Inject(VisitRecorder) private readonly visits: VisitRecorder) {}

  execute({ visitId, body, context }: LiftContainerCommand): Promise<Transacted> {
    return this.visits.record({ step: 'container-lift', visitId, body }, context);
  }
}

export const containerLift: CommandSlice<ContainerLiftBody> = {
  path: 'truck-visits/container-lift',
  summary: 'The container goes to another vehicle',
  body: ContainerLiftBody,
  example: {
    at: '2021-12-25T06:40:00+07:00',
    yard: 'HUU_NGHI_YARD',
    container: { number: 'CSQU3054383' },
    toVehicle: { plate: '桂F12345', country: 'CN' },
  },
  command: LiftContainerCommand,
  handler: LiftContainerHandler,
  stores: storedStep('container-lift', TRANSFERRED),
  envelope: (visitId, body, context) => new LiftContainerCommand(visitId, body, context),
};
