/* Query of yards: capacity, and the trucks in them by stage, cargo class and body type. */
import type { DatabaseSync } from 'node:sqlite';
import { capacityAt, classificationAt } from '#libs/truck-flow';
import type { CapacityRange, CargoClass, Tenure, Yard, YardKind, YardZone } from '#libs/truck-flow';
import { statement } from '#libs/projections';
import { countColumns, countsIn } from '../../gate-boards/count-columns';
import { CARGO_CLASSES, STAGES } from '../../gate-boards/counted-codes';
import { countsOf, minutesSince, nextMinute, sum } from '../../gate-boards/gate-board-query';
import type { Counts } from '../../gate-boards/gate-board-query';
import { zoneOf } from '../../places/gate-source';
import type { GateSource, YardSource } from '../../places/gate-source';
import { localText } from '../../paging/local-time';
import { PlaceMemory } from '../../places/place-memory';
import type { Standing } from '../../places/place-memory';
import { SameParts } from '../../places/same-parts';
import { standingUntil } from '../../paging/standing-lists';
import { CALL_OVER_AFTER, STAGE_AT } from '../../visit-facts/visit-facts';
import type { OnHandStage } from '../../visit-facts/visit-facts';
import { BEFORE_ALL, inOrderOfEntry, PRESENT, presentBehind } from './yard-order';

/** Trucks present against a capacity range, two decimals: `atMax` over the largest, `atMin` over the smallest. */
export interface OccupancyRatio {
  readonly atMax: number;
  readonly atMin: number;
}

/** The trucks in one yard, or in several. Over capacity is derived, never stored (Y-11). */
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
  /** Null, as `zone` and `operator` are, while nobody said. */
  readonly kind: YardKind | null;
  readonly zone: YardZone | null;
  readonly operator: string | null;
  /** Null where the yard is kept for all goods. */
  readonly commodityScope: readonly string[] | null;
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
  const shown = yards.map((yard) => standingRow(db, yard, at, source));
  const items = shown.map(({ read }) => read);
  const list = lists.of(db, yards.join(' '), items, () => ({ items, total: totalOf(items) }));
  standingUntil(list.items, Math.min(...shown.map(({ until }) => until)));
  return list;
}

const lists = new SameParts<Yards>();

/** What is counted in a yard; with time alone how long the oldest has been there changes, and the stages when a call is over. */
interface YardCounts extends Pick<YardTotal, 'present' | 'byStage' | 'byCargoClass'> {
  readonly oldest: LongestStay | undefined;
  /** When the next call is over, if nothing is recorded. */
  readonly nextOver: number;
}

interface LongestStay {
  readonly visit_id: string;
  readonly since: number;
}

const memory = new PlaceMemory<YardCounts>('YARD');
const rows = new SameParts<YardRow>();

export function yardRow(db: DatabaseSync, yard: string, at: number, source: YardSources): YardRow {
  return standingRow(db, yard, at, source).read;
}

function standingRow(db: DatabaseSync, yard: string, at: number, source: YardSources): Standing<YardRow> {
  const record = source.yard(yard);
  const { read: counted, until } = memory.at(
    db,
    { code: yard, at, given: source.gate(record.registered?.data.gate ?? '') },
    { read: () => countsOfYard(db, yard, at), until: ({ nextOver }) => nextOver },
  );
  const zone = zoneOfYard(record, source);
  const inForce = capacityAt(record, at);
  const said = classificationShown(record, at);
  const minutes = counted.oldest === undefined ? 0 : minutesSince(counted.oldest.since, at);
  const parts = [counted, record, zone, inForce?.since, ...Object.values(said), minutes];
  const read = rows.of(db, yard, parts, () => {
    const { present, byStage, byCargoClass, oldest } = counted;
    return {
      yard,
      name: record.registered?.data.name ?? null,
      gate: record.registered?.data.gate ?? null,
      tenure: inForce?.tenure ?? null,
      ...said,
      ...against(present, inForce?.capacity ?? null),
      byStage,
      byCargoClass,
      oldest: oldestShown(oldest, minutes, zone),
    };
  });
  const untilLonger = nextMinute(counted.oldest?.since ?? null, at);
  return { read, until: Math.min(until, untilLonger, inForce?.until ?? Infinity) };
}

type ClassificationShown = Pick<YardRow, 'kind' | 'zone' | 'operator' | 'commodityScope'>;

function classificationShown(yard: Yard, at: number): ClassificationShown {
  const { kind = null, zone = null, operator = null, commodityScope = null } = classificationAt(yard, at);
  return { kind, zone, operator, commodityScope };
}

const COUNT_PRESENT = `SELECT count(*) AS trucks, min(${CALL_OVER_AFTER}) AS nextOver,
    ${countColumns('stage', STAGE_AT, STAGES)},
    ${countColumns('cargo', 'cargo_class', CARGO_CLASSES)}
  FROM yard_occupancy CROSS JOIN gate_board USING (visit) WHERE ${PRESENT}`;
const LONGEST_STAY = inOrderOfEntry('stay.visit_id, stay.since');

function countsOfYard(db: DatabaseSync, yard: string, at: number): YardCounts {
  const counted = statement(db, COUNT_PRESENT).get({ yard, at }) as {
    trucks: number;
    nextOver: number | null;
  };
  return {
    present: counted.trucks,
    byStage: countsIn(counted, 'stage', STAGES),
    byCargoClass: countsIn(counted, 'cargo', CARGO_CLASSES),
    oldest: presentBehind(db, LONGEST_STAY, { yard, at }, { place: BEFORE_ALL, limit: 1 })[0] as
      LongestStay | undefined,
    nextOver: counted.nextOver ?? Infinity,
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

function oldestShown(stay: LongestStay | undefined, minutes: number, zone: string): OldestTruck | null {
  if (stay === undefined) return null;
  return { visitId: stay.visit_id, since: localText(zone, stay.since), minutes };
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
