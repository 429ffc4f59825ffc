import type { DatabaseSync } from 'node:sqlite';
import { capacityAt } from '#libs/truck-flow';
import type { BodyType, CapacityRange, CargoClass, Tenure, Yard } from '#libs/truck-flow';
import { cursorOf, readCursor } from './cursor';
import { countsOf, minutesSince, sum } from './gate-board-query';
import type { Counts } from './gate-board-query';
import { zoneOf } from './gate-source';
import type { GateSource, YardSource } from './gate-source';
import { localText } from './local-time';
import { statement } from './statements';
import { STAGE_AT } from './visit-facts';
import type { OnHandStage } from './visit-facts';

/** Trucks present against a capacity range, two decimals: `atMax` over the largest, `atMin` over the smallest. */
export interface OccupancyRatio {
  readonly atMax: number;
  readonly atMin: number;
}

/** What stands in one yard, or in several. Over capacity is derived, never stored (Y-11). */
export interface YardTotal {
  readonly present: number;
  /** Trucks; null while no capacity is in force. */
  readonly capacity: CapacityRange | null;
  readonly ratio: OccupancyRatio | null;
  /** More trucks than the largest capacity. */
  readonly overCapacity: boolean;
  readonly byStage: Counts<OnHandStage>;
  readonly byCargoClass: Counts<CargoClass>;
  /** The truck that has been in the yard longest. */
  readonly oldest: OldestTruck | null;
}

export interface OldestTruck {
  readonly visitId: string;
  /** RFC 3339 with the gate's offset. */
  readonly since: string;
  readonly minutes: number;
}

export interface YardRow extends YardTotal {
  readonly yard: string;
  /** Null, as `gate` is, where nobody registered the yard. */
  readonly name: string | null;
  readonly gate: string | null;
  /** Null while no capacity is in force. */
  readonly tenure: Tenure | null;
}

export interface Yards {
  readonly items: readonly YardRow[];
  readonly total: YardTotal;
}

/** Where yards and their gates come from; both are asked about their whole history. */
export type YardSources = YardSource & GateSource;

/** The yards as of an event time (epoch milliseconds), in the order they are named. */
export function yardRows(
  db: DatabaseSync,
  { at, yards }: { readonly at: number; readonly yards: readonly string[] },
  source: YardSources,
): Yards {
  const items = yards.map((yard) => yardRow(db, yard, at, source));
  return { items, total: totalOf(items) };
}

const PRESENT = 'yard = :yard AND until_time > :at AND from_time <= :at';

interface PresentGroup {
  readonly stage: OnHandStage;
  readonly cargo_class: CargoClass;
  readonly trucks: number;
}

export function yardRow(db: DatabaseSync, yard: string, at: number, source: YardSources): YardRow {
  const record = source.yard(yard);
  const groups = statement(
    db,
    `SELECT ${STAGE_AT} AS stage, cargo_class, count(*) AS trucks
     FROM yard_occupancy CROSS JOIN gate_board USING (visit) WHERE ${PRESENT} GROUP BY 1, 2`,
  ).all({ yard, at }) as unknown as PresentGroup[];
  const present = sum(groups.map((group) => group.trucks));
  const inForce = capacityAt(record, at);
  return {
    yard,
    name: record.registered?.data.name ?? null,
    gate: record.registered?.data.gate ?? null,
    tenure: inForce?.tenure ?? null,
    ...against(present, inForce?.capacity ?? null),
    byStage: countsOf(groups.map((group) => [group.stage, group.trucks])),
    byCargoClass: countsOf(groups.map((group) => [group.cargo_class, group.trucks])),
    oldest: oldestIn(db, yard, at, zoneOfYard(record, source)),
  };
}

/** The clock of a yard is that of its gate. */
export function zoneOfYard(yard: Yard, source: GateSource): string {
  return zoneOf(source.gate(yard.registered?.data.gate ?? ''));
}

function against(
  present: number,
  capacity: CapacityRange | null,
): Omit<YardTotal, 'byStage' | 'byCargoClass' | 'oldest'> {
  return {
    present,
    capacity,
    ratio:
      capacity === null ? null : { atMax: ratio(present, capacity.max), atMin: ratio(present, capacity.min) },
    overCapacity: capacity !== null && present > capacity.max,
  };
}

/** Two decimals; a yard that may hold nothing counts as one that may hold one truck. */
function ratio(present: number, capacity: number): number {
  return Math.round((present / Math.max(capacity, 1)) * 100) / 100;
}

function oldestIn(db: DatabaseSync, yard: string, at: number, zone: string): OldestTruck | null {
  const row = statement(
    db,
    `SELECT visit_id, since FROM yard_occupancy WHERE ${PRESENT} ORDER BY since, visit_id LIMIT 1`,
  ).get({ yard, at }) as { visit_id: string; since: number } | undefined;
  if (row === undefined) return null;
  return { visitId: row.visit_id, since: localText(zone, row.since), minutes: minutesSince(row.since, at) };
}

function totalOf(rows: readonly YardRow[]): YardTotal {
  const capacities = rows.flatMap((row) => row.capacity ?? []);
  const capacity =
    capacities.length === 0
      ? null
      : { min: sum(capacities.map(({ min }) => min)), max: sum(capacities.map(({ max }) => max)) };
  const oldest = rows.flatMap((row) => row.oldest ?? []).sort((a, b) => b.minutes - a.minutes)[0];
  return {
    ...against(sum(rows.map((row) => row.present)), capacity),
    byStage: countsOf(rows.flatMap((row) => Object.entries(row.byStage) as [OnHandStage, number][])),
    byCargoClass: countsOf(rows.flatMap((row) => Object.entries(row.byCargoClass) as [CargoClass, number][])),
    oldest: oldest ?? null,
  };
}

/** A truck that stands in a yard. */
export interface YardTruck {
  readonly visitId: string;
  readonly tractor: { readonly plate: string };
  readonly stage: OnHandStage;
  readonly cargoClass: CargoClass;
  readonly bodyType: BodyType;
  readonly spot: string | null;
  /** RFC 3339 with the gate's offset. */
  readonly since: string;
  readonly presentMinutes: number;
}

export interface YardTruckPage {
  readonly items: readonly YardTruck[];
  readonly nextCursor: string | null;
}

export interface YardTrucksQuery {
  readonly yard: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly limit: number;
  readonly cursor?: string;
}

interface TruckRow {
  readonly visit_id: string;
  readonly tractor: string;
  readonly stage: OnHandStage;
  readonly cargo_class: CargoClass;
  readonly body_type: BodyType;
  readonly spot: string | null;
  readonly since: number;
}

/** A page of the trucks in a yard as of an event time, by entry, then visit id. @throws CursorUnreadable */
export function yardTrucks(db: DatabaseSync, query: YardTrucksQuery, source: YardSources): YardTruckPage {
  const { yard, at, limit } = query;
  const [since, visitId] =
    query.cursor === undefined
      ? [Number.MIN_SAFE_INTEGER, '']
      : (readCursor(query.cursor, 'number', 'string') as [number, string]);
  const rows = statement(
    db,
    `SELECT visit_id, tractor, ${STAGE_AT} AS stage, cargo_class, body_type, spot, since FROM yard_occupancy CROSS JOIN gate_board USING (visit)
     WHERE ${PRESENT} AND (since, visit_id) > (:since, :visitId) ORDER BY since, visit_id LIMIT :limit`,
  ).all({ yard, at, since, visitId, limit: limit + 1 }) as unknown as TruckRow[];
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const zone = zoneOfYard(source.yard(yard), source);
  return {
    items: page.map((row) => ({
      visitId: row.visit_id,
      tractor: { plate: row.tractor },
      stage: row.stage,
      cargoClass: row.cargo_class,
      bodyType: row.body_type,
      spot: row.spot,
      since: localText(zone, row.since),
      presentMinutes: minutesSince(row.since, at),
    })),
    nextCursor: rows.length > limit && last !== undefined ? cursorOf(last.since, last.visit_id) : null,
  };
}
