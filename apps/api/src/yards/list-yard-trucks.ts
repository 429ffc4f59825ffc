import { Inject } from '@nestjs/common';
import { Query, QueryHandler } from '@nestjs/cqrs';
import { yardTrucks } from '#libs/read-models';
import type { YardTruck } from '#libs/read-models';
import type { Caller } from '../http/context/context-decorators';
import { BODY_TYPES, CARGO_CLASSES, ON_HAND_STAGES } from '../gate-boards/answer-codes';
import { after, at, cursor, limit } from '../http/queries/parameter';
import type { Parameters } from '../http/queries/query-parameters';
import { Reading } from '../http/queries/reading';
import { stated } from '../http/queries/stated';
import { Table } from '../http/queries/table';
import type { Columns } from '../http/queries/table';
import { IsCount, IsTextOrNull } from '../http/validation/answer-fields';
import { IsInstant, IsNested, IsOneOf, IsUuid } from '../http/validation/fields';
import { PlatedVehicle } from '../truck-visits/step-fields';
import { YARD_VIEWS, yardSources } from './list-yards';
import { requireYard } from './require-yard';

export const YARD_TRUCKS_PARAMETERS = { at, after, limit, cursor };
export type YardTrucksParameters = Parameters<typeof YARD_TRUCKS_PARAMETERS>;

/** A truck that stands in a yard. */
export class YardTruckAnswer {
  @IsUuid()
  readonly visitId!: string;

  @IsNested(() => PlatedVehicle)
  readonly tractor!: PlatedVehicle;

  @IsOneOf(ON_HAND_STAGES)
  readonly stage!: string;

  @IsOneOf(CARGO_CLASSES)
  readonly cargoClass!: string;

  @IsOneOf(BODY_TYPES)
  readonly bodyType!: string;

  @IsTextOrNull()
  readonly spot!: string | null;

  @IsInstant()
  readonly since!: string;

  @IsCount()
  readonly presentMinutes!: number;
}

const COLUMNS: Columns<YardTruck> = {
  visitId: (truck) => truck.visitId,
  tractor: (truck) => truck.tractor.plate,
  stage: (truck) => truck.stage,
  cargoClass: (truck) => truck.cargoClass,
  bodyType: (truck) => truck.bodyType,
  spot: (truck) => truck.spot,
  since: (truck) => truck.since,
  presentMinutes: (truck) => truck.presentMinutes,
};

/** The trucks in a yard as of an event time, by entry. */
export class ListYardTrucksQuery extends Query<Table<YardTruck>> {
  constructor(
    readonly yard: string,
    readonly parameters: YardTrucksParameters,
    readonly caller: Caller,
  ) {
    super();
  }
}

@QueryHandler(ListYardTrucksQuery)
export class ListYardTrucksHandler {
  constructor(@Inject(Reading) private readonly reading: Reading) {}

  /** @throws Rejection YARD_NOT_FOUND, also for a yard outside the caller's reach. */
  async execute({
    yard,
    parameters,
    caller: { reach, now },
  }: ListYardTrucksQuery): Promise<Table<YardTruck>> {
    const { after: position, at: time = now, ...page } = parameters;
    const trucks = await this.reading.read(position, YARD_VIEWS, (db) => {
      requireYard(db, yard, reach);
      return yardTrucks(db, { ...stated(page), yard, at: Date.parse(time) }, yardSources(db));
    });
    return new Table(trucks, COLUMNS, `${yard}-trucks`);
  }
}
