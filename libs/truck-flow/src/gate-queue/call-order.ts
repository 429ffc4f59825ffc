/* Call-forwards under an order of calls: what a call has against it, and what is recorded of its judgement. */
import type { Gate } from '../border-gate/state';
import { policyInForce } from '../policy-set/state';
import type { PolicyInForce } from '../policy-set/state';
import type { RejectionCode } from '../rejection';
import type { TruckCalledForwardData } from '../truck-visit/shapes';

/** The order of calls in force at a gate at an instant in epoch milliseconds. */
export function orderInForce(gate: Gate, at: number): PolicyInForce<'QUEUE_ORDER'> | undefined {
  const code = gate.registered?.data.gate;
  return code === undefined ? undefined : policyInForce(gate.policies, 'QUEUE_ORDER', { gate: code, at });
}

/** Does a call ask for customs? It does unless the order in force says otherwise. */
export function asksForCustoms(gate: Gate, at: number): boolean {
  return orderInForce(gate, at)?.values.requires.includes('CUSTOMS') ?? true;
}

/** How a call stands in the order in force, as the line showed it. */
export interface CallInOrder {
  /** How many stand before the truck. */
  readonly passed: number;
  /** The visits of which one may be called, in their order. */
  readonly next: readonly string[];
  /** Log position up to which the line was shown, decimal. */
  readonly judgedAt: string;
}

/** How a call was judged, as it is recorded. */
type Judgement = Pick<TruckCalledForwardData, 'passed' | 'places' | 'judgedAt' | 'policy' | 'policyVersion'>;

/**
 * What is recorded of how a call was judged. `judgedAt` of one that is told late stays what its caller had seen of the
 * log, for by that it was given.
 */
export function judgementOf(
  data: TruckCalledForwardData,
  { passed, judgedAt }: CallInOrder,
  { policy, version }: Pick<PolicyInForce, 'policy' | 'version'>,
): Judgement {
  const seen = data.observed === true ? data.judgedAt : judgedAt;
  const rule = { policy, policyVersion: version.toString(10) };
  return { passed, ...rule, ...(seen === undefined ? {} : { judgedAt: seen }) };
}

/** What of a recorded step says how it was judged: a correction of the step keeps it. */
export function judgementIn(data: object): Judgement {
  const { passed, places, judgedAt, policy, policyVersion } = data as Judgement;
  return {
    ...(passed === undefined ? {} : { passed }),
    ...(places === undefined ? {} : { places }),
    ...(judgedAt === undefined ? {} : { judgedAt }),
    ...(policy === undefined ? {} : { policy }),
    ...(policyVersion === undefined ? {} : { policyVersion }),
  };
}

/** A call that passes more than the order allows; an override of it is judged by itself. */
export function orderObjections(
  { data, time }: { readonly data: TruckCalledForwardData; readonly time: number },
  gate: Gate,
): { readonly code: Extract<RejectionCode, 'CALL_OUT_OF_ORDER'>; readonly detail: string }[] {
  const { passed, override } = data;
  if (passed === undefined || override !== undefined) return [];
  const order = orderInForce(gate, time);
  if (order === undefined || passed < order.values.window) return [];
  return [{ code: 'CALL_OUT_OF_ORDER', detail: `${passed} stand before it in the order of ${order.policy}` }];
}
