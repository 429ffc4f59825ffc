import type { DatabaseSync } from 'node:sqlite';
import { statement } from '#libs/projections';
import { countColumns, countsIn } from '../count-columns';
import type { CountedCodes } from '../count-columns';
import type { Counts } from '../gate-board-query';
import { countsOf, sum, trucksOnHand } from '../gate-board-query';
import { zoneOf } from '../../places/gate-source';
import type { GateSource } from '../../places/gate-source';
import { dayBounds, daysOf, startOfDay } from '../../paging/local-time';
import type { Movement } from './throughput';

/** One local day: `onHandAtEnd` is that of the day before, plus arrivals, minus every way out. */
export interface ThroughputRow {
  readonly date: string;
  readonly arrived: number;
  readonly crossed: number;
  readonly turnedBack: number;
  readonly diverted: number;
  readonly cancelled: number;
  /** Visits whose goods another visit took over. */
  readonly transferred: number;
  /** Visits whose truck was seen at a gate with another visit. */
  readonly seenElsewhere: number;
  readonly onHandAtEnd: number;
}

export interface ThroughputQuery {
  /** One gate, or several whose trucks are counted together. */
  readonly gates: readonly string[];
  /** Local dates of each gate, `to` exclusive. */
  readonly from: string;
  readonly to: string;
  /** Epoch milliseconds; what happened later does not count. */
  readonly at: number;
}

/** A row for each local day of the range, also where nothing moved. */
export function throughputDays(
  db: DatabaseSync,
  query: ThroughputQuery,
  source: GateSource,
): ThroughputRow[] {
  const zones = query.gates.map((gate) => ({ gate, zone: zoneOf(source.gate(gate)) }));
  let onHand = sum(
    zones.map(({ gate, zone }) =>
      trucksOnHand(db, gate, Math.min(startOfDay(zone, query.from) - 1, query.at)),
    ),
  );
  return daysOf(query.from, query.to).map((date) => {
    const counts = countsOf(
      zones.flatMap(({ gate, zone }) => {
        const { from, to } = dayBounds(zone, date);
        return entriesOf(movementsBetween(db, gate, from, Math.min(to, query.at + 1)));
      }),
    );
    onHand += balanceOf(counts);
    return rowOf(date, counts, onHand);
  });
}

export function rowOf(date: string, counts: Counts<Movement>, onHandAtEnd: number): ThroughputRow {
  return {
    date,
    arrived: counts.ARRIVED ?? 0,
    crossed: counts.CROSSED ?? 0,
    turnedBack: counts.TURNED_BACK ?? 0,
    diverted: counts.DIVERTED ?? 0,
    cancelled: counts.CANCELLED ?? 0,
    transferred: counts.TRANSFERRED ?? 0,
    seenElsewhere: counts.SEEN_ELSEWHERE ?? 0,
    onHandAtEnd,
  };
}

/** Arrivals less every way out. */
export function balanceOf(counts: Counts<Movement>): number {
  const { ARRIVED = 0, ...left } = counts;
  return ARRIVED - sum(Object.values(left));
}

const MOVEMENTS: CountedCodes<Movement> = {
  ARRIVED: true,
  CROSSED: true,
  TURNED_BACK: true,
  DIVERTED: true,
  CANCELLED: true,
  TRANSFERRED: true,
  SEEN_ELSEWHERE: true,
};
const COUNT_MOVEMENTS = `SELECT ${countColumns('moved', 'movement', MOVEMENTS)} FROM throughput
  WHERE gate = ? AND time >= ? AND time < ?`;

/** Movements of a gate with `from` <= time < `to`. */
export function movementsBetween(db: DatabaseSync, gate: string, from: number, to: number): Counts<Movement> {
  return countsIn(statement(db, COUNT_MOVEMENTS).get(gate, from, to) ?? {}, 'moved', MOVEMENTS);
}

function entriesOf(counts: Counts<Movement>): [Movement, number][] {
  return Object.entries(counts) as [Movement, number][];
}
