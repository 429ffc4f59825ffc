/* Query: what a tariff that is not in force would have brought, by yard and month. */

import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Inject } from '@nestjs/common';
import { Query, QueryHandler } from '@nestjs/cqrs';
import {
  IsAnyText,
  IsCode,
  IsDate,
  IsInstant,
  IsNested,
  IsTextOrNull,
  MayBeAbsent,
  Reading,
  requireTime,
} from '#libs/http-edge';
import type { Caller, Reach } from '#libs/http-edge';
import type { AsOf } from '#libs/projections';
import { simulateFees, yardCodes } from '#libs/read-models';
import type { FeeSimulation, FeeSimulationQuery } from '#libs/read-models';
import { refuseOddTariff, Rejection } from '#libs/truck-flow';
import { scopeOf } from '../access/scope-of';
import { IsVndSum } from '../fee-accounts/get-yard-revenue';
import { FEE_VIEWS } from '../fee-accounts/list-visit-fees';
import { daysAsked, gateInReach, gatesInReach } from '../gate-boards/gate-in-reach';
import { TariffFields } from '../tariffs/tariff-fields';
import { yardSources } from '../yards/list-yards';
import { requireYard } from '../yards/require-yard';

/** A tariff that nobody published, and the local days over which it is tried; `at`: as of when, default now. */
export class FeeSimulationBody {
  @MayBeAbsent()
  @IsInstant()
  readonly at?: string;

  @IsNested(() => TariffFields)
  readonly tariff!: TariffFields;

  @MayBeAbsent()
  @IsDate()
  readonly from?: string;

  @MayBeAbsent()
  @IsDate()
  readonly to?: string;
}

export const SIMULATION_EXAMPLE: FeeSimulationBody = {
  tariff: {
    tariff: 'PARKING_HALF',
    kind: 'PARKING',
    legalBasis: '2515/QĐ-UBND',
    effectiveFrom: '2021-12-01T00:00:00+07:00',
    basePrice: 150_000,
    tiers: [{ fromDayNight: 1, payPercent: 50 }],
  },
  from: '2021-12-01',
  to: '2021-12-26',
};

/** Whole VND; `difference`: what the tariff would bring more than those in force. */
export class SimulatedSumsAnswer {
  @IsVndSum()
  readonly inForce!: number;

  @IsVndSum()
  readonly simulated!: number;

  @IsVndSum()
  readonly difference!: number;
}

/** A month of a yard; of infrastructure, which is paid at the gate, `yard` is null. */
export class SimulatedRowAnswer extends SimulatedSumsAnswer {
  @IsCode()
  readonly gate!: string;

  @IsTextOrNull()
  readonly yard!: string | null;

  /** `YYYY-MM` of the gate's clock. */
  @IsAnyText()
  readonly month!: string;
}

export class SimulateFeesQuery extends Query<FeeSimulation & { readonly asOf: AsOf }> {
  constructor(
    readonly body: FeeSimulationBody,
    readonly caller: Caller,
  ) {
    super();
  }
}

@QueryHandler(SimulateFeesQuery)
export class SimulateFeesHandler {
  constructor(@Inject(Reading) private readonly reading: Reading) {}

  /**
   * @throws Rejection as for a tariff that is published; GATE_NOT_FOUND, YARD_NOT_FOUND for what it names outside the
   * caller's reach; Refusal RANGE_EMPTY, RANGE_TOO_LONG, AT_IN_FUTURE.
   */
  async execute({ body, caller }: SimulateFeesQuery) {
    if (body.at !== undefined) requireTime(body.at, caller.now, '/at');
    refuseOdd(body.tariff);
    const moment = await this.reading.snapshot(undefined, FEE_VIEWS);
    try {
      const { db, asOf } = moment;
      const steps = simulateFees(db, asked(db, body, caller), yardSources(db));
      for (let step = steps.next(); ; step = steps.next()) {
        if (step.done === true) return { ...step.value, asOf };
        await nextTurn();
      }
    } finally {
      moment.close();
    }
  }
}

function refuseOdd(tariff: TariffFields): void {
  try {
    refuseOddTariff(tariff);
  } catch (error) {
    throw error instanceof Rejection ? error.within('/tariff') : error;
  }
}

/** The yards and gates in reach that the tariff may be about. */
function asked(
  db: DatabaseSync,
  { at, tariff, from, to }: FeeSimulationBody,
  { reach, now }: Caller,
): FeeSimulationQuery {
  for (const gate of tariff.gates ?? []) gateInReach(db, gate, reach);
  for (const yard of tariff.yards ?? []) requireYard(db, yard, reach);
  const source = yardSources(db);
  const isOfGates = (gate: string | undefined): boolean =>
    tariff.gates === undefined || (gate !== undefined && tariff.gates.includes(gate));
  const gates = gatesInReach(db, reach).filter(isOfGates);
  const yards = (tariff.yards ?? yardsInReach(db, reach)).filter((yard) =>
    isOfGates(source.yard(yard).registered?.data.gate),
  );
  const time = Date.parse(at ?? now);
  return { tariff, gates, yards, at: time, ...daysAsked({ from, to }, { gates, at: time, source }) };
}

function yardsInReach(db: DatabaseSync, reach: Reach): string[] {
  return yardCodes(db, scopeOf(reach));
}
