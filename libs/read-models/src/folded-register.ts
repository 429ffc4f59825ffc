import type { DatabaseSync } from 'node:sqlite';
import { statement } from './statements';

/**
 * Reads members of a register view folded, and keeps each folded copy, per connection, until its row changes.
 * `select` names the columns `version` and `acts` of one code.
 */
export function foldedRegister<Folded>(
  select: { readonly version: string; readonly acts: string },
  fold: (acts: string) => Folded,
): (db: DatabaseSync, code: string) => Folded | undefined {
  const copies = new WeakMap<
    DatabaseSync,
    Map<string, { readonly version: string; readonly folded: Folded }>
  >();
  return (db, code) => {
    const row = statement(db, select.version).get(code) as { version: string } | undefined;
    if (row === undefined) return undefined;
    const ofConnection = copies.get(db) ?? new Map<string, { version: string; folded: Folded }>();
    copies.set(db, ofConnection);
    const copy = ofConnection.get(code);
    if (copy?.version === row.version) return copy.folded;
    const stored = statement(db, select.acts).get(code) as { version: string; acts: string };
    const folded = fold(stored.acts);
    ofConnection.set(code, { version: stored.version, folded });
    return folded;
  };
}
