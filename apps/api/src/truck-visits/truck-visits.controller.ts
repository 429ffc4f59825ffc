import { Controller, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CommandPost, Commands, Context, JsonBody, PathUnjudgedUuid } from '#libs/http-edge';
import type { RequestContext } from '#libs/http-edge';
import { arrival, ArrivalBody, RecordArrivalCommand } from './record-arrival';
import { ClearCustomsCommand, customsClearance, CustomsClearanceBody } from './clear-customs';
import { DisinfectCommand, disinfection, DisinfectionBody } from './disinfect';
import { callForward, CallForwardBody, CallForwardCommand } from './call-forward';
import { EnterYardCommand, yardEntry, YardEntryBody } from './enter-yard';
import { LeaveYardCommand, yardExit, YardExitBody } from './leave-yard';
import { handover, HandoverBody, HandOverCommand } from './hand-over';
import { containerCut, ContainerCutBody, CutContainerCommand } from './cut-container';
import { containerLift, ContainerLiftBody, LiftContainerCommand } from './lift-container';
import { transload, TransloadBody, TransloadCargoCommand } from './transload-cargo';
import { crossing, CrossingBody, RecordCrossingCommand } from './record-crossing';
import { delivery, DeliveryBody, RecordDeliveryCommand } from './record-delivery';
import { RecordReturnCommand, ReturnBody, returnHome } from './record-return';
import { turnBack, TurnBackBody, TurnBackCommand } from './turn-back';
import { diversion, DiversionBody, DivertCommand } from './divert';
import { cancellation, CancellationBody, CancelVisitCommand } from './cancel-visit';
import { ChangeVehicleCommand, vehicleChange, VehicleChangeBody } from './change-vehicle';
import { hold, HoldBody, PlaceHoldCommand } from './place-hold';
import { ConfirmHoldLiftCommand, holdLiftConfirmation, HoldLiftConfirmationBody } from './confirm-hold-lift';
import { holdLift, HoldLiftBody, LiftHoldCommand } from './lift-hold';
import { CorrectVisitCommand, visitCorrection, VisitCorrectionBody } from './correct-visit';

/** The visit a step is about. */
const PathVisitId = () => PathUnjudgedUuid('visitId');

/** The steps of a truck visit, in the order of the table of steps. */
@Controller('truck-visits')
export class TruckVisitsController {
  constructor(@Inject(Commands) private readonly commands: Commands) {}

  @CommandPost('', RecordArrivalCommand, { summary: 'A truck has arrived: a visit begins', status: 201 })
  async recordArrival(
    @JsonBody(ArrivalBody) body: ArrivalBody,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const answer = await this.commands.execute(arrival.envelope('', body, context));
    // A truck scanned twice began no second visit.
    if (answer.events.length === 0) reply.status(200);
    return answer;
  }

  @CommandPost(':visitId/customs-clearance', ClearCustomsCommand, {
    summary: 'Customs procedures are finished',
  })
  clearCustoms(
    @PathVisitId() id: string,
    @JsonBody(CustomsClearanceBody) body: CustomsClearanceBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(customsClearance.envelope(id, body, context));
  }

  @CommandPost(':visitId/disinfection', DisinfectCommand, {
    summary: 'Cab, cargo, packaging, container or vehicle are disinfected',
  })
  disinfect(
    @PathVisitId() id: string,
    @JsonBody(DisinfectionBody) body: DisinfectionBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(disinfection.envelope(id, body, context));
  }

  @CommandPost(':visitId/call-forward', CallForwardCommand, { summary: 'Call the truck to the gate' })
  callForward(
    @PathVisitId() id: string,
    @JsonBody(CallForwardBody) body: CallForwardBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(callForward.envelope(id, body, context));
  }

  @CommandPost(':visitId/yard-entry', EnterYardCommand, { summary: 'The truck enters a yard' })
  enterYard(
    @PathVisitId() id: string,
    @JsonBody(YardEntryBody) body: YardEntryBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(yardEntry.envelope(id, body, context));
  }

  @CommandPost(':visitId/yard-exit', LeaveYardCommand, { summary: 'The truck leaves a yard' })
  leaveYard(
    @PathVisitId() id: string,
    @JsonBody(YardExitBody) body: YardExitBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(yardExit.envelope(id, body, context));
  }

  @CommandPost(':visitId/handover', HandOverCommand, { summary: 'A dedicated driver takes over' })
  handOver(
    @PathVisitId() id: string,
    @JsonBody(HandoverBody) body: HandoverBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(handover.envelope(id, body, context));
  }

  @CommandPost(':visitId/container-cut', CutContainerCommand, {
    summary: 'Trailer or container go to another tractor',
  })
  cutContainer(
    @PathVisitId() id: string,
    @JsonBody(ContainerCutBody) body: ContainerCutBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(containerCut.envelope(id, body, context));
  }

  @CommandPost(':visitId/container-lift', LiftContainerCommand, {
    summary: 'The container goes to another vehicle',
  })
  liftContainer(
    @PathVisitId() id: string,
    @JsonBody(ContainerLiftBody) body: ContainerLiftBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(containerLift.envelope(id, body, context));
  }

  @CommandPost(':visitId/transload', TransloadCargoCommand, { summary: 'The cargo goes to another vehicle' })
  transloadCargo(
    @PathVisitId() id: string,
    @JsonBody(TransloadBody) body: TransloadBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(transload.envelope(id, body, context));
  }

  @CommandPost(':visitId/crossing', RecordCrossingCommand, { summary: 'The goods cross the border' })
  recordCrossing(
    @PathVisitId() id: string,
    @JsonBody(CrossingBody) body: CrossingBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(crossing.envelope(id, body, context));
  }

  @CommandPost(':visitId/delivery', RecordDeliveryCommand, { summary: 'Delivered in the foreign yard' })
  recordDelivery(
    @PathVisitId() id: string,
    @JsonBody(DeliveryBody) body: DeliveryBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(delivery.envelope(id, body, context));
  }

  @CommandPost(':visitId/return', RecordReturnCommand, { summary: 'The dedicated driver is back' })
  recordReturn(
    @PathVisitId() id: string,
    @JsonBody(ReturnBody) body: ReturnBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(returnHome.envelope(id, body, context));
  }

  @CommandPost(':visitId/turn-back', TurnBackCommand, { summary: 'The truck turns back' })
  turnBack(
    @PathVisitId() id: string,
    @JsonBody(TurnBackBody) body: TurnBackBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(turnBack.envelope(id, body, context));
  }

  @CommandPost(':visitId/diversion', DivertCommand, { summary: 'The truck is sent to another gate' })
  divert(
    @PathVisitId() id: string,
    @JsonBody(DiversionBody) body: DiversionBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(diversion.envelope(id, body, context));
  }

  @CommandPost(':visitId/cancellation', CancelVisitCommand, { summary: 'The visit is cancelled' })
  cancelVisit(
    @PathVisitId() id: string,
    @JsonBody(CancellationBody) body: CancellationBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(cancellation.envelope(id, body, context));
  }

  @CommandPost(':visitId/vehicle-change', ChangeVehicleCommand, {
    summary: 'Tractor, trailer or driver are changed',
  })
  changeVehicle(
    @PathVisitId() id: string,
    @JsonBody(VehicleChangeBody) body: VehicleChangeBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(vehicleChange.envelope(id, body, context));
  }

  @CommandPost(':visitId/hold', PlaceHoldCommand, { summary: 'Hold the visit' })
  placeHold(
    @PathVisitId() id: string,
    @JsonBody(HoldBody) body: HoldBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(hold.envelope(id, body, context));
  }

  @CommandPost(':visitId/hold-lift-confirmation', ConfirmHoldLiftCommand, {
    summary: 'Confirm as a second person that a hold may be lifted',
  })
  confirmHoldLift(
    @PathVisitId() id: string,
    @JsonBody(HoldLiftConfirmationBody) body: HoldLiftConfirmationBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(holdLiftConfirmation.envelope(id, body, context));
  }

  @CommandPost(':visitId/hold-lift', LiftHoldCommand, { summary: 'Lift a hold' })
  liftHold(
    @PathVisitId() id: string,
    @JsonBody(HoldLiftBody) body: HoldLiftBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(holdLift.envelope(id, body, context));
  }

  @CommandPost(':visitId/correction', CorrectVisitCommand, { summary: 'Correct a recorded step' })
  correctVisit(
    @PathVisitId() id: string,
    @JsonBody(VisitCorrectionBody) body: VisitCorrectionBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(visitCorrection.envelope(id, body, context));
  }
}
