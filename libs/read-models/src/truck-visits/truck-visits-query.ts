/* Search for truck visits, newest first, page by page. */
import type { DatabaseSync } from 'node:sqlite';
import { readContainerNumber, readPlate } from '#libs/truck-flow';
import type { Gate, NextStep, Stage } from '#libs/truck-flow';
import { statement } from '#libs/projections';
import { cursorOf, readCursor } from '../paging/cursor';
import { damageMark } from '../visit-facts/damaged-visits';
import { zoneOf } from '../places/gate-source';
import type { GateSource } from '../places/gate-source';
import { localText } from '../paging/local-time';
import { LAST_REVISION, nextBySight, visitByRecord } from '../visit-facts/next-of-visit';
import type { NextOfVisit } from '../visit-facts/next-of-visit';
import { ownGoodsOnly } from '../visit-facts/own-goods';
import { scopeParameters, TRUCK_IN_SCOPE, VISIT_IN_SCOPE } from '../paging/scope';
import type { Scope } from '../paging/scope';
import type { TruckVisitRow } from './truck-visits-row';
import { carriageOf, STAGE_AT_TIME } from './truck-visits-row';
import type { ShownCarriage } from './truck-visits-row';
import { backwards, originOf } from './visit-names';

/** A visit as lists show it. `arrivedAt` is RFC 3339 with the gate's offset. */
export interface FoundVisit extends ShownCarriage {
  readonly visitId: string;
  readonly gate: string;
  readonly stage: Stage;
  readonly arrivedAt: string;
  readonly carrier?: string;
  readonly yard?: string;
  readonly held: boolean;
  /** What may come next, the required steps first; to an owner who is not the carrier as if his goods were alone. */
  readonly next: readonly NextStep[];
  /** Its record was changed from outside: it stays as it was before, and nothing comes next. */
  readonly damaged?: true;
}

export interface TruckVisitSearch {
  /** Now, in epoch milliseconds. */
  readonly at: number;
  /** In any spelling; finds every visit that ever named it, receiving vehicles included. */
  readonly plate?: string;
  readonly container?: string;
  /** The last characters of a plate, in one spelling; finds every visit that ever named such a plate. */
  readonly plateEnds?: string;
  readonly gate?: string;
  /** One of these. */
  readonly stages?: readonly Stage[];
  readonly held?: boolean;
  readonly carrier?: string;
  /** Province that some of the goods come from; to their owner, some of his own. */
  readonly originProvince?: string;
  readonly limit: number;
  readonly cursor?: string;
  readonly scope: Scope;
}

export interface FoundVisits {
  readonly items: readonly FoundVisit[];
  readonly nextCursor: string | null;
}

const NAMED = (kind: string, parameter: string): string =>
  `v.visit IN (SELECT visit FROM truck_visits_name WHERE kind = '${kind}' AND value = ${parameter})`;

/**
 * A page of the visits that fit, latest arrival first.
 * @throws Rejection PLATE_UNREADABLE; CursorUnreadable.
 */
export function findTruckVisits(db: DatabaseSync, search: TruckVisitSearch, source: GateSource): FoundVisits {
  const { at, limit, scope, cursor } = search;
  const { conditions, parameters } = conditionsOf(db, search);
  const [arrivedAt, visitId] =
    cursor === undefined
      ? [Number.MAX_SAFE_INTEGER, '']
      : (readCursor(cursor, 'number', 'string') as [number, string]);
  const rows = statement(
    db,
    `SELECT visit_id, gate, ${STAGE_AT_TIME} AS stage, arrived_at, yard, carrier, carriage, held, ${TRUCK_IN_SCOPE} AS whole,
       ${LAST_REVISION('v.visit')} AS revision FROM truck_visits v
     WHERE ${[...conditions, '(v.arrived_at, v.visit_id) < (:arrivedAt, :visitId)', VISIT_IN_SCOPE].join(' AND ')}
     ORDER BY v.arrived_at DESC, v.visit_id DESC LIMIT :limit`,
  ).all({
    ...parameters,
    ...scopeParameters(scope),
    at,
    arrivedAt,
    visitId,
    limit: limit + 1,
  }) as unknown as FoundRow[];
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map((row) => {
      const gate = source.gate(row.gate);
      const damage = damageMark(db, row.visit_id);
      const next = damage.damaged ? [] : nextOfRow(db, row, scope)(gate, at);
      return { ...shown(row, gate), next, ...damage };
    }),
    nextCursor: rows.length > limit && last !== undefined ? cursorOf(last.arrived_at, last.visit_id) : null,
  };
}

const ENDING = `v.visit IN (SELECT visit FROM truck_visits_name
  WHERE kind = 'PLATE_END' AND value >= :ending AND value < :endingEnd)`;
const NAME = (kind: string, values: string): string => `EXISTS (SELECT 1 FROM truck_visits_name n
  WHERE n.kind = '${kind}' AND n.value ${values} AND n.visit = v.visit)`;
const FROM_PROVINCE = `(CASE WHEN :scopeCompanies IS NULL OR ${TRUCK_IN_SCOPE} THEN ${NAME('ORIGIN', '= :origin')}
  ELSE ${NAME('ORIGIN_OF', 'IN (SELECT value FROM json_each(:ownOrigins))')} END)`;
/** Behind every text that begins as `text` does. */
const endOf = (text: string): string => `${text}\u{10ffff}`;

type Texts = Readonly<Record<string, string | null>>;
type Filter = readonly [condition: string, parameters: Texts];

/** One text for each set of filters, so that a filter that is not asked for does not hide an index. */
function conditionsOf(
  db: DatabaseSync,
  search: TruckVisitSearch,
): {
  readonly conditions: readonly string[];
  readonly parameters: Texts;
} {
  const filters = [...vehicleFilters(search), ...visitFilters(search), ...originFilters(db, search)];
  return {
    conditions: filters.map(([condition]) => condition),
    parameters: Object.assign({}, ...filters.map(([, parameters]) => parameters)) as Texts,
  };
}

function vehicleFilters({ plate, plateEnds, container }: TruckVisitSearch): Filter[] {
  const filters: Filter[] = [];
  if (plate !== undefined) filters.push([NAMED('PLATE', ':plate'), { plate: readPlate(plate).plate }]);
  if (plateEnds !== undefined) {
    const ending = backwards(plateEnds);
    filters.push([ENDING, { ending, endingEnd: endOf(ending) }]);
  }
  if (container !== undefined)
    filters.push([NAMED('CONTAINER', ':container'), { container: readContainerNumber(container) }]);
  return filters;
}

function visitFilters(search: TruckVisitSearch): Filter[] {
  const { gate, stages, held, carrier } = search;
  const filters: Filter[] = [];
  if (gate !== undefined) filters.push(['v.gate = :gate', { gate }]);
  if (carrier !== undefined) filters.push(['v.carrier = :carrier', { carrier }]);
  if (held !== undefined) filters.push([`v.held = ${held ? 1 : 0}`, {}]);
  if (stages !== undefined)
    filters.push([
      `${STAGE_AT_TIME} IN (SELECT value FROM json_each(:stages))`,
      { stages: JSON.stringify(stages) },
    ]);
  return filters;
}

interface FoundRow extends TruckVisitRow {
  readonly whole: 0 | 1;
  readonly revision: number;
}

function nextOfRow(
  db: DatabaseSync,
  { visit_id: visitId, whole, revision }: FoundRow,
  scope: Scope,
): NextOfVisit {
  return whole === 1
    ? visitByRecord(db, { visitId, revision }).next
    : nextBySight(db, visitId, ownGoodsOnly(scope));
}

/** So many visits are taken from the index of names and sorted; where there are more, the latest arrivals soon hold a page. */
const FEW_VISITS = 2_000;
const UP_TO_FEW = `SELECT count(*) AS visits FROM (SELECT 1 FROM truck_visits_name
  WHERE kind = 'ORIGIN' AND value = :origin LIMIT ${FEW_VISITS + 1})`;

function originFilters(db: DatabaseSync, { originProvince: origin, scope }: TruckVisitSearch): Filter[] {
  if (origin === undefined) return [];
  const companies = scope.companies === 'ALL' ? [] : scope.companies;
  const ownOrigins = JSON.stringify(companies.map((company) => originOf(company, origin)));
  const { visits } = statement(db, UP_TO_FEW).get({ origin }) as { visits: number };
  const among: Filter[] = visits > FEW_VISITS ? [] : [[NAMED('ORIGIN', ':origin'), {}]];
  return [...among, [FROM_PROVINCE, { origin, ownOrigins }]];
}

function shown(row: TruckVisitRow, gate: Gate): Omit<FoundVisit, 'next'> {
  return {
    visitId: row.visit_id,
    gate: row.gate,
    stage: row.stage,
    arrivedAt: localText(zoneOf(gate), row.arrived_at),
    ...carriageOf(row.carriage),
    ...(row.carrier === null ? {} : { carrier: row.carrier }),
    ...(row.yard === null ? {} : { yard: row.yard }),
    held: row.held === 1,
  };
}
