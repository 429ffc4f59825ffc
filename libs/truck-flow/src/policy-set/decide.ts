/* Decider of the policies: publishes versioned rules, and withdraws them. */
import type { Decider, Decision } from '#libs/event-sourcing';
import { Rejection } from '../rejection';
import { sameReport } from '../truck-visit/step-data';
import { POLICY_SET, policySetOrder } from './category';
import { POLICY_PUBLISHED, POLICY_WITHDRAWN } from './events';
import type { PolicyPublishedData, PolicySetEvent, PolicyTold } from './events';
import { foldPolicySet, scopeOf } from './state';
import type { Policy, PolicySet } from './state';
import { ruleOf } from './values';

export interface PublishPolicy {
  readonly kind: 'publication';
  readonly at: string;
  readonly data: PolicyTold;
}

export interface WithdrawPolicy {
  readonly kind: 'withdrawal';
  readonly at: string;
  readonly policy: string;
  /** When it ends; by default when it is withdrawn. */
  readonly effectiveFrom?: string;
  /** Not earlier than this, RFC 3339: what was judged by the policy before it stays judged so. */
  readonly notBefore?: string;
}

export type PolicySetCommand = PublishPolicy | WithdrawPolicy;

export const policySet: Decider<PolicySetCommand, PolicySetEvent> = {
  category: POLICY_SET.name,
  order: policySetOrder,
  decide(command, { effective }) {
    const set = foldPolicySet(effective);
    return command.kind === 'publication' ? publish(command, set) : withdraw(command, set);
  },
};

const NOTHING: Decision<PolicySetEvent> = { events: [], warnings: [] };

/** Policies of one kind and scope never begin together, and none begins before the end that another names. */
function publish({ at, data }: PublishPolicy, set: PolicySet): Decision<PolicySetEvent> {
  refuseOdd(data);
  const versions = versionsOf(set, data.policy);
  if (versions.some((one) => sameReport(toldOf(one), data))) return NOTHING;
  const last = versions.at(-1);
  const from = Date.parse(data.effectiveFrom);
  const others = set.policies.filter((one) => one.from < one.until && scopeOf(one.data) === scopeOf(data));
  const until = data.until === undefined ? undefined : Date.parse(data.until);
  const other = others.find((one) => one.from === from || overlap(one, { from, until }));
  if (other !== undefined)
    throw new Rejection('POLICY_OVERLAPS', `${other.data.policy} is in force at a time of this policy`, {
      policy: other.data.policy,
    });
  if (last !== undefined && (last.from >= from || scopeOf(last.data) !== scopeOf(data)))
    throw new Rejection(
      'POLICY_ALREADY_PUBLISHED',
      'a next version has the kind and scope of the last and takes force later; for another policy take another code',
    );
  const version = (last?.data.version ?? 0) + 1;
  const published = { ...data, version } as PolicyPublishedData;
  return { events: [{ type: POLICY_PUBLISHED, data: published, eventTime: at }], warnings: [] };
}

function refuseOdd({ kind, effectiveFrom, until, values }: PolicyTold): void {
  if (until !== undefined && Date.parse(until) <= Date.parse(effectiveFrom))
    throw Rejection.of('EFFECTIVE_RANGE_EMPTY', '/until', 'until is exclusive and lies after the beginning');
  ruleOf(kind).refuse?.(values);
}

/** Does the one that begins earlier name an end beyond the beginning of the other? */
function overlap(
  known: Policy,
  { from, until }: { readonly from: number; readonly until: number | undefined },
): boolean {
  if (known.from < from) return known.data.until !== undefined && known.until > from;
  return until !== undefined && until > known.from;
}

function versionsOf({ policies }: PolicySet, policy: string): readonly Policy[] {
  return policies.filter(({ data }) => data.policy === policy);
}

function toldOf({ data: { version: _, ...told } }: Policy): object {
  return told;
}

/** Ends every version of a policy so far; one that has ended by then keeps its end. */
function withdraw(
  { at, policy, effectiveFrom = at, notBefore = effectiveFrom }: WithdrawPolicy,
  set: PolicySet,
): Decision<PolicySetEvent> {
  const versions = versionsOf(set, policy);
  const last = versions.at(-1);
  if (last === undefined) throw new Rejection('POLICY_NOT_FOUND', 'no such policy is published');
  const end = Date.parse(notBefore) > Date.parse(effectiveFrom) ? notBefore : effectiveFrom;
  if (versions.every(({ until }) => until <= Date.parse(end))) return NOTHING;
  const { gate, version } = last.data;
  const data = { policy, ...(gate === undefined ? {} : { gate }), version, effectiveFrom: end };
  return { events: [{ type: POLICY_WITHDRAWN, data, eventTime: at }], warnings: [] };
}
