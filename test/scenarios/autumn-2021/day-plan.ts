/* The hours of a gate's day: when its trucks arrive, are cleared and called, and when waiting ones give up. */
import { dateOf, HOUR, MINUTE } from './calendar';
import { sumOf } from './fluid-path';
import type { DayFlow } from './fluid-path';
import { LAST_OF_TAN_THANH, perClass, TRUCK_CLASSES } from './periods';
import type { GateCode, TruckClass } from './periods';
import { RandomStream } from './random';

/** Share of a day's arrivals in per mille by hour: long-haul trucks come day and night. */
const ARRIVAL_HOURS = [
  35, 35, 40, 45, 55, 65, 60, 50, 40, 35, 35, 35, 35, 35, 35, 35, 40, 45, 50, 50, 50, 45, 40, 35,
];
const CUSTOMS = { median: 2 * HOUR, sigma: 0.6, least: 10 * MINUTE };
const CALLS = { from: 7 * HOUR, to: 17.5 * HOUR };
const CLOSES = 19 * HOUR;
/** On the morning of its suspension Tan Thanh calls so early that the trucks are over before noon. */
const LAST_MORNING = { callsTo: 10 * HOUR, closes: 12 * HOUR };
/** A truck that is needed the same day arrives before 08:00 and is cleared by 10:00. */
const NEEDED = { arrivesBefore: 8, clearedBy: 10 * HOUR, from: 10 * HOUR + 6 * MINUTE };
const LEAVES = { from: 6 * HOUR, to: 21 * HOUR };

interface Window {
  readonly from: number;
  readonly to: number;
}

/** A class's share of the day. Times are sorted local seconds. */
export interface ClassDay {
  readonly calls: readonly number[];
  readonly leaves: readonly number[];
}

export interface PlannedArrival {
  readonly truckClass: TruckClass;
  readonly arrivedAt: number;
  readonly clearsAt: number;
}

export interface DayPlan {
  readonly classes: Readonly<Record<TruckClass, ClassDay>>;
  /** By arrival time. */
  readonly arrivals: readonly PlannedArrival[];
  /** First second at which nothing crosses any more. */
  readonly closesAt: number;
}

type Counts = Readonly<Record<TruckClass, number>>;

export class DayPlanner {
  private readonly hours: RandomStream;
  private readonly customs: RandomStream;
  private readonly slots: RandomStream;
  private readonly leaving: RandomStream;

  constructor(
    seed: number,
    private readonly gate: GateCode,
  ) {
    const stream = (purpose: string): RandomStream => new RandomStream(`${String(seed)}/${gate}/${purpose}`);
    this.hours = stream('arrival-hours');
    this.customs = stream('customs');
    this.slots = stream('slots');
    this.leaving = stream('leaving-hours');
  }

  /** `waiting` is the stock the day begins with. */
  plan(flow: DayFlow, waiting: Counts): DayPlan {
    const needed = perClass((c) => {
      const { crossings, leavers } = flow.classes[c];
      return Math.max(0, crossings + leavers - waiting[c]);
    });
    const lastMorning = this.gate === 'TAN_THANH' && dateOf(flow.day) === LAST_OF_TAN_THANH.date;
    const calls = this.calls(flow, lastMorning ? LAST_MORNING.callsTo : CALLS.to);
    const classes = perClass((c) => {
      const at = (window: Window) => (offset: number) =>
        flow.day + (needed[c] > 0 ? squeezed(offset, window) : offset);
      return {
        calls: calls.filter(({ truckClass }) => truckClass === c).map(({ offset }) => at(CALLS)(offset)),
        leaves: this.leaves(flow.classes[c].leavers).map(at(LEAVES)),
      };
    });
    const closesAt = flow.day + (lastMorning ? LAST_MORNING.closes : CLOSES);
    return { classes, arrivals: this.arrivals(flow, needed), closesAt };
  }

  /** The day's crossings spread evenly over the call-forward window, each somewhere in its own part of it. */
  private calls(flow: DayFlow, to: number): { readonly offset: number; readonly truckClass: TruckClass }[] {
    const count = sumOf(flow, ({ crossings }) => crossings);
    const classes = TRUCK_CLASSES.flatMap((c) => repeat(flow.classes[c].crossings, () => c));
    return this.slots.shuffled(classes).map((truckClass, index) => {
      const part = (index + this.slots.uniform()) / count;
      return { offset: Math.floor(CALLS.from + part * (to - CALLS.from)), truckClass };
    });
  }

  private leaves(count: number): number[] {
    const offsets = repeat(count, () => LEAVES.from + this.leaving.below(LEAVES.to - LEAVES.from));
    return offsets.sort((one, other) => one - other);
  }

  private arrivals(flow: DayFlow, needed: Counts): PlannedArrival[] {
    const seen: Record<TruckClass, number> = { HOT_BOX: 0, REEFER: 0, OTHER: 0 };
    return TRUCK_CLASSES.flatMap((truckClass) => this.arrivalTimes(truckClass, flow, needed[truckClass]))
      .sort((one, other) => one.arrivedAt - other.arrivedAt)
      .map(({ truckClass, arrivedAt }) => {
        seen[truckClass] += 1;
        const latest = seen[truckClass] <= needed[truckClass] ? flow.day + NEEDED.clearedBy : Infinity;
        return { truckClass, arrivedAt, clearsAt: Math.min(arrivedAt + this.customsDuration(), latest) };
      });
  }

  private arrivalTimes(
    truckClass: TruckClass,
    flow: DayFlow,
    needed: number,
  ): { readonly truckClass: TruckClass; readonly arrivedAt: number }[] {
    return repeat(flow.classes[truckClass].arrivals, (index) => {
      const weights = index < needed ? ARRIVAL_HOURS.slice(0, NEEDED.arrivesBefore) : ARRIVAL_HOURS;
      const hour = this.hours.weighted(weights);
      return { truckClass, arrivedAt: flow.day + hour * HOUR + this.hours.below(HOUR) };
    });
  }

  private customsDuration(): number {
    return Math.floor(Math.max(CUSTOMS.least, this.customs.lognormal(CUSTOMS.median, CUSTOMS.sigma)));
  }
}

/** The same place in the part of the window at which the day's early arrivals are cleared. */
function squeezed(offset: number, { from, to }: Window): number {
  return Math.floor(NEEDED.from + ((offset - from) * (to - NEEDED.from)) / (to - from));
}

function repeat<T>(count: number, of: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => of(index));
}
