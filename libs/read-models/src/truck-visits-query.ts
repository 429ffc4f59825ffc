import type { DatabaseSync } from 'node:sqlite';
import { readContainerNumber, readPlate } from '#libs/truck-flow';
import type { Stage } from '#libs/truck-flow';
import { cursorOf, readCursor } from './cursor';
import { zoneOf } from './gate-source';
import type { GateSource } from './gate-source';
import { localText } from './local-time';
import { scopeParameters, VISIT_IN_SCOPE } from './scope';
import type { Scope } from './scope';
import { statement } from './statements';
import type { TruckVisitRow } from './truck-visits-row';
import { carriageOf } from './truck-visits-row';
import type { ShownCarriage } from './truck-visits-row';

/** A visit as lists show it. `arrivedAt` is RFC 3339 with the gate's offset. */
export interface FoundVisit extends ShownCarriage {
  readonly visitId: string;
  readonly gate: string;
  readonly stage: Stage;
  readonly arrivedAt: string;
  readonly carrier?: string;
  readonly yard?: string;
  readonly held: boolean;
}

export interface TruckVisitSearch {
  /** In any spelling; finds every visit that ever named it, receiving vehicles included. */
  readonly plate?: string;
  readonly container?: string;
  readonly gate?: string;
  readonly stage?: Stage;
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
  const { limit, scope, cursor } = search;
  const { conditions, parameters } = conditionsOf(search);
  const [arrivedAt, visitId] =
    cursor === undefined
      ? [Number.MAX_SAFE_INTEGER, '']
      : (readCursor(cursor, 'number', 'string') as [number, string]);
  const rows = statement(
    db,
    `SELECT visit_id, gate, stage, arrived_at, yard, carrier, carriage, held FROM truck_visits v
     WHERE ${[...conditions, '(v.arrived_at, v.visit_id) < (:arrivedAt, :visitId)', VISIT_IN_SCOPE].join(' AND ')}
     ORDER BY v.arrived_at DESC, v.visit_id DESC LIMIT :limit`,
  ).all({
    ...parameters,
    ...scopeParameters(scope),
    arrivedAt,
    visitId,
    limit: limit + 1,
  }) as unknown as TruckVisitRow[];
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map((row) => shown(row, source)),
    nextCursor: rows.length > limit && last !== undefined ? cursorOf(last.arrived_at, last.visit_id) : null,
  };
}

/** One text for each set of filters, so that a filter that is not asked for does not hide an index. */
function conditionsOf({ plate, container, gate, stage }: TruckVisitSearch): {
  readonly conditions: readonly string[];
  readonly parameters: Readonly<Record<string, string>>;
} {
  const filters: readonly (readonly [condition: string, name: string, value: string | undefined])[] = [
    [NAMED('PLATE', ':plate'), 'plate', plate === undefined ? undefined : readPlate(plate).plate],
    [
      NAMED('CONTAINER', ':container'),
      'container',
      container === undefined ? undefined : readContainerNumber(container),
    ],
    ['v.gate = :gate', 'gate', gate],
    ['v.stage = :stage', 'stage', stage],
  ];
  const asked = filters.filter(([, , value]) => value !== undefined);
  return {
    conditions: asked.map(([condition]) => condition),
    parameters: Object.fromEntries(asked.map(([, name, value]) => [name, value ?? ''])),
  };
}

function shown(row: TruckVisitRow, source: GateSource): FoundVisit {
  return {
    visitId: row.visit_id,
    gate: row.gate,
    stage: row.stage,
    arrivedAt: localText(zoneOf(source.gate(row.gate)), row.arrived_at),
    ...carriageOf(row.carriage),
    ...(row.carrier === null ? {} : { carrier: row.carrier }),
    ...(row.yard === null ? {} : { yard: row.yard }),
    held: row.held === 1,
  };
}
