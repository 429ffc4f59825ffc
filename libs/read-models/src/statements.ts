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

/**
 * SQL that inserts a row or changes it in place, and touches neither table nor indexes when it says nothing new.
 * Parameters are the key columns, then the others.
 */
export function upsert(table: string, key: readonly string[], columns: readonly string[]): string {
  const all = [...key, ...columns];
  return `INSERT INTO ${table} (${all.join(', ')}) VALUES (${all.map(() => '?').join(', ')})
    ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${columns.map((one) => `${one} = excluded.${one}`).join(', ')}
    WHERE (${columns.join(', ')}) IS NOT (${columns.map((one) => `excluded.${one}`).join(', ')})`;
}
