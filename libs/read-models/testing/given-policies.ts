import { streamOf } from '#libs/event-sourcing';
import { ALL_POLICIES, POLICY_PUBLISHED, POLICY_WITHDRAWN } from '#libs/truck-flow';
import type { PolicyTold } from '#libs/truck-flow';
import { event } from './given-events';
import type { GivenEvent } from './given-events';

const STREAM = streamOf('policySet', ALL_POLICIES);

/** A policy about missed calls at all gates, changed as named; `at`: when it was ordered. */
export function policy(at: string, changed: Partial<PolicyTold> = {}, version = 1): GivenEvent {
  const told = { policy: 'CALLS', kind: 'CALL', effectiveFrom: at, legalBasis: '12/QĐ-TEST' };
  return event(STREAM, POLICY_PUBLISHED, at, {
    ...told,
    values: { missed: 'END_OF_CLASS' },
    ...changed,
    version,
  });
}

/** The withdrawal of a given policy and of its versions before. */
export function withdrawal(of: GivenEvent, at: string, effectiveFrom = at): GivenEvent {
  const {
    policy: code,
    gate,
    version,
  } = of.data as {
    readonly policy: string;
    readonly gate?: string;
    readonly version: number;
  };
  const where = gate === undefined ? {} : { gate };
  return event(STREAM, POLICY_WITHDRAWN, at, { policy: code, ...where, version, effectiveFrom });
}
