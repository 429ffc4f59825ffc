/* Given-when-then specifications of views, run by the real projection runner. */
import type { DatabaseSync } from 'node:sqlite';
import type { EventReader, MemoryEventStore, RecordedEvent } from '#libs/event-sourcing';
import type { View } from '#libs/projections';
import { catalogueOf } from '../src/catalogue/border-catalogue';
import { ProjectionRunner } from '../../projections/src/runner/projection-runner';
import type { RunnerOptions } from '../../projections/src/runner/projection-runner';
import { digestOfViews, rowsOfViews } from '../../projections/src/files/view-digest';
import { openViewDatabase } from '../../projections/src/files/view-database';
import { catalogueInFile } from '../../projections/src/files/catalogue-in-file';
import { logOf } from './given-events';
import type { GivenEvent } from './given-events';

export type Row = Readonly<Record<string, unknown>>;

export interface ViewSpecification {
  readonly given: (...events: readonly GivenEvent[]) => {
    when(...events: readonly GivenEvent[]): {
      /**
       * Exactly these rows stand in the view's table, or in another of its tables, in any order; columns that are not
       * named may be anything.
       */
      then(rows: readonly Row[], table?: string): Promise<void>;
    };
  };
}

/**
 * Given, when, then for one view of one table, named as the view. Every case runs three times, and all must give the
 * same rows: in two batches; event by event with every event delivered again, also long after; from zero in one go.
 */
export function specificationOf(view: View): ViewSpecification {
  return {
    given: (...before) => ({
      when: (...after) => ({
        then: async (rows, table = view.name.replaceAll('-', '_')) => {
          const store = await logOf([...before, ...after]);
          const log = await store.readAll(-1n, before.length + after.length);
          const batches = [log.slice(0, before.length), log.slice(before.length)];
          const plain = await shown(view, table, store, batches);
          const expected = rows.map((row): unknown => expect.objectContaining(row));
          expect(plain.rows).toEqual(expect.arrayContaining(expected));
          expect(plain.rows).toHaveLength(rows.length);
          expect(await shown(view, table, store, redelivered(log))).toEqual(plain);
          expect(await shown(view, table, store, [log])).toEqual(plain);
        },
      }),
    }),
  };
}

/** Every event twice in a row, then together with what came before it. */
function redelivered(log: readonly RecordedEvent[]): RecordedEvent[][] {
  return log.flatMap((event, index) => [[event], [event], log.slice(0, index + 1)]);
}

async function shown(
  view: View,
  table: string,
  store: MemoryEventStore,
  batches: readonly (readonly RecordedEvent[])[],
): Promise<{ rows: readonly Row[]; digest: string }> {
  const db = await projected([view], store, batches);
  try {
    return { rows: rowsOfViews(db, { tables: [table] })[table] ?? [], digest: digestOfViews(db) };
  } finally {
    db.close();
  }
}

/** Views in memory after these batches, by the real runner. */
export async function projected(
  views: readonly View[],
  store: MemoryEventStore,
  batches: readonly (readonly RecordedEvent[])[],
): Promise<DatabaseSync> {
  const { db, runner } = runnerOf(views, store);
  for (const batch of batches) await runner.project(batch);
  return db;
}

/** The real runner of some views, in memory and before the first event. */
export function runnerOf(
  views: readonly View[],
  store: EventReader,
  options: RunnerOptions = {},
): { readonly db: DatabaseSync; readonly runner: ProjectionRunner } {
  const catalogue = catalogueInFile(catalogueOf(views));
  const db = openViewDatabase(':memory:', catalogue.views);
  return { db, runner: new ProjectionRunner(db, catalogue, store, options) };
}

/** Titles by which the architecture tests find the specification of each declared type. */
export function titleOf(view: string, type: string): string {
  return `${view} shows ${type}`;
}

/** One case for each type a view declares, no more and no fewer. */
export function describeView(
  view: View,
  cases: Readonly<Record<string, (specification: ViewSpecification) => Promise<void>>>,
): void {
  describe(`the view ${view.name}`, () => {
    it('has a case for every type it declares', () => {
      expect(Object.keys(cases).sort()).toEqual([...view.types].sort());
    });
    for (const [type, run] of Object.entries(cases)) {
      it(titleOf(view.name, type), () => run(specificationOf(view)));
    }
  });
}
