import type { DomainEvent } from '#libs/event-sourcing';
import type { PolicyKind, PolicyValues } from './values';

/* Stored names and shapes of policies. All of them are one stream: whether two overlap is a question about the set. */

export const POLICY_PUBLISHED = 'policySet.PolicyPublished.v1';
export const POLICY_WITHDRAWN = 'policySet.PolicyWithdrawn.v1';

/** Id of the one stream. */
export const ALL_POLICIES = 'ALL';

/** What is published of a policy of one kind. */
export interface PolicyTold<Kind extends PolicyKind = PolicyKind> {
  /** Code by which it is named and withdrawn. */
  readonly policy: string;
  readonly kind: Kind;
  /** Absent where it is one of all gates. */
  readonly gate?: string;
  /** In force from here on (inclusive), RFC 3339. */
  readonly effectiveFrom: string;
  /** Exclusive; without it the policy ends with the beginning of a later one. */
  readonly until?: string;
  /** Number of a registered legal basis. */
  readonly legalBasis: string;
  readonly values: PolicyValues[Kind];
}

export type PolicyPublishedData = {
  [Kind in PolicyKind]: PolicyTold<Kind> & {
    /** 1, 2, …: the policies of one code, in the order in which they take force. */
    readonly version: number;
  };
}[PolicyKind];

export interface PolicyWithdrawnData {
  readonly policy: string;
  readonly gate?: string;
  /** It ends this version of the policy and those before it. */
  readonly version: number;
  /** From here on they are no longer in force, RFC 3339. */
  readonly effectiveFrom: string;
}

export type PolicyPublished = DomainEvent<typeof POLICY_PUBLISHED, PolicyPublishedData>;
export type PolicyWithdrawn = DomainEvent<typeof POLICY_WITHDRAWN, PolicyWithdrawnData>;
export type PolicySetEvent = PolicyPublished | PolicyWithdrawn;
