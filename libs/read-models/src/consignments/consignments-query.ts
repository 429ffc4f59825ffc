/* Search for consignments, with where they are and the visits that carried them. */
import type { DatabaseSync } from 'node:sqlite';
import type { Consignment, Stage } from '#libs/truck-flow';
import { statement } from '#libs/projections';
import { cursorOf, readCursor } from '../paging/cursor';
import { damageMark } from '../visit-facts/damaged-visits';
import { zoneOf } from '../places/gate-source';
import type { GateSource } from '../places/gate-source';
import { localText } from '../paging/local-time';
import { keyOf } from './goods-identity';
import { partsOf } from './goods-parts';
import { ownersLike } from './owner-search';
import { GOODS_IN_SCOPE, scopeParameters } from '../paging/scope';
import type { Scope } from '../paging/scope';
import { carriageOf, STAGE_AT_TIME } from '../truck-visits/truck-visits-row';
import type { ShownCarriage, TruckVisitRow } from '../truck-visits/truck-visits-row';

/** A visit that carries the goods, or carried them. `arrivedAt` is RFC 3339 with the gate's offset. */
export interface CarryingVisit {
  readonly visitId: string;
  readonly gate: string;
  readonly stage: Stage;
  readonly arrivedAt: string;
  readonly declarationNumber?: string;
  /** Its record was changed from outside: it stays as it was before. */
  readonly damaged?: true;
}

/** Where goods are, or a part of them. */
export interface FoundLocation {
  readonly visitId: string;
  readonly gate: string;
  readonly stage: Stage;
  readonly yard?: string;
  readonly vehicle: ShownCarriage;
}

/**
 * Goods with their visits, earliest first; `location` is that of the latest of those that carry them still. Goods
 * that came on several trucks have one of `locations` for each part, in the order of the visits.
 */
export interface FoundConsignment extends Consignment {
  readonly visits: readonly CarryingVisit[];
  readonly location: FoundLocation;
  readonly locations: readonly FoundLocation[];
}

export interface ConsignmentSearch {
  /** Now, in epoch milliseconds. */
  readonly at: number;
  /** A part of the owner's name, whatever the case. */
  readonly owner?: string;
  readonly declarationNumber?: string;
  readonly gate?: string;
  /** Local dates of the arrival's gate, `to` exclusive. */
  readonly from?: string;
  readonly to?: string;
  readonly limit: number;
  readonly cursor?: string;
  readonly scope: Scope;
}

export interface FoundConsignments {
  readonly items: readonly FoundConsignment[];
  readonly nextCursor: string | null;
}

interface KeyRow {
  readonly consignment_id: string;
  readonly owner: string;
  readonly at_gate: string;
}

interface GoodsRow extends TruckVisitRow, KeyRow {
  readonly declaration_number: string | null;
  readonly goods: string;
  readonly carried: 0 | 1;
}

/**
 * A page of the goods that fit and are in scope, by id; those that share an id by owner, then by gate.
 * @throws CursorUnreadable
 */
export function findConsignments(
  db: DatabaseSync,
  search: ConsignmentSearch,
  source: GateSource,
): FoundConsignments {
  const keys = keysOf(db, search);
  const page = keys.slice(0, search.limit);
  const ids = page.map(({ consignment_id }) => consignment_id);
  const rows = statement(
    db,
    `SELECT c.consignment_id, c.owner, c.at_gate, c.declaration_number, c.goods, c.carried, v.visit_id, v.gate,
       ${STAGE_AT_TIME} AS stage, v.arrived_at, v.yard, v.carrier, v.carriage, v.held
     FROM consignments c JOIN truck_visits v ON v.visit = c.visit
     WHERE c.consignment_id IN (SELECT value FROM json_each(:ids)) AND c.in_force = 1 AND ${GOODS_IN_SCOPE}
     ORDER BY c.consignment_id, v.arrived_at, v.visit_id`,
  ).all({
    ids: JSON.stringify(ids),
    at: search.at,
    ...scopeParameters(search.scope),
  }) as unknown as GoodsRow[];
  const byKey = Map.groupBy(rows, textOf);
  const last = page.at(-1);
  return {
    items: page.flatMap((key) => found(db, byKey.get(textOf(key)) ?? [], source) ?? []),
    nextCursor:
      keys.length > search.limit && last !== undefined
        ? cursorOf(last.consignment_id, last.owner, last.at_gate)
        : null,
  };
}

function textOf({ consignment_id, owner, at_gate }: KeyRow): string {
  return keyOf(consignment_id, { owner, atGate: at_gate });
}

/** So many owners are asked one by one, each with its index; of more, most goods fit, and the goods are walked. */
const MOST_OWNERS = 50;

/** Keys of one page and one more. */
function keysOf(db: DatabaseSync, search: ConsignmentSearch): KeyRow[] {
  const { owner: part, limit } = search;
  if (part === undefined) return keysWith(db, search, []);
  const owners = ownersLike(db, part);
  if (owners.length > MOST_OWNERS) return keysWith(db, search, [amongOwners(owners)]);
  return owners
    .flatMap((owner) => keysWith(db, search, [['c.owner = :owner', 'owner', owner]]))
    .sort(byKey)
    .slice(0, limit + 1);
}

type Filter = readonly [condition: string, name: string, value: string | undefined];

const amongOwners = (owners: readonly string[]): Filter => [
  'c.owner IN (SELECT value FROM json_each(:owners))',
  'owners',
  JSON.stringify(owners),
];

/** One text for each set of filters, so that none hides an index. */
function keysWith(db: DatabaseSync, search: ConsignmentSearch, ofOwner: readonly Filter[]): KeyRow[] {
  const { limit, scope, cursor } = search;
  const [afterId, afterOwner, afterGate] =
    cursor === undefined ? ['', '', ''] : (readCursor(cursor, 'string', 'string', 'string') as string[]);
  const all: readonly Filter[] = [
    ...ofOwner,
    ['c.declaration_number = :declaration', 'declaration', search.declarationNumber],
    ['c.gate = :gate', 'gate', search.gate],
    ['c.arrived_on >= :from', 'from', search.from],
    ['c.arrived_on < :to', 'to', search.to],
  ];
  const filters = all.filter(([, , value]) => value !== undefined);
  const conditions = [
    'c.in_force = 1',
    '(c.consignment_id, c.owner, c.at_gate) > (:afterId, :afterOwner, :afterGate)',
    ...filters.map(([condition]) => condition),
  ];
  return statement(
    db,
    `SELECT DISTINCT c.consignment_id, c.owner, c.at_gate FROM consignments c JOIN truck_visits v ON v.visit = c.visit
     WHERE ${conditions.join(' AND ')} AND ${GOODS_IN_SCOPE} 
     ORDER BY c.consignment_id, c.owner, c.at_gate LIMIT :limit`,
  ).all({
    ...Object.fromEntries(filters.map(([, name, value]) => [name, value ?? ''])),
    ...scopeParameters(scope),
    afterId: afterId ?? '',
    afterOwner: afterOwner ?? '',
    afterGate: afterGate ?? '',
    limit: limit + 1,
  }) as unknown as KeyRow[];
}

/** As the database sorts: by bytes. */
function byKey(a: KeyRow, b: KeyRow): number {
  const bytes = (one: KeyRow) =>
    [one.consignment_id, one.owner, one.at_gate].map((text) => Buffer.from(text));
  const [of, other] = [bytes(a), bytes(b)];
  return of.map((text, index) => text.compare(other[index] ?? text)).find((order) => order !== 0) ?? 0;
}

function found(
  db: DatabaseSync,
  rows: readonly GoodsRow[],
  source: GateSource,
): FoundConsignment | undefined {
  const last = rows.at(-1);
  if (last === undefined) return undefined;
  const still = rows.filter((row) => row.carried === 1);
  const carrying = still.length === 0 ? rows.slice(-1) : still;
  return {
    consignmentId: last.consignment_id,
    ...(JSON.parse(last.goods) as Omit<Consignment, 'consignmentId' | 'owner'>),
    ...(last.owner === '' ? {} : { owner: last.owner }),
    visits: rows.map((row) => ({
      visitId: row.visit_id,
      gate: row.gate,
      stage: row.stage,
      arrivedAt: localText(zoneOf(source.gate(row.gate)), row.arrived_at),
      ...(row.declaration_number === null ? {} : { declarationNumber: row.declaration_number }),
      ...damageMark(db, row.visit_id),
    })),
    location: locationOf(carrying.at(-1) ?? last),
    locations: partsOf(db, carrying).map(locationOf),
  };
}

function locationOf(row: GoodsRow): FoundLocation {
  return {
    visitId: row.visit_id,
    gate: row.gate,
    stage: row.stage,
    ...(row.yard === null ? {} : { yard: row.yard }),
    vehicle: carriageOf(row.carriage),
  };
}
