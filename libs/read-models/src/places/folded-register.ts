import type { DatabaseSync } from 'node:sqlite';
import { statement } from '#libs/projections';

/** A register view read folded. Each folded copy is kept, per connection, until its row changes. */
export interface FoldedRegister<Folded> {
  /** Undefined when nothing is recorded of the code. */
  (db: DatabaseSync, code: string): Folded | undefined;
  /** Folded members whose code and version were already read, in the order of the rows. */
  ofRows(db: DatabaseSync, rows: readonly RegisterRow[]): (readonly [code: string, folded: Folded])[];
}

export interface RegisterRow {
  readonly code: string;
  readonly version: string;
}

interface Copy<Folded> {
  readonly version: string;
  readonly folded: Folded;
}

/** `select` names the columns `version` and `acts` of one code. */
export function foldedRegister<Folded>(
  select: { readonly version: string; readonly acts: string },
  fold: (acts: string) => Folded,
): FoldedRegister<Folded> {
  const connections = new WeakMap<DatabaseSync, Map<string, Copy<Folded>>>();
  const copiesOf = (db: DatabaseSync): Map<string, Copy<Folded>> => {
    let copies = connections.get(db);
    if (copies === undefined) {
      copies = new Map();
      connections.set(db, copies);
    }
    return copies;
  };
  const read = (db: DatabaseSync, { code, version }: RegisterRow): Folded => {
    const copies = copiesOf(db);
    const copy = copies.get(code);
    if (copy?.version === version) return copy.folded;
    const stored = statement(db, select.acts).get(code) as { version: string; acts: string };
    const folded = fold(stored.acts);
    copies.set(code, { version: stored.version, folded });
    return folded;
  };
  const one = (db: DatabaseSync, code: string): Folded | undefined => {
    const row = statement(db, select.version).get(code) as { version: string } | undefined;
    return row === undefined ? undefined : read(db, { code, version: row.version });
  };
  return Object.assign(one, {
    ofRows: (db: DatabaseSync, rows: readonly RegisterRow[]) =>
      rows.map((row) => [row.code, read(db, row)] as const),
  });
}
