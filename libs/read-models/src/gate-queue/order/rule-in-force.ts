import { policyInForce, stretchesOf } from '#libs/truck-flow';
import type { Gate, OrderRule, PolicyInForce } from '#libs/truck-flow';
import type { Asked } from '../turns/line-rows';

/** An order of calls at a gate and when it is in force there: `until` exclusive, in epoch milliseconds. */
export interface RuleInForce extends OrderRule, Asked {
  readonly policy: string;
  readonly version: string;
  readonly from: number;
  readonly until: number;
}

const KIND = 'QUEUE_ORDER';
type Order = PolicyInForce<typeof KIND>;

const known = new WeakMap<Order, Map<string, RuleInForce>>();

/**
 * The order of calls in force at a gate at an instant (epoch milliseconds), the same object as long as it is the same.
 * One of all gates takes force again where one of the gate ends.
 */
export function ruleInForce({ policies }: Gate, code: string, at: number): RuleInForce | undefined {
  const order = policyInForce(policies, KIND, { gate: code, at });
  if (order === undefined) return undefined;
  const others =
    order.gate === undefined ? ordersOf({ policies }, code).filter((one) => one.gate === code) : [];
  const from = Math.max(order.from, ...others.map(({ until }) => until).filter((time) => time <= at));
  const until = Math.min(order.until, ...others.map((one) => one.from).filter((time) => time > at));
  let rules = known.get(order);
  if (rules === undefined) {
    rules = new Map();
    known.set(order, rules);
  }
  const key = `${code} ${from} ${until}`;
  let rule = rules.get(key);
  if (rule === undefined) {
    rule = { ...order.values, policy: order.policy, version: order.version.toString(10), from, until };
    rules.set(key, rule);
  }
  return rule;
}

function ordersOf({ policies }: Pick<Gate, 'policies'>, code: string): Order[] {
  return stretchesOf(policies).filter(
    (one): one is Order => one.kind === KIND && (one.gate === undefined || one.gate === code),
  );
}

/** A stretch of event time and the order that is in force all through it; none where it is undefined. */
export interface RuledTime {
  readonly from: number;
  readonly to: number;
  readonly rule: RuleInForce | undefined;
}

/** A stretch of time by the orders in force in it, ascending; `to` exclusive. */
export function ruledTimes(
  gate: Gate,
  code: string,
  { from, to }: Pick<RuledTime, 'from' | 'to'>,
): RuledTime[] {
  const changes = ordersOf(gate, code)
    .flatMap((one) => [one.from, one.until])
    .filter((time) => from < time && time < to);
  const begins = [from, ...[...new Set(changes)].sort((a, b) => a - b)];
  return begins.map((begin, index) => ({
    from: begin,
    to: begins[index + 1] ?? to,
    rule: ruleInForce(gate, code, begin),
  }));
}
