import type { DatabaseSync, StatementSync } from 'node:sqlite';

const prepared = new WeakMap<DatabaseSync, Map<string, StatementSync>>();

/** The statement of this text on this connection, prepared once. */
export function statement(db: DatabaseSync, sql: string): StatementSync {
  let ofConnection = prepared.get(db);
  if (ofConnection === undefined) {
    ofConnection = new Map();
    prepared.set(db, ofConnection);
  }
  let found = ofConnection.get(sql);
  if (found === undefined) {
    found = db.prepare(sql);
    ofConnection.set(sql, found);
  }
  return found;
}
