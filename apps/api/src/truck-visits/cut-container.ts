import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { IsCode, IsNested, MayBeAbsent } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { VisitRecorder } from '#libs/recording';
import { ContainerRef, ObservableStepFields, ReceivingVehicleRef } from './step-fields';
import { storedStep, TRANSFERRED } from './stored-step';

/**
 * The trailer or container is uncoupled and taken by another tractor (H-05). With two containers on board `container` says
 * which one goes, and the other stays with the visit; else 409 `CONTAINER_NOT_NAMED`.
 */
export class ContainerCutBody extends ObservableStepFields {
  @IsCode()
  readonly yard!: string;

  @MayBeAbsent()
  @IsNested(() => ContainerRef)
  readonly container?: ContainerRef;

  @IsNested(() => ReceivingVehicleRef)
  readonly toTractor!: ReceivingVehicleRef;
}

export class CutContainerCommand extends Command<Transacted> {
  constructor(
    readonly visitId: string,
    readonly body: ContainerCutBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(CutContainerCommand)
export class CutContainerHandler {
  constructor(@Inject(VisitRecorder) private readonly visits: VisitRecorder) {}

  execute({ visitId, body, context }: CutContainerCommand): Promise<Transacted> {
    return this.visits.record({ step: 'container-cut', visitId, body }, context);
  }
}

export const containerCut: CommandSlice<ContainerCutBody> = {
  path: 'truck-visits/container-cut',
  summary: 'Trailer or container go to another tractor',
  body: ContainerCutBody,
  example: {
    at: '2021-12-25T06:40:00+07:00',
    yard: 'HUU_NGHI_YARD',
    toTractor: { plate: '桂F12345', country: 'CN' },
  },
  command: CutContainerCommand,
  handler: CutContainerHandler,
  stores: storedStep('container-cut', TRANSFERRED),
  envelope: (visitId, body, context) => new CutContainerCommand(visitId, body, context),
};
