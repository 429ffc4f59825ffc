import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

export interface DigestOptions {
  /** Columns to leave out, such as those that hold record times or positions. */
  readonly without?: readonly string[];
  /** Only these tables. */
  readonly tables?: readonly string[];
}

/** Every row of every view's tables by table, rows in canonical order. The runner's own tables are no view. */
export function rowsOfViews(
  db: DatabaseSync,
  { without = [], tables }: DigestOptions = {},
): Record<string, Record<string, unknown>[]> {
  const names = db
    .prepare(
      `SELECT name FROM sqlite_master
       WHERE type = 'table' AND name NOT LIKE 'projection\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
       ORDER BY name`,
    )
    .all()
    .map((row) => row['name'] as string)
    .filter((name) => tables?.includes(name) ?? true);
  return Object.fromEntries(names.map((name) => [name, rowsOf(db, name, without)]));
}

function rowsOf(db: DatabaseSync, table: string, without: readonly string[]): Record<string, unknown>[] {
  return db
    .prepare(`SELECT * FROM "${table}"`)
    .all()
    .map((row) =>
      Object.fromEntries(
        Object.entries(row)
          .filter(([column]) => !without.includes(column))
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      ),
    )
    .map((row) => [JSON.stringify(row), row] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, row]) => row);
}

/** SHA-256 in hex over all rows of all views in canonical order: equal views have equal digests (P-07). */
export function digestOfViews(db: DatabaseSync, options: DigestOptions = {}): string {
  const hash = createHash('sha256');
  for (const [table, rows] of Object.entries(rowsOfViews(db, options))) {
    hash.update(`${table}\n`);
    for (const row of rows) hash.update(`${JSON.stringify(row)}\n`);
  }
  return hash.digest('hex');
}
