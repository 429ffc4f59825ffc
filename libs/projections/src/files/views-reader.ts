/* Views reader: a read-only connection that follows from generation to generation of view databases. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { furthestBehind, holdsViews, readCheckpoints } from './view-database';
import { statement, tuples } from '../sql/statements';
import type { ViewCatalogue } from '../catalogue/subject-kinds';
import { catalogueInFile } from './catalogue-in-file';

/** The log position of the rows that were read. `recordTime` null: nothing was recorded yet. */
export interface AsOf {
  readonly position: string;
  readonly recordTime: string | null;
  /** Present while the views have stopped though the log goes on. */
  readonly warning?: { readonly code: 'VIEWS_BEHIND'; readonly since: string };
}

/** One moment of the views on a connection of its own. Projectors go on; their log grows while it is open. */
export interface ViewsSnapshot {
  readonly db: DatabaseSync;
  readonly asOf: AsOf;
  close(): void;
}

/** No file of views is complete yet, or it is of another version; they are being built. */
export class ViewsNotReady extends Error {
  override readonly name = 'ViewsNotReady';
}

const FILE = /^views-([0-9]+)\.sqlite$/;

export function viewFilePath(directory: string, generation: number): string {
  return join(directory, `views-${generation}.sqlite`);
}

/** Where a generation is built until it has caught up with the log. */
export function buildingPath(directory: string, generation: number): string {
  return join(directory, `views-${generation}.building.sqlite`);
}

/** The complete generations in a folder. */
export function generationsIn(directory: string): number[] {
  return readdirSync(directory).flatMap((name) => {
    const generation = FILE.exec(name)?.[1];
    return generation === undefined ? [] : [Number(generation)];
  });
}

/** The newest complete generation in a folder, undefined when there is none. */
export function newestGeneration(directory: string): number | undefined {
  const generations = generationsIn(directory);
  return generations.length === 0 ? undefined : Math.max(...generations);
}

/** Removes a database with its write-ahead log. Connections that still have it open go on reading it. */
export function removeDatabase(path: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
}

/**
 * Reading side of the views: one read-only connection that follows from generation to generation.
 * Nothing is read from a file that was not complete once, or whose versions are not those of this program. It is
 * opened by whoever knows that the file belongs to the log.
 */
export class ViewsReader {
  /** To be set while nobody knows whether the views are of the log that is there: they are then as if not ready. */
  isDoubted = false;
  private opened: { readonly generation: number; readonly db: DatabaseSync } | undefined;
  private readonly moments = new WeakMap<AsOf, Moment>();

  constructor(
    private readonly directory: string,
    private readonly catalogue: ViewCatalogue,
  ) {}

  get isReady(): boolean {
    return this.opened !== undefined && !this.isDoubted;
  }

  /** There are views, and it will soon be known whether they may be read. */
  get isHeld(): boolean {
    return this.opened !== undefined && this.isDoubted;
  }

  /** The connection, for single statements. @throws ViewsNotReady */
  get db(): DatabaseSync {
    return this.current.db;
  }

  private get current(): { readonly generation: number; readonly db: DatabaseSync } {
    if (this.opened === undefined || this.isDoubted) throw new ViewsNotReady('the views are being built');
    return this.opened;
  }

  /** Reads several things of one moment, together with where that is in the log. @throws ViewsNotReady */
  read<Answer extends object>(
    names: readonly string[],
    query: (db: DatabaseSync, asOf: AsOf) => Answer,
  ): Answer & { readonly asOf: AsOf } {
    const { db } = this;
    statement(db, 'BEGIN').run();
    try {
      const asOf = this.asOf(...names);
      this.moments.set(asOf, { db, version: versionOf(db) });
      return { ...query(db, asOf), asOf };
    } finally {
      statement(db, 'COMMIT').run();
    }
  }

  /** Would what was read, with this place in the log, be read again from the very same rows? */
  isLatest(asOf: AsOf): boolean {
    const moment = this.moments.get(asOf);
    if (moment === undefined || !this.isReady) return false;
    return moment.db === this.opened?.db && moment.version === versionOf(moment.db);
  }

  /** A moment to be read piece by piece; to be closed soon. @throws ViewsNotReady */
  snapshot(names: readonly string[]): ViewsSnapshot {
    // The file of the generation before is gone as soon as there is another one.
    if (this.isReady) this.reopen();
    const db = openForReading(this.directory, this.current.generation);
    db.exec('BEGIN');
    return {
      db,
      asOf: asOfIn(db, names),
      close: () => {
        db.close();
      },
    };
  }

  /** Position of these views (without names: of all), of the one that is furthest behind. @throws ViewsNotReady */
  asOf(...names: readonly string[]): AsOf {
    return asOfIn(this.db, names);
  }

  /** Turns to the newest complete generation. To be called when the projector has swapped. */
  reopen(): void {
    const generation = newestGeneration(this.directory);
    if (generation === undefined || generation === this.opened?.generation) return;
    const db = openForReading(this.directory, generation);
    if (!holdsViews(db, catalogueInFile(this.catalogue).views)) {
      db.close();
      return;
    }
    this.close();
    this.opened = { generation, db };
  }

  close(): void {
    this.opened?.db.close();
    this.opened = undefined;
  }
}

function openForReading(directory: string, generation: number): DatabaseSync {
  const db = new DatabaseSync(viewFilePath(directory, generation), { readOnly: true, timeout: 5_000 });
  db.exec('PRAGMA cache_size = -8192; PRAGMA temp_store = MEMORY');
  return db;
}

interface Moment {
  readonly db: DatabaseSync;
  readonly version: number;
}

/** Moves with whatever another connection commits; within a transaction that of what it reads. */
function versionOf(db: DatabaseSync): number {
  const [version] = tuples(db, 'PRAGMA data_version').get() as unknown as [number];
  return version;
}

function asOfIn(db: DatabaseSync, names: readonly string[]): AsOf {
  return furthestBehind(db, names.length === 0 ? readCheckpoints(db).map(({ name }) => name) : names);
}

/** Opens the views of a folder for reading, in any thread. They may become ready later. */
export function openViews(directory: string, catalogue: ViewCatalogue): ViewsReader {
  const reader = new ViewsReader(directory, catalogue);
  reader.reopen();
  return reader;
}
