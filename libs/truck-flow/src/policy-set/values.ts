/* What a policy of each kind says, and what of it no shape can refuse. A later kind is an entry in both. */
import type { OrderClass, OrderRule } from '../gate-queue/order/rule';
import { Rejection } from '../rejection';

export interface PolicyValues {
  /** In which order trucks are called. */
  QUEUE_ORDER: OrderRule & { readonly requires: readonly 'CUSTOMS'[] };
  /** What becomes of a truck that misses its call. */
  CALL: { readonly missed: 'END_OF_CLASS' | 'KEEP_PLACE'; readonly deadlineMinutes?: number };
  /** How many trucks are to stand in a gate yard. */
  GATE_YARD_TARGET: { readonly yard: string; readonly target: number };
  /** Who may let trucks into a yard that is full (Y-11). */
  OVER_CAPACITY: { readonly approverRoles: readonly string[] };
}

export type PolicyKind = keyof PolicyValues;

/** What is particular to one kind of policy. */
interface PolicyRule<Values> {
  /** The yard that it is about, which is its scope beside the gate. */
  readonly yard?: (values: Values) => string;
  /** @throws Rejection POLICY_VALUES_INVALID with the pointer of the value. */
  readonly refuse?: (values: Values) => void;
}

/** Every kind of policy. */
export const POLICY_KINDS: { readonly [Kind in PolicyKind]: PolicyRule<PolicyValues[Kind]> } = {
  QUEUE_ORDER: { refuse: refuseUnreachable },
  CALL: {},
  GATE_YARD_TARGET: { yard: ({ yard }) => yard },
  OVER_CAPACITY: {},
};

/** The rule of a kind, for values whose kind is known only at run time. */
export function ruleOf(kind: PolicyKind): PolicyRule<PolicyValues[PolicyKind]> {
  return POLICY_KINDS[kind] as PolicyRule<PolicyValues[PolicyKind]>;
}

const invalid = (pointer: string, detail: string) =>
  Rejection.of('POLICY_VALUES_INVALID', `/values/classes/${pointer}`, detail);

/** Each truck is of exactly one class: of the first that means it, and the last means all others. */
function refuseUnreachable({ classes }: { readonly classes: readonly OrderClass[] }): void {
  for (const [place, { class: name, when }] of classes.entries()) {
    if (classes.findIndex((other) => other.class === name) < place)
      throw invalid(`${place}/class`, 'another class has this name');
    const isLast = place === classes.length - 1;
    if (isLast && when !== undefined)
      throw invalid(`${place}/when`, 'the last class takes the rest and has no when');
    if (!isLast && (when === undefined || Object.keys(when).length === 0))
      throw invalid(`${place}/when`, 'a class before the last says which trucks are of it');
  }
}
