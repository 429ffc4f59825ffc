/* Query: search for truck visits. */

import { Inject } from '@nestjs/common';
import { Query, QueryHandler } from '@nestjs/cqrs';
import {
  after,
  code,
  cursor,
  flag,
  IsCode,
  IsFlag,
  IsIdentifier,
  IsInstant,
  IsNested,
  IsOneOf,
  IsUuid,
  limit,
  MayBeAbsent,
  Reading,
  shortText,
  someOf,
  stated,
} from '#libs/http-edge';
import type { Caller, Parameters } from '#libs/http-edge';
import { findTruckVisits, gateSource } from '#libs/read-models';
import type { AsOf } from '#libs/projections';
import type { FoundVisits } from '#libs/read-models';
import type { Stage } from '#libs/truck-flow';
import { scopeOf } from '../access/scope-of';
import { containerNumber, plateEnd, plateText } from './asset-parameters';
import { IsNextSteps } from './next-steps';
import type { NextStep } from './next-steps';
import { AreBothContainers, ContainerRef, PlatedVehicle } from './step-fields';
import { STAGES } from './visit-stages';

/** As arrivals name it. */
export const ORIGIN = shortText('Province that some of the goods come from, such as VN-53', 10);

export const VISIT_SEARCH = {
  plate: plateText('Plate in any spelling: every visit that ever named it'),
  plateEnds: plateEnd('Last three or more characters of a plate, in any spelling'),
  container: containerNumber('Container number in any spelling'),
  gate: code('Gate of the visit'),
  stage: someOf(STAGES, 'Stage of the visit'),
  held: flag('Only visits that are held, or only those that are not'),
  carrier: shortText('Company that carries the goods', 64),
  originProvince: ORIGIN,
  after,
  limit,
  cursor,
};
export type VisitSearch = Parameters<typeof VISIT_SEARCH>;

/** A visit as lists show it; what carries the goods now. */
export class FoundTruckVisit {
  @IsUuid()
  readonly visitId!: string;

  @IsCode()
  readonly gate!: string;

  @IsOneOf(STAGES)
  readonly stage!: Stage;

  @IsInstant()
  readonly arrivedAt!: string;

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
  @AreBothContainers()
  readonly containers?: readonly ContainerRef[];

  @MayBeAbsent()
  @IsIdentifier()
  readonly carrier?: string;

  @MayBeAbsent()
  @IsCode()
  readonly yard?: string;

  @IsFlag()
  readonly held!: boolean;

  @IsNextSteps()
  readonly next!: readonly NextStep[];

  /** Its record was changed from outside: it stays as it was before, and nothing comes next. */
  @MayBeAbsent()
  @IsFlag()
  readonly damaged?: true;
}

export class FindTruckVisitsQuery extends Query<FoundVisits & { readonly asOf: AsOf }> {
  constructor(
    readonly search: VisitSearch,
    readonly caller: Caller,
  ) {
    super();
  }
}

@QueryHandler(FindTruckVisitsQuery)
export class FindTruckVisitsHandler {
  constructor(@Inject(Reading) private readonly reading: Reading) {}

  execute({ search: { after: position, stage: stages, ...search }, caller }: FindTruckVisitsQuery) {
    const asked = { at: Date.parse(caller.now), scope: scopeOf(caller.reach) };
    return this.reading.read(position, ['truck-visits', 'border-gates'], (db) =>
      findTruckVisits(db, { ...stated({ ...search, stages }), ...asked }, gateSource(db)),
    );
  }
}
