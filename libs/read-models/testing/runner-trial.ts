import type { DatabaseSync } from 'node:sqlite';
import type { MemoryEventStore, RecordedEvent } from '#libs/event-sourcing';
import type { View } from '#libs/projections';
import { ProjectionRunner } from '../../projections/src/runner/projection-runner';
import type { StoppedView } from '../../projections/src/runner/projection-runner';
import { catalogueOf } from '../src/catalogue/border-catalogue';
import { openViewDatabase } from '../../projections/src/files/view-database';
import { logOf } from './given-events';
import type { GivenEvent } from './given-events';

/** A view that counts how often each subject was shown, and cannot show what `poison` names. */
export function counting(name: string, types: readonly string[], poison?: string): View {
  return {
    name,
    version: 1,
    types,
    schema: `CREATE TABLE ${name} (id TEXT PRIMARY KEY, events INTEGER, shown INTEGER) STRICT`,
    writer(db) {
      const write = db.prepare(
        `INSERT INTO ${name} VALUES (?, ?, 1)
         ON CONFLICT DO UPDATE SET events = excluded.events, shown = shown + 1`,
      );
      return {
        replace(subject) {
          if (
            poison !== undefined &&
            JSON.stringify(subject.recorded.map((one) => one.data)).includes(poison)
          ) {
            throw new Error(`cannot show ${poison}`);
          }
          write.run(subject.id, subject.recorded.length);
        },
      };
    },
  };
}

/** Views over a log, and runners that are started on them. */
export interface RunnerTrial {
  readonly store: MemoryEventStore;
  readonly db: DatabaseSync;
  readonly start: () => ProjectionRunner;
  readonly read: () => Promise<readonly RecordedEvent[]>;
  readonly rows: (table: string) => unknown[][];
}

export async function runnerTrial(
  views: readonly View[],
  events: readonly GivenEvent[],
  onStopped?: (one: StoppedView) => void,
): Promise<RunnerTrial> {
  const store = await logOf(events);
  const db = openViewDatabase(':memory:', views);
  return {
    store,
    db,
    start: () =>
      new ProjectionRunner(db, catalogueOf(views), store, onStopped === undefined ? {} : { onStopped }),
    read: () => store.readAll(-1n, 1_000),
    rows: (table) =>
      db
        .prepare(`SELECT * FROM ${table} ORDER BY id`)
        .all()
        .map((row) => Object.values(row)),
  };
}
