import type { Gate } from '../border-gate/state';
import { policyInForce } from '../policy-set/state';

/**
 * May this authority let trucks into a full yard of the gate at an instant, in epoch milliseconds? Any may, unless
 * a policy in force says which; how they are written, in capitals or with dashes, does not matter.
 */
export function mayLetIn(gate: Gate, at: number, authority: string): boolean {
  const code = gate.registered?.data.gate ?? '';
  const policy = policyInForce(gate.policies, 'OVER_CAPACITY', { gate: code, at });
  return policy?.values.approverRoles.some((role) => spelled(role) === spelled(authority)) ?? true;
}

function spelled(authority: string): string {
  return authority.toUpperCase().replaceAll('-', '_');
}
