import type { DatabaseSync } from 'node:sqlite';
import type { OrderClass, PolicySet } from '#libs/truck-flow';
import { gateSource } from '../src/border-gates/border-gates-query';
import type { GateSource } from '../src/places/gate-source';

/** An order of calls as a specification says it. `from` and `until` are RFC 3339. */
export interface GivenOrder {
  readonly policy: string;
  readonly gate?: string;
  readonly from: string;
  readonly until?: string;
  readonly classes: readonly OrderClass[];
  readonly window?: number;
  readonly requires?: readonly 'CUSTOMS'[];
}

/** The gates of views, under orders that nobody published; each gate stays the same object. */
export function ruledGates(db: DatabaseSync, ...orders: readonly GivenOrder[]): GateSource {
  const source = gateSource(db);
  const policies = { policies: orders.map(policyOf), withdrawals: [] };
  const gates = new Map<string, ReturnType<GateSource['gate']>>();
  return {
    gate(code) {
      const gate = gates.get(code) ?? { ...source.gate(code), policies };
      gates.set(code, gate);
      return gate;
    },
  };
}

function policyOf(order: GivenOrder): PolicySet['policies'][number] {
  const { policy, gate, from, until, classes, window = 1, requires = ['CUSTOMS'] } = order;
  const where = gate === undefined ? {} : { gate };
  const values = { classes, window, requires };
  const data = {
    policy,
    kind: 'QUEUE_ORDER',
    ...where,
    effectiveFrom: from,
    legalBasis: '1/QD',
    values,
  } as const;
  const end = until === undefined ? Infinity : Date.parse(until);
  return { data: { ...data, version: 1 }, from: Date.parse(from), until: end };
}
