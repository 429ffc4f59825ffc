import type { Gate } from '../border-gate/state';
import { policyInForce } from '../policy-set/state';
import type { PolicyValues } from '../policy-set/values';

/** What holds without a policy: a missed call costs no place, and a call without a deadline is never missed. */
const WITHOUT: PolicyValues['CALL'] = { missed: 'KEEP_PLACE' };

/** What a missed call costs, and by when a call without a deadline is to be followed, as it is in force at an instant. */
export function callRuleAt(gate: Gate, at: number): PolicyValues['CALL'] {
  const code = gate.registered?.data.gate ?? '';
  return policyInForce(gate.policies, 'CALL', { gate: code, at })?.values ?? WITHOUT;
}
