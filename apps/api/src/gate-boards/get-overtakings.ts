/* Query: who went before others at a gate that could have gone, and why. */

import type { DatabaseSync } from 'node:sqlite';
import { Query, QueryHandler } from '@nestjs/cqrs';
import {
  after,
  at,
  cursor,
  days,
  flag,
  IsAnyText,
  IsCode,
  IsCount,
  IsDescribedBy,
  IsInstant,
  IsListWith,
  IsNested,
  IsOneOf,
  IsUuid,
  limit,
  MayBeAbsent,
  Table,
  time,
} from '#libs/http-edge';
import type { Caller, Columns, Parameters, Part } from '#libs/http-edge';
import { overtakingsPage } from '#libs/read-models';
import type { OvertakingRow } from '#libs/read-models';
import { daysAsked, gatesAsked, sharedZone } from './gate-in-reach';
import { QueuedTractor } from './get-gate-queue';

export const overtakingParameters = {
  at,
  after,
  ...days,
  all: flag('Also those that the order of calls in force allows'),
  limit,
  cursor,
};

/** By which of these a truck goes: the first that happens to it. */
const GOINGS = ['call-forward', 'handover', 'container-cut', 'container-lift', 'transload', 'crossing'];

/** Who asked for an override, or confirmed it. */
export class OvertakingParty {
  @IsAnyText()
  readonly sub!: string;

  @IsAnyText()
  readonly agency!: string;
}

/** The override by which a truck was called. */
export class OvertakingOverride {
  @IsUuid()
  readonly id!: string;

  @IsAnyText()
  readonly legalBasis!: string;

  @IsAnyText()
  readonly reason!: string;

  @IsNested(() => OvertakingParty)
  readonly requestedBy!: OvertakingParty;

  @MayBeAbsent()
  @IsNested(() => OvertakingParty)
  readonly confirmedBy?: OvertakingParty;
}

/** A truck that went before others which stood before it, could have gone and had not been called. */
export class GateOvertaking {
  @IsUuid()
  readonly visitId!: string;

  @IsCode()
  readonly gate!: string;

  @IsNested(() => QueuedTractor)
  readonly tractor!: QueuedTractor;

  @IsOneOf(GOINGS)
  readonly step!: string;

  @IsInstant()
  readonly at!: string;

  @IsCount()
  readonly passed!: number;

  /** The first 50 in the line. */
  @IsListWith(IsUuid({ each: true }), 1, 50)
  readonly passedVisitIds!: readonly string[];

  @IsDescribedBy({
    enum: ['RULE', 'OVERRIDE', 'LATE_REPORT', 'NONE'],
    description:
      'RULE: the order of calls in force allows it. OVERRIDE: a confirmed override. LATE_REPORT: what shows that the ' +
      'others could have gone was recorded after this step',
  })
  readonly reason!: string;

  @MayBeAbsent()
  @IsNested(() => OvertakingOverride)
  readonly override?: OvertakingOverride;
}

const COLUMNS: Columns<OvertakingRow> = {
  at: time(({ at }) => at),
  tractor: ({ tractor }) => tractor.plate,
  step: ({ step }) => step,
  passed: ({ passed }) => passed,
  reason: ({ reason }) => reason,
  override: ({ override }) => override?.id,
  legalBasis: ({ override }) => override?.legalBasis,
  requestedBy: ({ override }) => override?.requestedBy.agency,
  confirmedBy: ({ override }) => override?.confirmedBy?.agency,
  gate: ({ gate }) => gate,
  visitId: ({ visitId }) => visitId,
  passedVisitIds: ({ passedVisitIds }) => passedVisitIds.join(' '),
};

export class GetOvertakingsQuery extends Query<Table<OvertakingRow>> {
  constructor(
    readonly gate: string,
    readonly parameters: Parameters<typeof overtakingParameters>,
    readonly caller: Caller,
  ) {
    super();
  }
}

@QueryHandler(GetOvertakingsQuery)
export class GetOvertakingsHandler {
  execute({ gate, parameters, caller }: GetOvertakingsQuery): Promise<Table<OvertakingRow>> {
    const { after, limit, cursor, all = false } = parameters;
    const listing = {
      after,
      views: ['gate-turns', 'order-overrides', 'border-gates'],
      part: { limit, cursor },
      page: (db: DatabaseSync, part: Part) => {
        const { source, ...asked } = gatesAsked(db, gate, parameters, caller);
        const range = daysAsked(parameters, { source, ...asked });
        return overtakingsPage(db, { ...asked, ...range, ...part, all }, source);
      },
    };
    const zone = (db: DatabaseSync) => sharedZone(db, gatesAsked(db, gate, parameters, caller).gates);
    return Promise.resolve(new Table(listing, { columns: COLUMNS, fileName: `overtakings-${gate}`, zone }));
  }
}
