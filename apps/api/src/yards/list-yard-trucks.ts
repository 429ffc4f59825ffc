/* Query: the trucks in a yard, by entry. */

import type { DatabaseSync } from 'node:sqlite';
import { Query, QueryHandler } from '@nestjs/cqrs';
import {
  after,
  at,
  COUNT,
  cursor,
  IsCount,
  IsDescribedBy,
  IsFlag,
  IsInstant,
  IsNested,
  IsOneOf,
  IsTextOrNull,
  IsUuid,
  limit,
  MayBeAbsent,
  orNull,
  Table,
  time,
} from '#libs/http-edge';
import type { Caller, Columns, Parameters, Part } from '#libs/http-edge';
import { yardSource, yardTrucks, zoneOfYard } from '#libs/read-models';
import type { YardTruck } from '#libs/read-models';
import { BODY_TYPES, CARGO_CLASSES, ON_HAND_STAGES } from '../gate-boards/answer-codes';
import { IsNextSteps } from '../truck-visits/next-steps';
import type { NextStep } from '../truck-visits/next-steps';
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

  /** Gross weight as it was last weighed by then; null when it was not. */
  @IsDescribedBy(orNull(COUNT))
  readonly weighedKg!: number | null;

  @IsNextSteps()
  readonly next!: readonly NextStep[];

  /** Its record was changed from outside: it stays as it was before, and nothing comes next. */
  @MayBeAbsent()
  @IsFlag()
  readonly damaged?: true;
}

const COLUMNS: Columns<YardTruck> = {
  tractor: (truck) => truck.tractor.plate,
  spot: (truck) => truck.spot,
  stage: (truck) => truck.stage,
  since: time((truck) => truck.since),
  presentMinutes: (truck) => truck.presentMinutes,
  weighedKg: (truck) => truck.weighedKg,
  cargoClass: (truck) => truck.cargoClass,
  bodyType: (truck) => truck.bodyType,
  visitId: (truck) => truck.visitId,
  damaged: ({ damaged = false }) => damaged,
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
  /** @throws Rejection YARD_NOT_FOUND, also for a yard outside the caller's reach. */
  execute({ yard, parameters, caller: { reach, now } }: ListYardTrucksQuery): Promise<Table<YardTruck>> {
    const { after, at: asOf = now, limit, cursor } = parameters;
    const listing = {
      after,
      views: [...YARD_VIEWS, 'truck-visits'],
      part: { limit, cursor },
      page: (db: DatabaseSync, part: Part) => {
        requireYard(db, yard, reach);
        return yardTrucks(db, { ...part, yard, at: Date.parse(asOf) }, yardSources(db));
      },
    };
    const zone = (db: DatabaseSync) => zoneOfYard(yardSource(db).yard(yard), yardSources(db));
    return Promise.resolve(new Table(listing, { columns: COLUMNS, fileName: `${yard}-trucks`, zone }));
  }
}
