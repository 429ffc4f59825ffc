/* One gate through the autumn, a local day at a time. */
import { DAY, dateOf } from './calendar';
import { DayPlanner } from './day-plan';
import type { PlannedArrival } from './day-plan';
import { dailyFlows } from './fluid-path';
import type { DayFlow } from './fluid-path';
import { FreightYard } from './freight';
import { InnerStages } from './inner-stages';
import { MovementWriter } from './movement-line';
import type { Leaving, TimedLine } from './movement-line';
import { perClass, PICKUP_SINCE, TRUCK_CLASSES } from './periods';
import type { GateCode, TruckClass } from './periods';
import { RandomStream } from './random';
import type { Truck } from './truck';
import { WaitingLine } from './waiting-line';

const REASONS_TO_LEAVE: readonly (Leaving & { readonly weight: number })[] = [
  { command: 'turn-back', reason: 'Goods sold inland', weight: 40 },
  { command: 'turn-back', reason: 'Goods spoiling in the wait', weight: 25 },
  { command: 'turn-back', reason: 'Owner called the truck back', weight: 23 },
  { command: 'diversion', reason: 'Goods go by rail', weight: 5 },
  { command: 'diversion', reason: 'Goods go through another province', weight: 7 },
];

export interface GateDay {
  /** Local midnight that begins the day. */
  readonly day: number;
  readonly lines: readonly TimedLine[];
}

class GateAutumn {
  private readonly planner: DayPlanner;
  private readonly freight: FreightYard;
  private readonly stages: InnerStages;
  private readonly writer: MovementWriter;
  private readonly reasons: RandomStream;
  private readonly waiting: Readonly<Record<TruckClass, WaitingLine>>;
  private uncleared: Truck[] = [];
  private trucks = 0;

  constructor(
    seed: number,
    private readonly gate: GateCode,
  ) {
    this.planner = new DayPlanner(seed, gate);
    this.freight = new FreightYard(seed, gate);
    this.stages = new InnerStages(seed, gate, () => this.freight.foreignPlate());
    this.writer = new MovementWriter(seed, gate);
    this.reasons = new RandomStream(`${String(seed)}/${gate}/leaving-reasons`);
    this.waiting = perClass((c) => new WaitingLine(new RandomStream(`${String(seed)}/${gate}/leaver/${c}`)));
  }

  /** The day's lines; a truck's own in the order of its steps. */
  day(flow: DayFlow): TimedLine[] {
    const { day } = flow;
    const plan = this.planner.plan(
      flow,
      perClass((c) => this.waiting[c].length),
    );
    const arrived = plan.arrivals.map((arrival) => this.truck(arrival));
    this.uncleared.push(...arrived);
    const changes = TRUCK_CLASSES.map((c) => {
      const arrivals = arrived.filter(({ truckClass }) => truckClass === c);
      return this.waiting[c].pass({ ...plan.classes[c], arrivals });
    });
    const called = changes.flatMap((change) => change.called).sort((one, other) => one.at - other.at);
    const foreignPickup = this.gate === 'CHI_MA' && dateOf(day) >= PICKUP_SINCE;
    const passages = this.stages.passDay(called, { closesAt: plan.closesAt, foreignPickup });
    return [
      ...arrived.map((truck) => this.writer.arrival(truck)),
      ...this.clearances(day + DAY),
      ...passages.flatMap((passage) => this.writer.passage(passage)),
      ...changes.flatMap(({ left }) => left.map(({ truck, at }) => this.departure(truck, at))),
    ];
  }

  private truck({ truckClass, arrivedAt, clearsAt }: PlannedArrival): Truck {
    this.trucks += 1;
    const number = this.trucks;
    const visitId = this.writer.visitId(number);
    const freight = this.freight.load(truckClass);
    return { number, visitId, truckClass, arrivedAt, freight, clearsAt, leftAt: undefined };
  }

  /** Customs lines before `dayEnd`; a truck that left before has none. */
  private clearances(dayEnd: number): TimedLine[] {
    const due = this.uncleared.filter(({ leftAt, clearsAt }) => leftAt === undefined || clearsAt < leftAt);
    this.uncleared = due.filter(({ clearsAt }) => clearsAt >= dayEnd);
    return due.filter(({ clearsAt }) => clearsAt < dayEnd).map((truck) => this.writer.customs(truck));
  }

  private departure(truck: Truck, at: number): TimedLine {
    const index = this.reasons.weighted(REASONS_TO_LEAVE.map(({ weight }) => weight));
    const leaving = REASONS_TO_LEAVE[index];
    if (leaving === undefined) throw new RangeError(`no reason ${String(index)}`);
    return this.writer.leaving(truck, at, leaving);
  }
}

/** The lines of a gate by day, from 30 September 2021 to 2 January 2022. */
export function* gateDays(seed: number, gate: GateCode): Generator<GateDay, void> {
  const autumn = new GateAutumn(seed, gate);
  for (const flow of dailyFlows(gate)) yield { day: flow.day, lines: autumn.day(flow) };
}
