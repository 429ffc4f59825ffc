import type { DatabaseSync } from 'node:sqlite';
import { ALL_POLICIES, foldPolicySet, noPolicies } from '#libs/truck-flow';
import type { PolicySet } from '#libs/truck-flow';
import { readActs } from '../places/acts-text';
import { foldedRegister } from '../places/folded-register';

const register = foldedRegister<PolicySet>(
  {
    version: 'SELECT version FROM policies WHERE id = ?',
    acts: 'SELECT version, acts FROM policies WHERE id = ?',
  },
  (acts) => foldPolicySet(readActs(acts)),
);

/** All policies, folded from their whole effective history; the same object while none is published or withdrawn. */
export function policySetOf(db: DatabaseSync): PolicySet {
  return register(db, ALL_POLICIES) ?? noPolicies;
}
