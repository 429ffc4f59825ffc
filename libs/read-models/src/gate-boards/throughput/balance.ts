import type { DatabaseSync } from 'node:sqlite';
import { statement } from '#libs/projections';
import { trucksOnHand } from '../gate-board-query';
import { dayBounds } from '../../paging/local-time';
import { balanceOf, movementsBetween, rowOf } from './throughput-query';
import type { ThroughputRow } from './throughput-query';

/** A gate's books for one local day. `difference` is 0 or events were lost or counted twice. */
export interface DayBalance extends ThroughputRow {
  readonly gate: string;
  readonly onHandBefore: number;
  readonly difference: number;
}

/** Movements of the throughput view held against the set of trucks on hand of the gate board. */
export function balanceOfDay(db: DatabaseSync, gate: string, date: string, zone: string): DayBalance {
  const { from, to } = dayBounds(zone, date);
  const counts = movementsBetween(db, gate, from, to);
  const onHandBefore = trucksOnHand(db, gate, from - 1);
  const onHandAtEnd = trucksOnHand(db, gate, to - 1);
  return {
    gate,
    onHandBefore,
    ...rowOf(date, counts, onHandAtEnd),
    difference: onHandBefore + balanceOf(counts) - onHandAtEnd,
  };
}

/** An imbalance of one gate and cargo class over all of its history up to an instant. */
export interface Imbalance {
  readonly gate: string;
  readonly cargoClass: string;
  /** Arrivals less every way out less trucks on hand. */
  readonly difference: number;
}

/** Every gate and cargo class whose arrivals, exits and stock do not add up at an instant; empty when all is well. */
export function imbalancesAt(db: DatabaseSync, at: number): Imbalance[] {
  const rows = statement(
    db,
    `SELECT gate, cargo_class AS cargoClass, sum(trucks) AS difference FROM (
       SELECT gate, cargo_class, sum(iif(movement = 'ARRIVED', 1, -1)) AS trucks FROM throughput
       WHERE time <= :at GROUP BY gate, cargo_class
       UNION ALL
       SELECT gate, cargo_class, -count(*) FROM gate_board
       WHERE left_at > :at AND arrived_at <= :at GROUP BY gate, cargo_class)
     GROUP BY gate, cargo_class HAVING sum(trucks) <> 0 ORDER BY gate, cargo_class`,
  ).all({ at }) as unknown as Imbalance[];
  return rows.map((row) => ({ ...row }));
}
