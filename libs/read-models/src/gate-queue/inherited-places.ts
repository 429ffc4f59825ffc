/* Places in line that visits inherit over diversions, kept by a view beside its rows. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { takesPlaceAlong } from '#libs/truck-flow';
import { upsert } from '#libs/projections';
import type { VisitSubject } from '../subjects/subject';

/** A visit as it decides the place that its heirs come with; times in epoch milliseconds. */
interface Bequest {
  readonly visit: bigint | number;
  readonly visit_id: string;
  readonly previous: string | null;
  readonly arrived_at: number;
  /** Since when it queued by its own, at its end; null: by the place that it came with. */
  readonly own_since: number | null;
  readonly passes_on: number;
  /** Since when it queues by the place that it came with. */
  readonly queued_since: number;
}

const COLUMNS = ['visit_id', 'previous', 'arrived_at', 'own_since', 'passes_on', 'queued_since'];

/** SQL of the table; only visits that continue another one, or pass their place on, are in it. */
export function inheritanceSchema(table: string): string {
  return `
    CREATE TABLE ${table} (
      visit INTEGER PRIMARY KEY,
      visit_id TEXT NOT NULL,
      previous TEXT,
      arrived_at INTEGER NOT NULL,
      own_since INTEGER,
      passes_on INTEGER NOT NULL,
      queued_since INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX ${table}_by_id ON ${table} (visit_id);
    CREATE INDEX ${table}_heirs ON ${table} (previous) WHERE previous IS NOT NULL;`;
}

/** Told of every visit whose inherited place is another one because of a visit before it. */
export type Moved = (heir: { readonly visit: bigint | number; readonly since: number }) => void;

/**
 * Since when visits queue by the place that they came with: their arrival, or what the visit that they continue passed
 * on. The only rows of a view that depend on another visit: they are brought up to date with every change of it, so that
 * in the end they are the same whatever came first.
 */
export class InheritedPlaces {
  private readonly find: StatementSync;
  private readonly findById: StatementSync;
  private readonly findHeirs: StatementSync;
  private readonly write: StatementSync;
  private readonly delete: StatementSync;

  constructor(
    db: DatabaseSync,
    table: string,
    private readonly moved: Moved,
  ) {
    this.find = db.prepare(`SELECT * FROM ${table} WHERE visit = ?`);
    this.findById = db.prepare(`SELECT * FROM ${table} WHERE visit_id = ?`);
    this.findHeirs = db.prepare(`SELECT * FROM ${table} WHERE previous = ?`);
    this.write = db.prepare(upsert(table, ['visit'], COLUMNS));
    this.delete = db.prepare(`DELETE FROM ${table} WHERE visit = ?`);
  }

  /** Since when a visit queues by the place that it came with. `ownSince`: by its own at its end, where it has one. */
  replace(subject: VisitSubject, ownSince: number | undefined): number {
    const { number: visit, id, visit: state, gate } = subject;
    const previous = state.arrival?.data.previousVisitId ?? null;
    const passes = state.arrival !== undefined && takesPlaceAlong(state, gate);
    if (state.arrival === undefined || (previous === null && !passes)) {
      this.remove(subject);
      return state.arrival?.time ?? 0;
    }
    const arrival = { previous, arrived_at: state.arrival.time };
    const queued_since = this.placeOf(arrival);
    const own_since = ownSince ?? null;
    const passes_on = Number(passes);
    this.write.run(visit, id, previous, arrival.arrived_at, own_since, passes_on, queued_since);
    this.settleHeirs(id);
    return queued_since;
  }

  remove({ number, id }: VisitSubject): void {
    if (this.find.get(number) === undefined) return;
    this.delete.run(number);
    this.settleHeirs(id);
  }

  /** Nobody inherits of a visit that did not arrive before, so that no chain comes back to itself. */
  private placeOf({ previous, arrived_at }: Pick<Bequest, 'previous' | 'arrived_at'>): number {
    const before =
      previous === null ? undefined : (this.findById.get(previous) as unknown as Bequest | undefined);
    if (before === undefined || before.passes_on === 0 || before.arrived_at >= arrived_at) return arrived_at;
    return Math.min(before.own_since ?? before.queued_since, arrived_at);
  }

  private settleHeirs(id: string): void {
    for (const heir of this.findHeirs.all(id) as unknown as Bequest[]) {
      const since = this.placeOf(heir);
      if (since === heir.queued_since) continue;
      const { visit, visit_id, previous, arrived_at, own_since, passes_on } = heir;
      this.write.run(visit, visit_id, previous, arrived_at, own_since, passes_on, since);
      this.moved({ visit, since });
      this.settleHeirs(visit_id);
    }
  }
}
