/* Estimate of the days until the trucks on hand at a gate have crossed. */
import type { DatabaseSync } from 'node:sqlite';
import { statusAt } from '#libs/truck-flow';
import { sum, trucksOnHand } from '../gate-board-query';
import { zoneOf } from '../../places/gate-source';
import type { GateSource } from '../../places/gate-source';
import { localDay, shiftDay, startOfDay } from '../../paging/local-time';
import { movementsBetween } from './throughput-query';

/** `from`, `to`: the local dates observed, `to` exclusive; absent when the rate was given. */
export interface ClearanceRate {
  /** Trucks a day, not rounded. */
  readonly value: number;
  readonly source: 'REQUESTED' | 'OBSERVED_7_DAYS';
  readonly from?: string;
  readonly to?: string;
}

/** Something the estimate takes for granted. */
export interface Assumption {
  readonly code: 'CONSTANT_RATE' | 'ARRIVALS_NOT_GIVEN' | 'CONSTANT_ARRIVALS' | 'BUFFER' | 'GATE_SUSPENDED';
  readonly detail: string;
}

export interface DaysToClear {
  readonly state: 'ESTIMATE' | 'DIVERGING' | 'SUSPENDED';
  /** Trucks on hand. */
  readonly stock: number;
  readonly rate: ClearanceRate;
  /** Trucks a day. */
  readonly arrivals: number;
  /** Whole days; null when there is no estimate. */
  readonly days: { readonly low: number; readonly high: number } | null;
  /** What the low end is multiplied with for the high end. */
  readonly buffer: number;
  readonly assumptions: readonly Assumption[];
}

export interface DaysToClearQuery {
  /** One gate, or several that clear their trucks together. */
  readonly gates: readonly string[];
  /** Epoch milliseconds. */
  readonly at: number;
  /** Trucks a day over these gates; default what crossed in the 7 complete local days before `at`. */
  readonly rate?: number;
  /** Trucks a day over these gates; default 0. */
  readonly arrivals?: number;
}

/** A range needs a stated buffer: 15 to 20 days against 14.7 by division. */
const BUFFER_PARTS = { numerator: 4, denominator: 3 };
/** Complete local days that the default rate is the mean of. */
export const OBSERVED_DAYS = 7;

/** How long the trucks on hand take to clear. SUSPENDED goes before DIVERGING. */
export function daysToClear(db: DatabaseSync, query: DaysToClearQuery, source: GateSource): DaysToClear {
  const stocks = query.gates.map((gate) => ({
    gate,
    stock: trucksOnHand(db, gate, query.at),
    isSuspended: statusAt(source.gate(gate), query.at).status === 'SUSPENDED',
  }));
  const stock = sum(stocks.map((one) => one.stock));
  const rate = rateOf(db, query, source);
  const arrivals = query.arrivals ?? 0;
  const suspended = stocks.filter((one) => one.isSuspended);
  const state = stateOf(stocks, rate.value, arrivals);
  return {
    state,
    stock,
    rate,
    arrivals,
    days: state === 'ESTIMATE' ? daysOf(stock, rate.value - arrivals) : null,
    buffer: Math.round((BUFFER_PARTS.numerator / BUFFER_PARTS.denominator) * 100) / 100,
    assumptions: assumptionsOf(query, rate, suspended),
  };
}

interface Stock {
  readonly gate: string;
  readonly stock: number;
  readonly isSuspended: boolean;
}

function stateOf(stocks: readonly Stock[], rate: number, arrivals: number): DaysToClear['state'] {
  const [only, ...others] = stocks;
  const withStock = stocks.filter((one) => one.stock > 0);
  const allSuspended = withStock.length > 0 && withStock.every((one) => one.isSuspended);
  if (allSuspended || (others.length === 0 && only?.isSuspended === true)) return 'SUSPENDED';
  return rate <= arrivals ? 'DIVERGING' : 'ESTIMATE';
}

function daysOf(stock: number, perDay: number): { low: number; high: number } {
  if (stock === 0) return { low: 0, high: 0 };
  const { numerator, denominator } = BUFFER_PARTS;
  return { low: wholeDays(stock / perDay), high: wholeDays((stock * numerator) / (perDay * denominator)) };
}

/** Rounds up, but not for the last digits of a division that has no remainder. */
function wholeDays(days: number): number {
  return Math.ceil(days - 1e-9);
}

function rateOf(db: DatabaseSync, { gates, at, rate }: DaysToClearQuery, source: GateSource): ClearanceRate {
  if (rate !== undefined) return { value: rate, source: 'REQUESTED' };
  const observed = gates.map((gate) => {
    const zone = zoneOf(source.gate(gate));
    const to = localDay(zone, at);
    const from = shiftDay(to, -OBSERVED_DAYS);
    const movements = movementsBetween(db, gate, startOfDay(zone, from), startOfDay(zone, to));
    return { from, to, crossed: movements.CROSSED ?? 0 };
  });
  const value = sum(observed.map((one) => one.crossed)) / OBSERVED_DAYS;
  const [first] = observed;
  return {
    value,
    source: 'OBSERVED_7_DAYS',
    ...(first === undefined ? {} : { from: first.from, to: first.to }),
  };
}

function assumptionsOf(
  { arrivals }: DaysToClearQuery,
  rate: ClearanceRate,
  suspended: readonly Stock[],
): Assumption[] {
  const given = rate.source === 'REQUESTED' ? 'as requested' : 'as observed over the last 7 complete days';
  return [
    { code: 'CONSTANT_RATE', detail: `${rate.value} trucks clear every day, ${given}` },
    arrivals === undefined
      ? { code: 'ARRIVALS_NOT_GIVEN', detail: 'no further truck arrives' }
      : { code: 'CONSTANT_ARRIVALS', detail: `${arrivals} trucks arrive every day` },
    { code: 'BUFFER', detail: 'the high end is four thirds of the low end before rounding' },
    ...suspended.map(({ gate }): Assumption => ({
      code: 'GATE_SUSPENDED',
      detail: `${gate} is suspended and clears with the others`,
    })),
  ];
}
