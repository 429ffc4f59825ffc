import { Inject } from '@nestjs/common';
import { Query, QueryHandler } from '@nestjs/cqrs';
import {
  after,
  at,
  cursor,
  IsAnyText,
  IsDescribedBy,
  IsInstant,
  IsOneOf,
  IsUuid,
  limit,
  MayBeAbsent,
  Reading,
  stated,
} from '#libs/http-edge';
import type { Caller, Parameters } from '#libs/http-edge';
import type { AsOf } from '#libs/projections';
import { orderOverridePage, OVERRIDE_STATES } from '#libs/read-models';
import type { OverridePage } from '#libs/read-models';
import { gateInReach, instantOf } from '../gate-boards/gate-in-reach';
import { PARTY } from './stored-override';

export const OVERRIDES_PARAMETERS = { at, after, limit, cursor };
export type OverridesParameters = Parameters<typeof OVERRIDES_PARAMETERS>;

/** An override of the order of a gate: who asked for it and why, and what another agency said. */
export class OrderOverrideAnswer {
  @IsUuid()
  readonly override!: string;

  @IsUuid()
  readonly visitId!: string;

  @IsOneOf(OVERRIDE_STATES)
  readonly state!: string;

  @IsAnyText()
  readonly reason!: string;

  @IsAnyText()
  readonly legalBasis!: string;

  @IsInstant()
  readonly requestedAt!: string;

  @IsDescribedBy(PARTY)
  readonly requestedBy!: object;

  @MayBeAbsent()
  @IsInstant()
  readonly confirmedAt?: string;

  @MayBeAbsent()
  @IsDescribedBy(PARTY)
  readonly confirmedBy?: object;

  @MayBeAbsent()
  @IsInstant()
  readonly rejectedAt?: string;

  @MayBeAbsent()
  @IsDescribedBy(PARTY)
  readonly rejectedBy?: object;
}

/** The overrides of a gate as of an event time, the latest first. */
export class ListOverridesQuery extends Query<OverridePage & { readonly asOf: AsOf }> {
  constructor(
    readonly gate: string,
    readonly parameters: OverridesParameters,
    readonly caller: Caller,
  ) {
    super();
  }
}

@QueryHandler(ListOverridesQuery)
export class ListOverridesHandler {
  constructor(@Inject(Reading) private readonly reading: Reading) {}

  /** @throws Rejection GATE_NOT_FOUND, also for a gate outside the caller's reach; CursorUnreadable. */
  execute({ gate, parameters, caller: { reach, now } }: ListOverridesQuery) {
    const { after: position, at: asked, ...page } = parameters;
    return this.reading.read(position, ['border-gates', 'order-overrides'], (db) =>
      orderOverridePage(db, {
        ...stated(page),
        gate: gateInReach(db, gate, reach),
        at: instantOf(asked, now),
      }),
    );
  }
}
