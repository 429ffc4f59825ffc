/* Routes of yards: registration, acts and their correction, occupancy, movements, amenities, trucks. */

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
import { yardRegistration, YardRegistrationBody } from './register-yard';
import { CapacityBody, yardCapacity } from './change-capacity';
import { ClassificationBody, yardClassification } from './classify-yard';
import { AmenityBody, yardAmenity } from './provide-amenity';
import { yardCorrection, YardCorrectionBody } from './correct-yard';
import { YardOccupancyAnswer, YardRowAnswer, YardTotalAnswer } from './yard-answer';
import { ListYardsQuery, YARD_PARAMETERS } from './list-yards';
import type { YardParameters } from './list-yards';
import { GetYardOccupancyQuery } from './get-yard-occupancy';
import { ListYardAmenitiesQuery, YARD_AMENITIES_PARAMETERS, YardAmenityAnswer } from './list-yard-amenities';
import type { YardAmenitiesParameters } from './list-yard-amenities';
import { ListOverCapacityQuery, OVER_CAPACITY_PARAMETERS, OverCapacityAnswer } from './list-over-capacity';
import type { OverCapacityParameters } from './list-over-capacity';
import { ListYardMeteringQuery, YARD_METERING_PARAMETERS, YardMeteringAnswer } from './list-yard-metering';
import type { YardMeteringParameters } from './list-yard-metering';
import { ListYardMovementsQuery, YARD_MOVEMENTS_PARAMETERS, YardMovementAnswer } from './list-yard-movements';
import type { YardMovementsParameters } from './list-yard-movements';
import { ListYardTrucksQuery, YARD_TRUCKS_PARAMETERS, YardTruckAnswer } from './list-yard-trucks';
import type { YardTrucksParameters } from './list-yard-trucks';

/** The acts of yards, and questions about them. */
@Controller('yards')
export class YardsController {
  constructor(
    @Inject(Commands) private readonly commands: Commands,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @QueryGet('', ListYardsQuery, {
    summary: 'How full the yards are, with a total',
    answer: YardRowAnswer,
    list: true,
    total: YardTotalAnswer,
  })
  listYards(@QueryParameters(YARD_PARAMETERS) parameters: YardParameters, @AskedBy() caller: Caller) {
    return this.queries.execute(new ListYardsQuery(parameters, caller));
  }

  @QueryGet('metering', ListYardMeteringQuery, {
    summary: 'Trucks in gate yards, on their way to them and outside, against their targets',
    answer: YardMeteringAnswer,
    list: true,
    table: true,
  })
  listYardMetering(
    @QueryParameters(YARD_METERING_PARAMETERS) parameters: YardMeteringParameters,
    @AskedBy() caller: Caller,
  ) {
    return this.queries.execute(new ListYardMeteringQuery(parameters, caller));
  }

  @QueryGet(':yard/occupancy', GetYardOccupancyQuery, {
    summary: 'How full a yard is, with its last seven days',
    answer: YardOccupancyAnswer,
  })
  getYardOccupancy(
    @PathCode('yard') yard: string,
    @QueryParameters(YARD_PARAMETERS) parameters: YardParameters,
    @AskedBy() caller: Caller,
  ) {
    return this.queries.execute(new GetYardOccupancyQuery(yard, parameters, caller));
  }

  @QueryGet(':yard/trucks', ListYardTrucksQuery, {
    summary: 'The trucks in a yard, by entry',
    answer: YardTruckAnswer,
    list: true,
    table: true,
  })
  listYardTrucks(
    @PathCode('yard') yard: string,
    @QueryParameters(YARD_TRUCKS_PARAMETERS) parameters: YardTrucksParameters,
    @AskedBy() caller: Caller,
  ) {
    return this.queries.execute(new ListYardTrucksQuery(yard, parameters, caller));
  }

  @QueryGet(':yard/movements', ListYardMovementsQuery, {
    summary: 'Trucks that came into a yard and left it, and those present at the end, by local hour or day',
    answer: YardMovementAnswer,
    list: true,
    table: true,
  })
  listYardMovements(
    @PathCode('yard') yard: string,
    @QueryParameters(YARD_MOVEMENTS_PARAMETERS) parameters: YardMovementsParameters,
    @AskedBy() caller: Caller,
  ) {
    return this.queries.execute(new ListYardMovementsQuery(yard, parameters, caller));
  }

  @QueryGet(':yard/over-capacity', ListOverCapacityQuery, {
    summary: 'Trucks that came into a yard when it was full, without an authority that let them in',
    answer: OverCapacityAnswer,
    list: true,
    table: true,
  })
  listOverCapacity(
    @PathCode('yard') yard: string,
    @QueryParameters(OVER_CAPACITY_PARAMETERS) parameters: OverCapacityParameters,
    @AskedBy() caller: Caller,
  ) {
    return this.queries.execute(new ListOverCapacityQuery(yard, parameters, caller));
  }

  @QueryGet(':yard/amenities', ListYardAmenitiesQuery, {
    summary: 'Water, meals, rides and other support that was given out in a yard',
    answer: YardAmenityAnswer,
    list: true,
    table: true,
  })
  listYardAmenities(
    @PathCode('yard') yard: string,
    @QueryParameters(YARD_AMENITIES_PARAMETERS) parameters: YardAmenitiesParameters,
    @AskedBy() caller: Caller,
  ) {
    return this.queries.execute(new ListYardAmenitiesQuery(yard, parameters, caller));
  }

  @CommandPost('', yardRegistration)
  registerYard(
    @JsonBody(YardRegistrationBody) body: YardRegistrationBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(yardRegistration.envelope('', body, context));
  }

  @CommandPost(':yard/capacity', yardCapacity)
  changeCapacity(
    @Param('yard') id: string,
    @JsonBody(CapacityBody) body: CapacityBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(yardCapacity.envelope(id, body, context));
  }

  @CommandPost(':yard/classification', yardClassification)
  classifyYard(
    @Param('yard') id: string,
    @JsonBody(ClassificationBody) body: ClassificationBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(yardClassification.envelope(id, body, context));
  }

  @CommandPost(':yard/amenity', yardAmenity)
  provideAmenity(
    @Param('yard') id: string,
    @JsonBody(AmenityBody) body: AmenityBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(yardAmenity.envelope(id, body, context));
  }

  @CommandPost(':yard/correction', yardCorrection)
  correctYard(
    @Param('yard') id: string,
    @JsonBody(YardCorrectionBody) body: YardCorrectionBody,
    @Context() context: RequestContext,
  ) {
    return this.commands.execute(yardCorrection.envelope(id, body, context));
  }
}
