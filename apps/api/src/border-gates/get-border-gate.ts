import { Inject } from '@nestjs/common';
import { Query, QueryHandler } from '@nestjs/cqrs';
import { Reading } from '#libs/http-edge';
import type { Caller } from '#libs/http-edge';
import { borderGate } from '#libs/read-models';
import type { AsOf } from '#libs/projections';
import { Rejection } from '#libs/truck-flow';
import { asSeen } from './gate-as-seen';
import type { GateAsSeen } from './gate-as-seen';
import type { GateParameters } from './list-border-gates';

/** A gate as of an event time: status, since when, by whom, lanes, hours, handover mode. */
export class GetBorderGateQuery extends Query<GateAsSeen & { readonly asOf: AsOf }> {
  constructor(
    readonly gate: string,
    readonly parameters: GateParameters,
    readonly caller: Caller,
  ) {
    super();
  }
}

@QueryHandler(GetBorderGateQuery)
export class GetBorderGateHandler {
  constructor(@Inject(Reading) private readonly reading: Reading) {}

  /** @throws Rejection GATE_NOT_FOUND, also for a gate outside the caller's reach. */
  execute({ gate, parameters, caller: { reach, now } }: GetBorderGateQuery) {
    return this.reading.read(parameters.after, ['border-gates'], (db) => {
      const found = reach.gate(gate) ? borderGate(db, gate, Date.parse(parameters.at ?? now)) : undefined;
      if (found === undefined) throw new Rejection('GATE_NOT_FOUND', 'there is no such gate');
      return asSeen(found, reach);
    });
  }
}
