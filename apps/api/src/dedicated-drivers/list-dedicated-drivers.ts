import { Inject } from '@nestjs/common';
import { Query, QueryHandler } from '@nestjs/cqrs';
import { dedicatedDriverPage } from '#libs/read-models';
import type { AsOf, DriverPage } from '#libs/read-models';
import { codesOf } from '../http/access/scope-of';
import type { Caller } from '../http/context/context-decorators';
import { after, code, cursor, flag, limit } from '../http/queries/parameter';
import type { Parameters } from '../http/queries/query-parameters';
import { Reading } from '../http/queries/reading';
import { stated } from '../http/queries/stated';
import { IsDescribedBy } from '../http/validation/answer-fields';
import { INSTANT, objectOf, TEXT } from '../http/validation/answer-schemas';
import {
  IsCode,
  IsDriverCode,
  IsFlag,
  IsIdentifier,
  IsInstant,
  MayBeAbsent,
} from '../http/validation/fields';

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
