import { Inject } from '@nestjs/common';
import { Query, QueryHandler } from '@nestjs/cqrs';
import { after, at, Reading } from '#libs/http-edge';
import type { Caller, Parameters } from '#libs/http-edge';
import { borderGateList } from '#libs/read-models';
import type { AsOf } from '#libs/projections';
import { codesOf } from '../access/scope-of';
import { asSeen } from './gate-as-seen';
import type { GateAsSeen } from './gate-as-seen';

export const GATE_PARAMETERS = { at, after };
export type GateParameters = Parameters<typeof GATE_PARAMETERS>;

/** The gates the caller may see, as of an event time. */
export class ListBorderGatesQuery extends Query<{
  readonly items: readonly GateAsSeen[];
  readonly asOf: AsOf;
}> {
  constructor(
    readonly parameters: GateParameters,
    readonly caller: Caller,
  ) {
    super();
  }
}

@QueryHandler(ListBorderGatesQuery)
export class ListBorderGatesHandler {
  constructor(@Inject(Reading) private readonly reading: Reading) {}

  execute({ parameters, caller: { reach, now } }: ListBorderGatesQuery) {
    const asked = { at: Date.parse(parameters.at ?? now), gates: codesOf(reach.gates) };
    return this.reading.read(parameters.after, ['border-gates'], (db) => ({
      items: borderGateList(db, asked).map((gate) => asSeen(gate, reach)),
    }));
  }
}
