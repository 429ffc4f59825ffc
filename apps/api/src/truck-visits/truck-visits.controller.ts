/* Routes of the steps of a truck visit. */

import { Controller, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CommandPost, Commands, Context, JsonBody, PathUnjudgedUuid } from '#libs/http-edge';
import type { RequestContext } from '#libs/http-edge';
import { arrival, ArrivalBody } from './record-arrival';
import { customsClearance, CustomsClearanceBody } from './clear-customs';
import { disinfection, DisinfectionBody } from './disinfect';
import { callExcuse, CallExcuseBody } from './excuse-call';
import { callForward, CallForwardBody } from './call-forward';
import { yardEntry, YardEntryBody } from './enter-yard';
import { yardExit, YardExitBody } from './leave-yard';
import { weighing, WeighingBody } from './weigh-truck';
import { handover, HandoverBody } from './hand-over';
import { containerCut, ContainerCutBody } from './cut-container';
import { containerLift, ContainerLiftBody } from './lift-container';
import { transload, TransloadBody } from './transload-cargo';
import { crossing, CrossingBody } from './record-crossing';
import { delivery, DeliveryBody } from './record-delivery';
import { ReturnBody, returnHome } from './record-return';
import { turnBack, TurnBackBody } from './turn-back';
import { diversion, DiversionBody } from './divert';
import { cancellation, CancellationBody } from './cancel-visit';
import { vehicleChange, VehicleChangeBody } from './change-vehicle';
import { hold, HoldBody } from './place-hold';
import { holdLiftConfirmation, HoldLiftConfirmationBody } from './confirm-hold-lift';
import { holdLift, HoldLiftBody } from './lift-hold';
import { visitCorrection, VisitCorrectionBody } from './correct-visit';

/** The visit a step is about. */
const PathVisitId = () => PathUnjudgedUuid('visitId');

/** The steps of a truck visit, in the order of the table of steps. */
@Controller('truck-visits')
export class TruckVisitsController {
  constructor(@Inject(Commands) private readonly commands: Commands) {}

  @CommandPost('', arrival)
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

  @CommandPost(':visitId/customs-clearance', customsClearance)
  clearCustoms(
    @PathVisitId() id: string,
    @JsonBody(CustomsClearanceBody) body: CustomsClearanceBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(customsClearance.envelope(id, body, context));
  }

  @CommandPost(':visitId/disinfection', disinfection)
  disinfect(
    @PathVisitId() id: string,
    @JsonBody(DisinfectionBody) body: DisinfectionBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(disinfection.envelope(id, body, context));
  }

  @CommandPost(':visitId/call-forward', callForward)
  callForward(
    @PathVisitId() id: string,
    @JsonBody(CallForwardBody) body: CallForwardBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(callForward.envelope(id, body, context));
  }

  @CommandPost(':visitId/call-excuse', callExcuse)
  excuseCall(
    @PathVisitId() id: string,
    @JsonBody(CallExcuseBody) body: CallExcuseBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(callExcuse.envelope(id, body, context));
  }

  @CommandPost(':visitId/yard-entry', yardEntry)
  enterYard(
    @PathVisitId() id: string,
    @JsonBody(YardEntryBody) body: YardEntryBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(yardEntry.envelope(id, body, context));
  }

  @CommandPost(':visitId/yard-exit', yardExit)
  leaveYard(
    @PathVisitId() id: string,
    @JsonBody(YardExitBody) body: YardExitBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(yardExit.envelope(id, body, context));
  }

  @CommandPost(':visitId/weighing', weighing)
  weighTruck(
    @PathVisitId() id: string,
    @JsonBody(WeighingBody) body: WeighingBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(weighing.envelope(id, body, context));
  }

  @CommandPost(':visitId/handover', handover)
  handOver(
    @PathVisitId() id: string,
    @JsonBody(HandoverBody) body: HandoverBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(handover.envelope(id, body, context));
  }

  @CommandPost(':visitId/container-cut', containerCut)
  cutContainer(
    @PathVisitId() id: string,
    @JsonBody(ContainerCutBody) body: ContainerCutBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(containerCut.envelope(id, body, context));
  }

  @CommandPost(':visitId/container-lift', containerLift)
  liftContainer(
    @PathVisitId() id: string,
    @JsonBody(ContainerLiftBody) body: ContainerLiftBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(containerLift.envelope(id, body, context));
  }

  @CommandPost(':visitId/transload', transload)
  transloadCargo(
    @PathVisitId() id: string,
    @JsonBody(TransloadBody) body: TransloadBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(transload.envelope(id, body, context));
  }

  @CommandPost(':visitId/crossing', crossing)
  recordCrossing(
    @PathVisitId() id: string,
    @JsonBody(CrossingBody) body: CrossingBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(crossing.envelope(id, body, context));
  }

  @CommandPost(':visitId/delivery', delivery)
  recordDelivery(
    @PathVisitId() id: string,
    @JsonBody(DeliveryBody) body: DeliveryBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(delivery.envelope(id, body, context));
  }

  @CommandPost(':visitId/return', returnHome)
  recordReturn(
    @PathVisitId() id: string,
    @JsonBody(ReturnBody) body: ReturnBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(returnHome.envelope(id, body, context));
  }

  @CommandPost(':visitId/turn-back', turnBack)
  turnBack(
    @PathVisitId() id: string,
    @JsonBody(TurnBackBody) body: TurnBackBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(turnBack.envelope(id, body, context));
  }

  @CommandPost(':visitId/diversion', diversion)
  divert(
    @PathVisitId() id: string,
    @JsonBody(DiversionBody) body: DiversionBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(diversion.envelope(id, body, context));
  }

  @CommandPost(':visitId/cancellation', cancellation)
  cancelVisit(
    @PathVisitId() id: string,
    @JsonBody(CancellationBody) body: CancellationBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(cancellation.envelope(id, body, context));
  }

  @CommandPost(':visitId/vehicle-change', vehicleChange)
  changeVehicle(
    @PathVisitId() id: string,
    @JsonBody(VehicleChangeBody) body: VehicleChangeBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(vehicleChange.envelope(id, body, context));
  }

  @CommandPost(':visitId/hold', hold)
  placeHold(
    @PathVisitId() id: string,
    @JsonBody(HoldBody) body: HoldBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(hold.envelope(id, body, context));
  }

  @CommandPost(':visitId/hold-lift-confirmation', holdLiftConfirmation)
  confirmHoldLift(
    @PathVisitId() id: string,
    @JsonBody(HoldLiftConfirmationBody) body: HoldLiftConfirmationBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(holdLiftConfirmation.envelope(id, body, context));
  }

  @CommandPost(':visitId/hold-lift', holdLift)
  liftHold(
    @PathVisitId() id: string,
    @JsonBody(HoldLiftBody) body: HoldLiftBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(holdLift.envelope(id, body, context));
  }

  @CommandPost(':visitId/correction', visitCorrection)
  correctVisit(
    @PathVisitId() id: string,
    @JsonBody(VisitCorrectionBody) body: VisitCorrectionBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(visitCorrection.envelope(id, body, context));
  }
}
