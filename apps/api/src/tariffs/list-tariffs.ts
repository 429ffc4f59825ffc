import { Inject } from '@nestjs/common';
import { Query, QueryHandler } from '@nestjs/cqrs';
import { after, at, flag, IsFlag, Reading } from '#libs/http-edge';
import type { Caller, Parameters } from '#libs/http-edge';
import type { AsOf } from '#libs/projections';
import { tariffRows } from '#libs/read-models';
import type { TariffRow } from '#libs/read-models';
import { TariffFields } from './tariff-fields';

export const TARIFF_PARAMETERS = { at, after, all: flag('Also those that are not in force') };
export type TariffParameters = Parameters<typeof TARIFF_PARAMETERS>;

/** A tariff, and whether it is in force at the time that is asked about. */
export class TariffAnswer extends TariffFields {
  @IsFlag()
  readonly inForce!: boolean;
}

/** The tariffs in force at an event time, by the beginning of their time. */
export class ListTariffsQuery extends Query<{ readonly items: readonly TariffRow[]; readonly asOf: AsOf }> {
  constructor(
    readonly parameters: TariffParameters,
    readonly caller: Caller,
  ) {
    super();
  }
}

@QueryHandler(ListTariffsQuery)
export class ListTariffsHandler {
  constructor(@Inject(Reading) private readonly reading: Reading) {}

  execute({ parameters, caller: { now } }: ListTariffsQuery) {
    const asked = { at: Date.parse(parameters.at ?? now), all: parameters.all === true };
    return this.reading.read(parameters.after, ['tariffs'], (db) => ({ items: tariffRows(db, asked) }));
  }
}
