/* Query: the trucks in a yard, page by page. */
import type { DatabaseSync } from 'node:sqlite';
import type { BodyType, CargoClass, Gate, NextStep } from '#libs/truck-flow';
import { cursorOf, readCursor } from '../../paging/cursor';
import { damageMark } from '../../visit-facts/damaged-visits';
import { minutesSince } from '../../gate-boards/gate-board-query';
import { localText } from '../../paging/local-time';
import { LAST_REVISION, visitByRecord } from '../../visit-facts/next-of-visit';
import { STAGE_AT } from '../../visit-facts/visit-facts';
import type { OnHandStage } from '../../visit-facts/visit-facts';
import { zoneOfYard } from './yard-occupancy-query';
import type { YardSources } from './yard-occupancy-query';
import { BEFORE_ALL, inOrderOfEntry, presentBehind } from './yard-order';
import type { EntryPlace } from './yard-order';

/** A truck in a yard. */
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
  /** Gross weight as it was last weighed by then; null when it was not. */
  readonly weighedKg: number | null;
  /** What might come next as far as its visit was then, the required steps first. */
  readonly next: readonly NextStep[];
  /** Its record was changed from outside: it stays as it was before, and nothing comes next. */
  readonly damaged?: true;
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
  readonly gate: string;
  readonly revision: number;
}

const TRUCKS = inOrderOfEntry(
  `stay.visit_id, stay.tractor, ${STAGE_AT} AS stage, cargo_class, body_type, stay.spot, stay.since, board.gate,
    ${LAST_REVISION('stay.visit')} AS revision`,
  'CROSS JOIN gate_board board ON board.visit = stay.visit',
);

/** A page of the trucks in a yard as of an event time, by entry, then visit id. @throws CursorUnreadable */
export function yardTrucks(db: DatabaseSync, query: YardTrucksQuery, source: YardSources): YardTruckPage {
  const { yard, at, limit, cursor } = query;
  const place = cursor === undefined ? BEFORE_ALL : placeIn(cursor);
  const rows = presentBehind(db, TRUCKS, { yard, at }, { place, limit: limit + 1 }) as unknown as TruckRow[];
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
      ...byRecord(db, row, source.gate(row.gate), at),
    })),
    nextCursor: rows.length > limit && last !== undefined ? cursorOf(last.since, last.visit_id) : null,
  };
}

function byRecord(
  db: DatabaseSync,
  { visit_id: visitId, revision }: TruckRow,
  gate: Gate,
  at: number,
): Pick<YardTruck, 'weighedKg' | 'next' | 'damaged'> {
  const damage = damageMark(db, visitId);
  const { next, weighedKg } = visitByRecord(db, { visitId, revision }, at);
  return { weighedKg, next: damage.damaged ? [] : next(gate, at), ...damage };
}

function placeIn(cursor: string): EntryPlace {
  const [since, visitId] = readCursor(cursor, 'number', 'string') as [number, string];
  return { since, visitId };
}
