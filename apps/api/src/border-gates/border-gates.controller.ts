/* Routes of border gates: registration, acts, correction, status. */

import { Controller, Inject, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import {
  AskedBy,
  CommandPost,
  Commands,
  Context,
  JsonBody,
  PathCode,
  QueryGet,
  QueryParameters,
} from '#libs/http-edge';
import type { Caller, RequestContext } from '#libs/http-edge';
import { gateRegistration, GateRegistrationBody } from './register-gate';
import { suspension, SuspensionBody } from './suspend-gate';
import { resumption, ResumptionBody } from './resume-gate';
import { handoverMode, HandoverModeBody } from './change-handover-mode';
import { openingHours, OpeningHoursBody } from './change-opening-hours';
import { clearanceRate, ClearanceRateBody } from './observe-clearance-rate';
import { laneClosure, LaneClosureBody } from './close-lane';
import { laneOpening, LaneOpeningBody } from './open-lane';
import { gateCorrection, GateCorrectionBody } from './correct-gate';
import { BorderGateAnswer, BorderGateRow } from './border-gate-answer';
import { GATE_PARAMETERS, ListBorderGatesQuery } from './list-border-gates';
import type { GateParameters } from './list-border-gates';
import { GetBorderGateQuery } from './get-border-gate';
import { CalendarRowAnswer, GATE_CALENDAR_PARAMETERS, GetGateCalendarQuery } from './get-gate-calendar';
import type { GateCalendarParameters } from './get-gate-calendar';

/** The acts of border gates, and questions about them. */
@Controller('border-gates')
export class BorderGatesController {
  constructor(
    @Inject(Commands) private readonly commands: Commands,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @QueryGet('', ListBorderGatesQuery, {
    summary: 'The gates with their status',
    answer: BorderGateRow,
    list: true,
  })
  listBorderGates(@QueryParameters(GATE_PARAMETERS) parameters: GateParameters, @AskedBy() caller: Caller) {
    return this.queries.execute(new ListBorderGatesQuery(parameters, caller));
  }

  @QueryGet(':gate', GetBorderGateQuery, { summary: 'A gate with its status', answer: BorderGateAnswer })
  getBorderGate(
    @PathCode('gate') gate: string,
    @QueryParameters(GATE_PARAMETERS) parameters: GateParameters,
    @AskedBy() caller: Caller,
  ) {
    return this.queries.execute(new GetBorderGateQuery(gate, parameters, caller));
  }

  @QueryGet(':gate/calendar', GetGateCalendarQuery, {
    summary: 'Closures, suspensions, resumptions, openings and changes of hours, a row a lane and local day',
    answer: CalendarRowAnswer,
    list: true,
    table: true,
  })
  getGateCalendar(
    @PathCode('gate') gate: string,
    @QueryParameters(GATE_CALENDAR_PARAMETERS) parameters: GateCalendarParameters,
    @AskedBy() caller: Caller,
  ) {
    return this.queries.execute(new GetGateCalendarQuery(gate, parameters, caller));
  }

  @CommandPost('', gateRegistration)
  registerGate(
    @JsonBody(GateRegistrationBody) body: GateRegistrationBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(gateRegistration.envelope('', body, context));
  }

  @CommandPost(':gate/suspension', suspension)
  suspendGate(
    @Param('gate') id: string,
    @JsonBody(SuspensionBody) body: SuspensionBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(suspension.envelope(id, body, context));
  }

  @CommandPost(':gate/resumption', resumption)
  resumeGate(
    @Param('gate') id: string,
    @JsonBody(ResumptionBody) body: ResumptionBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(resumption.envelope(id, body, context));
  }

  @CommandPost(':gate/handover-mode', handoverMode)
  changeHandoverMode(
    @Param('gate') id: string,
    @JsonBody(HandoverModeBody) body: HandoverModeBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(handoverMode.envelope(id, body, context));
  }

  @CommandPost(':gate/opening-hours', openingHours)
  changeOpeningHours(
    @Param('gate') id: string,
    @JsonBody(OpeningHoursBody) body: OpeningHoursBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(openingHours.envelope(id, body, context));
  }

  @CommandPost(':gate/clearance-rate', clearanceRate)
  observeClearanceRate(
    @Param('gate') id: string,
    @JsonBody(ClearanceRateBody) body: ClearanceRateBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(clearanceRate.envelope(id, body, context));
  }

  @CommandPost(':gate/lane-opening', laneOpening)
  openLane(
    @Param('gate') id: string,
    @JsonBody(LaneOpeningBody) body: LaneOpeningBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(laneOpening.envelope(id, body, context));
  }

  @CommandPost(':gate/lane-closure', laneClosure)
  closeLane(
    @Param('gate') id: string,
    @JsonBody(LaneClosureBody) body: LaneClosureBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(laneClosure.envelope(id, body, context));
  }

  @CommandPost(':gate/correction', gateCorrection)
  correctGate(
    @Param('gate') id: string,
    @JsonBody(GateCorrectionBody) body: GateCorrectionBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(gateCorrection.envelope(id, body, context));
  }
}
