import type { YardStay } from './charged-visit';
import { classificationAt } from '../yard/state';
import type { Yard } from '../yard/state';
import type {} from './events';
import type { YardZone } from '../yard/events';

/** Whose yard it is, where it lies and which gate it belongs to, at some instant. */
export interface ChargingYard {
  readonly gate: string;
  /** Day-nights are numbered through all yards of one operator. */
  readonly operator: string;
  readonly zone: YardZone;
}

/** `time`: epoch milliseconds. */
export type ChargingYards = (yard: string, time: number) => ChargingYard;

/** A parking unit of 24 hours that has begun (FEE-08). Epoch milliseconds. */
export interface DayNight {
  /** From 1 on, through all stays of the visit with this operator. */
  readonly number: number;
  readonly operator: string;
  readonly yard: string;
  readonly zone: YardZone;
  readonly gate: string;
  readonly from: number;
  readonly to: number;
  /** Begin of the stay that began it. */
  readonly stay: number;
}

const DAY_NIGHT = 24 * 60 * 60_000;

/** How many have begun with an operator, and when the last ends. */
interface Meter {
  readonly begun: number;
  readonly until: number;
}

const NOT_RUNNING: Meter = { begun: 0, until: -Infinity };

/**
 * The day-nights of a visit by an instant. One is begun where a stay lasts beyond its first moment: 24 hours to the
 * second are one, no time is none. A new entry within one that has begun begins no other.
 */
export function dayNightsOf(stays: readonly YardStay[], yards: ChargingYards, at: number): DayNight[] {
  const meters = new Map<string, Meter>();
  const all: DayNight[] = [];
  for (const { yard, from: entered, until = at } of stays) {
    const { operator } = yards(yard, entered);
    let meter = meters.get(operator) ?? NOT_RUNNING;
    for (let from = Math.max(entered, meter.until); until > from; from = meter.until) {
      meter = { begun: meter.begun + 1, until: from + DAY_NIGHT };
      const { zone, gate } = yards(yard, from);
      all.push({ number: meter.begun, operator, yard, zone, gate, from, to: meter.until, stay: entered });
    }
    meters.set(operator, meter);
  }
  return all;
}

/** Reads yards as their acts say. A yard that nobody classified is its own operator's, and of no zone. */
export function chargingYards(yardOf: (code: string) => Yard): ChargingYards {
  return (code, time) => {
    const yard = yardOf(code);
    const { operator = code, zone = 'ORDINARY' } = classificationAt(yard, time);
    return { gate: yard.registered?.data.gate ?? '', operator, zone };
  };
}
