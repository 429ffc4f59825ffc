/* Query: policies with their history, and which is in force. */
import { Inject } from '@nestjs/common';
import { Query, QueryHandler } from '@nestjs/cqrs';
import {
  after,
  at,
  code,
  cursor,
  IsAnyObject,
  IsCode,
  IsDescribedBy,
  IsFlag,
  IsIdentifier,
  IsInstant,
  IsOneOf,
  IsTextOrNull,
  INSTANT,
  limit,
  MayBeAbsent,
  oneOf,
  orNull,
  Reading,
  stated,
} from '#libs/http-edge';
import type { Caller, Parameters } from '#libs/http-edge';
import type { AsOf } from '#libs/projections';
import { policyPage } from '#libs/read-models';
import type { PolicyPage } from '#libs/read-models';
import type { PolicyKind } from '#libs/truck-flow';
import { codesOf } from '../access/scope-of';
import { gateInReach, instantOf } from '../gate-boards/gate-in-reach';
import { KINDS } from './publish-policy';

export const POLICY_SEARCH = {
  kind: oneOf(KINDS, 'Only policies of this kind'),
  gate: code('Only what holds at this gate: its own policies and those of all gates'),
  at,
  after,
  limit,
  cursor,
};
export type PolicySearch = Parameters<typeof POLICY_SEARCH>;

/** A version of a policy: what it says, from when until when it is in force, and whether it is at the time asked for. */
export class PolicyAnswer {
  @IsCode()
  readonly policy!: string;

  /** 1, 2, …: the order in which the versions of one code take force. */
  @IsIdentifier()
  readonly version!: string;

  @IsOneOf(KINDS)
  readonly kind!: PolicyKind;

  /** Absent where it is one of all gates. */
  @MayBeAbsent()
  @IsCode()
  readonly gate?: string;

  @IsInstant()
  readonly effectiveFrom!: string;

  /** When it ends, for whatever reason; one that was withdrawn before it began ends where it begins. */
  @IsDescribedBy(orNull(INSTANT))
  readonly until!: string | null;

  /** `UNTIL`, `WITHDRAWAL` or `LATER_POLICY`. */
  @IsTextOrNull()
  readonly endedBy!: string | null;

  @IsIdentifier(100)
  readonly legalBasis!: string;

  @IsAnyObject()
  readonly values!: object;

  @IsFlag()
  readonly inForce!: boolean;
}

/** The policies of the gates in reach and of all gates, in the order in which they take force. */
export class ListPoliciesQuery extends Query<PolicyPage & { readonly asOf: AsOf }> {
  constructor(
    readonly search: PolicySearch,
    readonly caller: Caller,
  ) {
    super();
  }
}

@QueryHandler(ListPoliciesQuery)
export class ListPoliciesHandler {
  constructor(@Inject(Reading) private readonly reading: Reading) {}

  /** @throws Rejection GATE_NOT_FOUND */
  execute({ search: { after: position, gate, at: time, ...search }, caller }: ListPoliciesQuery) {
    const { reach, now } = caller;
    return this.reading.read(position, ['policies'], (db) => {
      const asked = gate === undefined ? {} : { gate: gateInReach(db, gate, reach) };
      const at = instantOf(time, now);
      return policyPage(db, { ...stated(search), ...asked, gates: codesOf(reach.gates), at });
    });
  }
}
