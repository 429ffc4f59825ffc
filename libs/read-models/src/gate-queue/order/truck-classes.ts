import { LRUCache } from 'lru-cache';
import { classOf } from '#libs/truck-flow';
import type { OrderRule } from '#libs/truck-flow';
import type { TruckFacts } from '../turns/turn-times';

const MOST_KEPT = 5_000;
const rules = new WeakMap<OrderRule, LRUCache<string, string>>();

/** The class of a truck by a rule, from the JSON text of what decides it; judged once for all trucks alike. */
export function classOfFacts(rule: OrderRule, facts: string): string {
  let classes = rules.get(rule);
  if (classes === undefined) {
    classes = new LRUCache({ max: MOST_KEPT });
    rules.set(rule, classes);
  }
  let found = classes.get(facts);
  if (found === undefined) {
    found = classOf(rule, JSON.parse(facts) as TruckFacts);
    classes.set(facts, found);
  }
  return found;
}
