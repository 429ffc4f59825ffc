import type { Category } from '#libs/event-sourcing';
import { historyOrder, meaningsOf } from '../type-tables';
import { POLICY_PUBLISHED, POLICY_WITHDRAWN } from './events';
import { evolvePolicySet, noPolicies } from './state';
import type { PolicySet } from './state';

const TABLE = {
  [POLICY_PUBLISHED]: {
    meaning: 'A rule of a gate or of all gates is in force from a time on, by a legal basis.',
  },
  [POLICY_WITHDRAWN]: { meaning: 'A rule is no longer in force from a time on.' },
};

/** A policy is withdrawn and not corrected; the name is kept for the day it is. */
export const policySetOrder = historyOrder(TABLE, 'policySet.EventCorrected.v1');

export const POLICY_SET = {
  name: 'policySet',
  fold: { order: policySetOrder, initial: noPolicies, evolve: evolvePolicySet },
  types: Object.keys(TABLE),
  meanings: meaningsOf(TABLE),
  internalTypes: [],
  upcasters: {},
} as const satisfies Category<PolicySet>;
