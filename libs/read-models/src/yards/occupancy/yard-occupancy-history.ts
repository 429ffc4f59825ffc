/* Time series of the occupancy of a yard, by day. */
import type { DatabaseSync } from 'node:sqlite';
import { capacitiesOf } from '#libs/truck-flow';
import type { CapacityInForce } from '#libs/truck-flow';
import { statement } from '#libs/projections';
import { dayBounds, localDay, shiftDay } from '../../paging/local-time';
import { END_OF_TIME } from '../../visit-facts/visit-facts';
import { yardRow, zoneOfYard } from './yard-occupancy-query';
import type { YardRow, YardSources } from './yard-occupancy-query';

/** One local day of a yard, weighted by time; of the day of the question only what has passed. */
export interface OccupancyDay {
  readonly date: string;
  /** Trucks present on average, one decimal. */
  readonly mean: number;
  readonly max: number;
  /** Whole minutes with more trucks than the largest capacity then in force. */
  readonly minutesAboveCapacity: number;
}

export interface Occupancy extends YardRow {
  /** Ascending; the last is the local day of the question. */
  readonly history: readonly OccupancyDay[];
}

export interface OccupancyQuery {
  readonly yard: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Local days of history, that of `at` included. */
  readonly days: number;
}

/** A yard as of an event time with its last days. */
export function yardOccupancyOf(db: DatabaseSync, query: OccupancyQuery, source: YardSources): Occupancy {
  const { yard, at, days } = query;
  const record = source.yard(yard);
  const zone = zoneOfYard(record, source);
  const today = localDay(zone, at);
  const dates = Array.from({ length: days }, (_, day) => shiftDay(today, day + 1 - days));
  const levels = levelsOf(db, yard, dayBounds(zone, dates[0] ?? today).from, at);
  const capacities = capacitiesOf(record);
  const history = dates.map((date) => {
    const { from, to } = dayBounds(zone, date);
    return { date, ...overDay(levels, { from, to: Math.min(to, at) }, capacities) };
  });
  return { ...yardRow(db, yard, at, source), history };
}

/** How many trucks stood there from an instant on. */
interface Level {
  readonly from: number;
  readonly present: number;
}

/** The changes of the number of trucks present from `from` to `to`, the first at `from` itself. */
function levelsOf(db: DatabaseSync, yard: string, from: number, to: number): Level[] {
  const rows = statement(
    db,
    'SELECT from_time, until_time FROM yard_occupancy WHERE yard = ? AND until_time > ? AND from_time <= ?',
  ).all(yard, from, to) as unknown as { from_time: number; until_time: number }[];
  const changes = new Map<number, number>([[from, 0]]);
  const change = (time: number, by: number): void => {
    changes.set(time, (changes.get(time) ?? 0) + by);
  };
  for (const row of rows) {
    change(Math.max(row.from_time, from), 1);
    if (row.until_time <= to) change(row.until_time, -1);
  }
  let present = 0;
  return [...changes]
    .sort(([a], [b]) => a - b)
    .map(([time, by]) => {
      present += by;
      return { from: time, present };
    });
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

function overDay(
  levels: readonly Level[],
  day: Stretch,
  capacities: readonly CapacityInForce[],
): Omit<OccupancyDay, 'date'> {
  let [weighted, max, above] = [0, 0, 0];
  levels.forEach(({ from, present }, index) => {
    const stretch = { from, to: levels[index + 1]?.from ?? END_OF_TIME };
    const lasted = overlap(stretch, day);
    if (lasted === 0) return;
    weighted += present * lasted;
    max = Math.max(max, present);
    above += aboveCapacity(present, stretch, day, capacities);
  });
  const length = Math.max(day.to - day.from, 1);
  return {
    mean: Math.round((weighted / length) * 10) / 10,
    max,
    minutesAboveCapacity: Math.floor(above / 60_000),
  };
}

function aboveCapacity(
  present: number,
  stretch: Stretch,
  day: Stretch,
  capacities: readonly CapacityInForce[],
): number {
  let lasted = 0;
  for (const { capacity, since, until } of capacities) {
    if (present <= capacity.max) continue;
    lasted += overlap({ from: Math.max(since, stretch.from), to: Math.min(until, stretch.to) }, day);
  }
  return lasted;
}

function overlap(a: Stretch, b: Stretch): number {
  return Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from));
}
