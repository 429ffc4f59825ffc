/* What a visit is charged by: its stays in yards, its goods and its payload. */
import type { Step } from '../truck-visit/events';
import type { FeeClass } from '../truck-visit/shapes';
import { evolveVisit, notArrived } from '../truck-visit/state';
import type { Visit } from '../truck-visit/state';
import { STEPS } from '../truck-visit/steps';

/** Time in one yard, whatever the spot and the tractor. Epoch milliseconds; without `until` the truck is there still. */
export interface YardStay {
  readonly yard: string;
  readonly from: number;
  readonly until?: number;
  /** Plate of the tractor that came in. */
  readonly tractor: string;
}

/** Goods on the visit, from when on. */
export interface ChargedGoods {
  readonly from: number;
  readonly feeClass: FeeClass;
  /** What a commodity scope is held against. */
  readonly scopes: readonly string[];
}

/** All of a visit that its fees follow from. Plain data, so that it may be kept. Epoch milliseconds. */
export interface ChargedVisit {
  readonly gate: string;
  readonly arrivedAt: number;
  readonly direction: 'EXPORT' | 'IMPORT';
  readonly payloadTonnes?: number;
  /** Ascending. */
  readonly goods: readonly ChargedGoods[];
  /** In the order of entry; those that last no time are kept, an entry is an entry. */
  readonly stays: readonly YardStay[];
}

/** The class of goods that say none (FEE-02). */
const DEFAULT_CLASS: FeeClass = 'IMPORT_EXPORT';

/** Undefined of a visit that did not arrive. */
export function chargedVisitOf(visit: Visit): ChargedVisit | undefined {
  const { arrival, receipts, steps } = visit;
  if (arrival === undefined) return undefined;
  const { gate, direction, payloadTonnes } = arrival.data;
  return {
    gate,
    arrivedAt: arrival.time,
    direction,
    ...(payloadTonnes === undefined ? {} : { payloadTonnes }),
    goods: [arrival, ...receipts].flatMap(goodsIn),
    stays: yardStaysOf(steps),
  };
}

function goodsIn({ time, data }: NonNullable<Visit['arrival']> | Visit['receipts'][number]): ChargedGoods[] {
  return data.consignments.map(({ feeClass = DEFAULT_CLASS, cargoClass, commodity }) => ({
    from: time,
    feeClass,
    scopes: commodity === undefined ? [cargoClass] : [cargoClass, commodity],
  }));
}

/** The stays of an effective history: from an arrival at a yard or an entry, to the exit or the end of the visit. */
export function yardStaysOf(steps: readonly Step[]): YardStay[] {
  if (!steps.some(entersYard)) return [];
  const stays: YardStay[] = [];
  let visit = notArrived;
  let open: YardStay | undefined;
  for (const step of steps) {
    visit = evolveVisit(visit, step);
    if (open !== undefined && visit.yard?.yard !== open.yard) {
      stays.push({ ...open, until: step.time });
      open = undefined;
    }
    open ??= stayIn(visit);
  }
  return open === undefined ? stays : [...stays, open];
}

function stayIn({ yard, carriage }: Visit): YardStay | undefined {
  return yard && { yard: yard.yard, from: yard.since.time, tractor: carriage?.tractor ?? '' };
}

function entersYard({ type, data }: Step): boolean {
  return type === STEPS['yard-entry'] || (type === STEPS.arrival && 'yardOfPlace' in data);
}

/** The visit as it was known to be at an instant; undefined before it arrived. */
export function chargedAt(visit: ChargedVisit, at: number): ChargedVisit | undefined {
  if (visit.arrivedAt > at) return undefined;
  return {
    ...visit,
    goods: visit.goods.filter(({ from }) => from <= at),
    stays: visit.stays.filter(({ from }) => from <= at).map((stay) => stayAt(stay, at)),
  };
}

function stayAt(stay: YardStay, at: number): YardStay {
  if (stay.until === undefined || stay.until <= at) return stay;
  const { until: _, ...open } = stay;
  return open;
}
