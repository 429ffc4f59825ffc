/* State of the policies, and the question which one is in force. */
import type { EffectiveEvent } from '#libs/event-sourcing';
import { POLICY_PUBLISHED } from './events';
import type { PolicyPublishedData, PolicySetEvent, PolicyWithdrawnData } from './events';
import { ruleOf } from './values';
import type { PolicyKind, PolicyValues } from './values';

/** A policy as it was published, with the time in which it may be in force, in epoch milliseconds. */
export interface Policy {
  readonly data: PolicyPublishedData;
  /** Inclusive. */
  readonly from: number;
  /** Exclusive; its own end or its withdrawal, Infinity without either. It is never in force where this is not after `from`. */
  readonly until: number;
}

/** All policies, as their whole effective history tells them; ask about an instant with the functions below. */
export interface PolicySet {
  /** Ascending by `from`, of those that begin together in the order of their codes. */
  readonly policies: readonly Policy[];
  readonly withdrawals: readonly PolicyWithdrawnData[];
}

export const noPolicies: PolicySet = { policies: [], withdrawals: [] };

export function evolvePolicySet({ policies, withdrawals }: PolicySet, event: EffectiveEvent): PolicySet {
  const { type, data } = event as unknown as PolicySetEvent;
  if (type === POLICY_PUBLISHED) {
    const own = { data, from: Date.parse(data.effectiveFrom), until: timeOf(data.until) };
    const all = [...policies, withdrawals.reduce(withdrawn, own)];
    return { policies: all.sort(byBeginning), withdrawals };
  }
  return {
    policies: policies.map((policy) => withdrawn(policy, data)),
    withdrawals: [...withdrawals, data],
  };
}

/** All policies after the events of an effective history. */
export function foldPolicySet(history: readonly EffectiveEvent[]): PolicySet {
  return history.reduce(evolvePolicySet, noPolicies);
}

function timeOf(until: string | undefined): number {
  return until === undefined ? Infinity : Date.parse(until);
}

function withdrawn(policy: Policy, withdrawal: PolicyWithdrawnData): Policy {
  const { data, until } = policy;
  const end = Date.parse(withdrawal.effectiveFrom);
  if (data.policy !== withdrawal.policy || data.version > withdrawal.version || end >= until) return policy;
  return { ...policy, until: end };
}

function byBeginning(a: Policy, b: Policy): number {
  return a.from - b.from || (a.data.policy < b.data.policy ? -1 : 1);
}

/** What policies exclude each other by: kind, gate, and of some kinds the yard. */
export function scopeOf({
  kind,
  gate,
  values,
}: Pick<PolicyPublishedData, 'kind' | 'gate' | 'values'>): string {
  return scopeNamed(kind, gate, yardOfPolicy({ kind, values }));
}

/** The yard that a policy is about; undefined of kinds that are about none. */
export function yardOfPolicy({
  kind,
  values,
}: Pick<PolicyPublishedData, 'kind' | 'values'>): string | undefined {
  return ruleOf(kind).yard?.(values);
}

function scopeNamed(kind: PolicyKind, gate = '', within = ''): string {
  return `${kind} ${gate} ${within}`;
}

/** A policy with the stretch of time in which it is in force, in epoch milliseconds: `from` inclusive, `until` exclusive. */
export interface PolicyInForce<Kind extends PolicyKind = PolicyKind> {
  readonly policy: string;
  readonly kind: Kind;
  readonly gate?: string;
  readonly version: number;
  readonly from: number;
  /** Infinity while nothing ends it. */
  readonly until: number;
  readonly legalBasis: string;
  readonly values: PolicyValues[Kind];
}

const stretches = new WeakMap<PolicySet, readonly PolicyInForce[]>();

/** Every stretch in which a policy is in force in its scope, ascending: a later one ends the one before it. */
export function stretchesOf(set: PolicySet): readonly PolicyInForce[] {
  const known = stretches.get(set);
  if (known !== undefined) return known;
  const counted = set.policies.filter(({ from, until }) => from < until);
  const found = counted.map((policy, place) => stretchOf(policy, counted.slice(place + 1)));
  stretches.set(set, found);
  return found;
}

function stretchOf({ data, from, until }: Policy, later: readonly Policy[]): PolicyInForce {
  const next = later.find((one) => scopeOf(one.data) === scopeOf(data));
  const { policy, kind, gate, version, legalBasis, values } = data;
  const where = gate === undefined ? {} : { gate };
  const end = Math.min(until, next?.from ?? Infinity);
  return { policy, kind, ...where, version, from, until: end, legalBasis, values };
}

/** Where and when a policy is asked for; `at` in epoch milliseconds. */
export interface PolicyAsked {
  readonly gate: string;
  readonly at: number;
  /** Of kinds that are about a yard. */
  readonly yard?: string;
}

/** The policy of a kind in force at a gate; one of the gate goes before one of all gates. */
export function policyInForce<Kind extends PolicyKind>(
  set: PolicySet,
  kind: Kind,
  { gate, at, yard }: PolicyAsked,
): PolicyInForce<Kind> | undefined {
  if (set.policies.length === 0) return undefined;
  const scopes = [scopeNamed(kind, gate, yard), scopeNamed(kind, undefined, yard)];
  const inForce = stretchesOf(set).filter(({ from, until }) => from <= at && at < until);
  for (const scope of scopes) {
    const found = inForce.find((one) => scopeOf(one) === scope);
    if (found !== undefined) return found as PolicyInForce<Kind>;
  }
  return undefined;
}
