/* Whole trucks a day along the calibrated path: integer stock first, arrivals close the balance. */
import { DAY, dateOf, dayStart } from './calendar';
import {
  FIRST_DATE,
  HOT_BOX_SHARE,
  LAST_OF_TAN_THANH,
  OPENING_STOCK,
  perClass,
  PERIODS,
  TRUCK_CLASSES,
} from './periods';
import type { ByCargo, DailyRates, GateCode, TruckClass } from './periods';

export interface ClassFlow {
  readonly arrivals: number;
  readonly crossings: number;
  readonly leavers: number;
}

export interface DayFlow {
  /** Local midnight that begins the day. */
  readonly day: number;
  readonly classes: Readonly<Record<TruckClass, ClassFlow>>;
}

type PerClass = Record<TruckClass, number>;

const NONE: Readonly<PerClass> = { HOT_BOX: 0, REEFER: 0, OTHER: 0 };

function roundHalfUp(value: number): number {
  return Math.floor(value + 0.5);
}

function split(cargo: ByCargo): PerClass {
  const hotBox = cargo.fruit * HOT_BOX_SHARE;
  return { HOT_BOX: hotBox, REEFER: cargo.fruit - hotBox, OTHER: cargo.other };
}

/** Counted trucks: hot-box rounded, the other fruit trucks are reefers. */
function wholeTrucks(cargo: ByCargo): PerClass {
  const hotBox = roundHalfUp(cargo.fruit * HOT_BOX_SHARE);
  return { HOT_BOX: hotBox, REEFER: cargo.fruit - hotBox, OTHER: cargo.other };
}

/** One day of the path, in this order: arrivals, leavers by hazard, crossings by class mix. */
function fluidStep(
  stock: PerClass,
  rates: DailyRates,
): { stock: PerClass; crossed: PerClass; left: PerClass } {
  const arrivals = split(rates.arrivals);
  const hazard: PerClass = {
    HOT_BOX: rates.leaving.fruit,
    REEFER: rates.leaving.fruit,
    OTHER: rates.leaving.other,
  };
  const present = perClass((c) => stock[c] + arrivals[c]);
  const left = perClass((c) => present[c] * (1 - Math.exp(-hazard[c])));
  const waiting = perClass((c) => present[c] - left[c]);
  const total = waiting.HOT_BOX + waiting.REEFER + waiting.OTHER;
  const share = total === 0 ? 0 : Math.min(rates.crossings, total) / total;
  const crossed = perClass((c) => waiting[c] * share);
  return { stock: perClass((c) => waiting[c] - crossed[c]), crossed, left };
}

/** Adds up real amounts and hands out the whole trucks that each day adds to the rounded sum. */
class CumulativeRounding {
  private sum = 0;

  add(amount: number): number {
    const before = roundHalfUp(this.sum);
    this.sum += amount;
    return roundHalfUp(this.sum) - before;
  }
}

function crossingsOf(gate: GateCode, day: number, rounded: PerClass): Readonly<PerClass> {
  const since = dayStart(LAST_OF_TAN_THANH.date);
  if (gate !== 'TAN_THANH' || day < since) return rounded;
  return day === since ? LAST_OF_TAN_THANH.crossings : NONE;
}

/** Arrivals close the balance; where they would be negative, that many more trucks leave. */
function closeBalance(before: number, after: number, crossings: number, leavers: number): ClassFlow {
  const arrivals = after - before + crossings + leavers;
  return arrivals >= 0
    ? { arrivals, crossings, leavers }
    : { arrivals: 0, crossings, leavers: leavers - arrivals };
}

interface PathDay {
  readonly day: number;
  readonly rates: DailyRates;
  /** Set on the last day of a period only. */
  readonly anchor: PerClass | undefined;
}

function* daysOf(gate: GateCode): Generator<PathDay> {
  let day = dayStart(FIRST_DATE) + DAY;
  for (const { lastDate, rates, anchors } of PERIODS) {
    for (; dateOf(day) <= lastDate; day += DAY) {
      const anchor = dateOf(day) === lastDate ? wholeTrucks(anchors[gate]) : undefined;
      yield { day, rates: rates[gate], anchor };
    }
  }
}

/** Whole trucks of every day at a gate, from the opening stock on. The path itself is never reset to an anchor. */
export function* dailyFlows(gate: GateCode): Generator<DayFlow> {
  let count = wholeTrucks(OPENING_STOCK[gate]);
  const opening = count;
  yield {
    day: dayStart(FIRST_DATE),
    classes: perClass((c) => ({ arrivals: opening[c], crossings: 0, leavers: 0 })),
  };

  let path = split(OPENING_STOCK[gate]);
  const crossingSums = perClass(() => new CumulativeRounding());
  const leaverSums = perClass(() => new CumulativeRounding());
  for (const { day, rates, anchor } of daysOf(gate)) {
    const step = fluidStep(path, rates);
    path = step.stock;
    const rounded = perClass((c) => crossingSums[c].add(step.crossed[c]));
    const crossings = crossingsOf(gate, day, rounded);
    const leavers = perClass((c) => leaverSums[c].add(step.left[c]));
    const before = count;
    const after = anchor ?? perClass((c) => roundHalfUp(step.stock[c]));
    yield { day, classes: perClass((c) => closeBalance(before[c], after[c], crossings[c], leavers[c])) };
    count = after;
  }
}

/** Trucks of all classes in a day's flow. */
export function sumOf(flow: DayFlow, of: (flow: ClassFlow) => number): number {
  return TRUCK_CLASSES.reduce((sum, truckClass) => sum + of(flow.classes[truckClass]), 0);
}
