/* View of consignments by what a search asks for: id, owner, declaration, gate and day. */
import { ACTS, GATE_CORRECTED, STEPS, VISIT_CORRECTED } from '#libs/truck-flow';
import type { Consignment, TruckArrivedData } from '#libs/truck-flow';
import type { RecordedEvent } from '#libs/event-sourcing';
import { zoneOf } from '../places/gate-source';
import { localDay } from '../paging/local-time';
import { identityIn, keyOf } from './goods-identity';
import { folded } from './owner-search';
import type { BorderView, VisitSubject } from '../subjects/subject';

/**
 * Goods by the visits that name them. A consignment is known by its owner or, without one, by the gate it came to, and
 * by its id: two owners may use one id. `owner` is '' for goods without one, `at_gate` is '' for goods with one. A row
 * whose `in_force` is 0 was named by mistake or by a voided visit: its audit trail exists, a search does not find it.
 * `carried` is 0 once another visit took the goods over.
 */
export const consignments: BorderView = {
  name: 'consignments',
  version: 5,
  // The gate's clock gives the local date of the arrival.
  types: [
    STEPS.arrival,
    STEPS['customs-clearance'],
    STEPS['container-cut'],
    STEPS['container-lift'],
    STEPS.transload,
    STEPS['goods-receipt'],
    VISIT_CORRECTED,
    ACTS.registration,
    GATE_CORRECTED,
  ],
  schema: `
    CREATE TABLE consignments (
      consignment_id TEXT NOT NULL,
      owner TEXT NOT NULL,
      at_gate TEXT NOT NULL,
      visit INTEGER NOT NULL,
      in_force INTEGER NOT NULL,
      carried INTEGER NOT NULL,
      gate TEXT NOT NULL,
      arrived_on TEXT NOT NULL,
      declaration_number TEXT,
      goods TEXT NOT NULL,
      PRIMARY KEY (consignment_id, owner, at_gate, visit)
    ) WITHOUT ROWID, STRICT;
    CREATE TABLE consignments_owner (
      owner TEXT PRIMARY KEY,
      folded TEXT NOT NULL
    ) WITHOUT ROWID, STRICT;
    CREATE INDEX consignments_of_owner ON consignments (owner, consignment_id);
    CREATE INDEX consignments_declared ON consignments (declaration_number, consignment_id)
      WHERE declaration_number IS NOT NULL;`,
  writer(db) {
    const write = db.prepare(
      `INSERT INTO consignments VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET in_force = excluded.in_force, carried = excluded.carried, gate = excluded.gate,
         arrived_on = excluded.arrived_on, declaration_number = excluded.declaration_number,
         goods = excluded.goods
       WHERE (in_force, carried, gate, arrived_on, declaration_number, goods) IS NOT (excluded.in_force,
         excluded.carried, excluded.gate, excluded.arrived_on, excluded.declaration_number, excluded.goods)`,
    );
    const addOwner = db.prepare('INSERT INTO consignments_owner VALUES (?, ?) ON CONFLICT DO NOTHING');
    return {
      replace(subject) {
        if (subject.category !== 'truckVisit') return;
        const { arrival, customs, transfers } = subject.visit;
        const carried = transfers.some(({ data }) => data.toVisitId !== undefined) ? 0 : 1;
        const arrivedOn = arrival === undefined ? '' : localDay(zoneOf(subject.gate), arrival.time);
        // What was named once stays named, so no row is ever one too many.
        for (const { goods, owner, atGate, inForce } of namedGoods(subject)) {
          const { consignmentId, owner: _owner, ...described } = goods;
          if (owner !== '') addOwner.run(owner, folded(owner));
          write.run(
            consignmentId,
            owner,
            atGate,
            subject.number,
            inForce ? 1 : 0,
            carried,
            subject.gateCode,
            arrivedOn,
            customs?.data.declarationNumber ?? null,
            JSON.stringify(described),
          );
        }
      },
    };
  },
};

interface NamedGoods {
  readonly goods: Consignment;
  readonly owner: string;
  readonly atGate: string;
  readonly inForce: boolean;
}

type Naming = Partial<Pick<TruckArrivedData, 'gate' | 'consignments'>>;

/** Every consignment that some arrival or receipt, recorded or corrected, ever named; in force are those that count today. */
function namedGoods({ recorded, visit }: VisitSubject): Iterable<NamedGoods> {
  const named = new Map<string, NamedGoods>();
  const add = ({ gate, consignments = [] }: Naming, inForce: boolean): void => {
    for (const goods of consignments) {
      const identity = identityIn(goods, gate);
      named.set(keyOf(goods.consignmentId, identity), { goods, ...identity, inForce });
    }
  };
  for (const event of recorded) add(namingIn(event), false);
  if (visit.arrival !== undefined) add(visit.arrival.data, true);
  for (const { data } of visit.receipts) add(data, true);
  return named.values();
}

/** What an arrival or receipt, or the correction of one, names. */
function namingIn({ type, data }: RecordedEvent): Naming {
  if (type === STEPS.arrival || type === STEPS['goods-receipt']) return data as Naming;
  if (type !== VISIT_CORRECTED) return {};
  return (data as { corrected?: { data: Naming } }).corrected?.data ?? {};
}
