import { Inject } from '@nestjs/common';
import { Query, QueryHandler } from '@nestjs/cqrs';
import {
  after,
  code,
  cursor,
  flag,
  INSTANT,
  IsCode,
  IsDescribedBy,
  IsFlag,
  IsIdentifier,
  IsInstant,
  limit,
  MayBeAbsent,
  objectOf,
  Reading,
  stated,
  TEXT,
} from '#libs/http-edge';
import type { Caller, Parameters } from '#libs/http-edge';
import { dedicatedDriverPage } from '#libs/read-models';
import type { AsOf } from '#libs/projections';
import type { DriverPage } from '#libs/read-models';
import { codesOf } from '../access/scope-of';
import { IsDriverCode } from './driver-code';

export const DRIVER_SEARCH = {
  gate: code('Gate of the pool'),
  available: flag('Only those who are in, or only those who are out'),
  after,
  limit,
  cursor,
};
export type DriverSearch = Parameters<typeof DRIVER_SEARCH>;

/** A dedicated driver, and the visit that keeps him out. */
export class DedicatedDriverAnswer {
  @IsDriverCode()
  readonly driverCode!: string;

  @IsIdentifier()
  readonly pool!: string;

  @IsCode()
  readonly gate!: string;

  @IsInstant()
  readonly registeredAt!: string;

  @IsFlag()
  readonly available!: boolean;

  @MayBeAbsent()
  @IsDescribedBy(objectOf({ visitId: TEXT, since: INSTANT, overdue: { type: 'boolean' } }))
  readonly out?: object;
}

export class ListDedicatedDriversQuery extends Query<DriverPage & { readonly asOf: AsOf }> {
  constructor(
    readonly search: DriverSearch,
    readonly caller: Caller,
  ) {
    super();
  }
}

@QueryHandler(ListDedicatedDriversQuery)
export class ListDedicatedDriversHandler {
  constructor(@Inject(Reading) private readonly reading: Reading) {}

  execute({ search: { after: position, gate, ...search }, caller }: ListDedicatedDriversQuery) {
    const { reach, now } = caller;
    const gates = gate === undefined ? codesOf(reach.gates) : [gate].filter((one) => reach.gate(one));
    return this.reading.read(position, ['dedicated-drivers', 'deviations'], (db) =>
      dedicatedDriverPage(db, { ...stated(search), gates, at: Date.parse(now) }),
    );
  }
}
