import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import type { CommandSlice } from '../http/commands/command-slice';
import type { RequestContext } from '../http/context/request-context';
import { IsIdentifier, IsNested, IsText, MayBeAbsent } from '../http/validation/fields';
import { ObservableStepFields, PlatedVehicle } from './step-fields';
import { VisitRecorder } from './visit-recorder';

/** Tractor, trailer or driver are changed; the place in the queue is kept (invariant 7). */
export class VehicleChangeBody extends ObservableStepFields {
  @MayBeAbsent()
  @IsNested(() => PlatedVehicle)
  readonly tractor?: PlatedVehicle;

  @MayBeAbsent()
  @IsNested(() => PlatedVehicle)
  readonly trailer?: PlatedVehicle;

  @MayBeAbsent()
  @IsIdentifier()
  readonly driver?: string;

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
  body: VehicleChangeBody,
  envelope: (visitId, body, context) => new ChangeVehicleCommand(visitId, body, context),
};
