/* Look-up of consignments by their id, owner and gate, with the visits that name them. */
import type { DatabaseSync } from 'node:sqlite';
import type { RecordedEvent } from '#libs/event-sourcing';
import { foldVisit } from '#libs/truck-flow';
import type { Step } from '#libs/truck-flow';
import { statement } from '#libs/projections';
import { keyOf } from '../goods-identity';
import type { GoodsIdentity } from '../goods-identity';
import type { FollowedVisit } from './consignment-journey';
import { ownGoodsOnly, WHOLE } from '../../visit-facts/own-goods';
import { GOODS_OWNED, scopeParameters, TRUCK_IN_SCOPE } from '../../paging/scope';
import type { Scope } from '../../paging/scope';
import { readRecord, stepsOf } from '../../visit-facts/visit-record';

/** One of the consignments that have an id, with the visits that name it, the earliest arrival first. */
export interface NamedConsignment extends GoodsIdentity {
  readonly rows: readonly { readonly visitId: string; readonly inForce: boolean }[];
  /** Is its owner in scope? */
  readonly isOwned: boolean;
}

interface NamingRow {
  readonly visit_id: string;
  readonly in_force: 0 | 1;
  readonly owner: string;
  readonly at_gate: string;
  readonly owned: 0 | 1;
}

/** The consignments of an id, whether in scope or not; by owner, then by gate. */
export function consignmentsNamed(
  db: DatabaseSync,
  {
    consignmentId,
    owner,
    gate,
    scope,
  }: {
    readonly consignmentId: string;
    readonly owner?: string;
    readonly gate?: string;
    readonly scope: Scope;
  },
): NamedConsignment[] {
  const rows = statement(
    db,
    `SELECT v.visit_id, c.in_force, c.owner, c.at_gate, ${GOODS_OWNED} AS owned
     FROM consignments c JOIN truck_visits v ON v.visit = c.visit
     WHERE c.consignment_id = :consignmentId
     ORDER BY c.owner, c.at_gate, v.arrived_at, v.visit_id`,
  ).all({
    consignmentId,
    scopeCompanies: scopeParameters(scope).scopeCompanies,
  }) as unknown as NamingRow[];
  const asked = rows.filter(
    (row) => (owner === undefined || row.owner === owner) && (gate === undefined || row.at_gate === gate),
  );
  const groups = Map.groupBy(asked, (row) => keyOf('', { owner: row.owner, atGate: row.at_gate }));
  return [...groups.values()].map((of) => ({
    owner: of[0]?.owner ?? '',
    atGate: of[0]?.at_gate ?? '',
    rows: of.map((row) => ({ visitId: row.visit_id, inForce: row.in_force === 1 })),
    isOwned: of.some((row) => row.owned === 1),
  }));
}

/** A visit with its record, as its reader may see it. */
export interface VisitRecord extends FollowedVisit {
  readonly gate: string;
  readonly recorded: readonly RecordedEvent[];
  readonly steps: readonly Step[];
  /** Is all of the truck in the reader's scope, and not only goods of his own on it? */
  readonly isWhole: boolean;
}

/** Visits as one reader may see them, each read once. */
export class VisitRecords {
  private readonly known = new Map<string, VisitRecord | undefined>();

  constructor(
    private readonly db: DatabaseSync,
    private readonly scope: Scope,
  ) {}

  find(visitId: string): VisitRecord | undefined {
    if (!this.known.has(visitId)) this.known.set(visitId, this.read(visitId));
    return this.known.get(visitId);
  }

  private read(visitId: string): VisitRecord | undefined {
    const row = statement(
      this.db,
      `SELECT v.gate, ${TRUCK_IN_SCOPE} AS whole FROM truck_visits v WHERE v.visit_id = :visitId`,
    ).get({ visitId, ...scopeParameters(this.scope) }) as { gate: string; whole: 0 | 1 } | undefined;
    if (row === undefined) return undefined;
    const isWhole = row.whole === 1;
    const see = isWhole ? WHOLE : ownGoodsOnly(this.scope);
    const recorded = readRecord(this.db, visitId).map((event) => ({ ...event, data: see(event.data) }));
    const steps = stepsOf(recorded);
    return { visitId, gate: row.gate, recorded, steps, visit: foldVisit(steps), isWhole };
  }
}
