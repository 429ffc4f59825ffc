import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { IsIdentifier, IsNested, IsText, IsUuid, MayBeAbsent } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { VisitRecorder } from '#libs/recording';
import { ContainerRef, IsContainers, ObservableStepFields, PlatedVehicle } from './step-fields';
import { storedStep } from './stored-step';

/**
 * Tractor, trailer, containers, driver or carrier are changed. The place in the queue is kept if a container stays,
 * without one if the trailer stays, without either if the carrier stays; else 409 `TURN_NOT_TRANSFERABLE`. The goods
 * never change. Containers that are named take the place of those there were; a truck that arrived with one container
 * gets no second one: 409 `CONTAINER_ADDED`.
 */
export class VehicleChangeBody extends ObservableStepFields {
  @MayBeAbsent()
  @IsNested(() => PlatedVehicle)
  readonly tractor?: PlatedVehicle;

  @MayBeAbsent()
  @IsNested(() => PlatedVehicle)
  readonly trailer?: PlatedVehicle;

  @MayBeAbsent()
  @IsNested(() => ContainerRef)
  readonly container?: ContainerRef;

  @MayBeAbsent()
  @IsContainers()
  readonly containers?: ContainerRef[];

  @MayBeAbsent()
  @IsIdentifier()
  readonly driver?: string;

  @MayBeAbsent()
  @IsIdentifier()
  readonly carrier?: string;

  /** Id of the confirmed override by which another vehicle takes the place over. */
  @MayBeAbsent()
  @IsUuid()
  readonly override?: string;

  @IsText(200)
  readonly reason!: string;
}

export class ChangeVehicleCommand extends Command<Transacted> {
  constructor(
    readonly visitId: string,
    readonly body: VehicleChangeBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(ChangeVehicleCommand)
export class ChangeVehicleHandler {
  constructor(@Inject(VisitRecorder) private readonly visits: VisitRecorder) {}

  execute({ visitId, body, context }: ChangeVehicleCommand): Promise<Transacted> {
    return this.visits.record({ step: 'vehicle-change', visitId, body }, context);
  }
}

export const vehicleChange: CommandSlice<VehicleChangeBody> = {
  path: 'truck-visits/vehicle-change',
  summary: 'Tractor, trailer or driver are changed',
  body: VehicleChangeBody,
  example: { at: '2021-12-25T06:40:00+07:00', tractor: { plate: '12C-089.01' }, reason: 'breakdown' },
  command: ChangeVehicleCommand,
  handler: ChangeVehicleHandler,
  stores: storedStep('vehicle-change'),
  envelope: (visitId, body, context) => new ChangeVehicleCommand(visitId, body, context),
};
