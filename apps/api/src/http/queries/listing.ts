import { encodeCursor } from './cursor';
import type { CursorKeys } from './cursor';

/** How far a view had read when it answered. */
export interface AsOf {
  readonly position: string;
  readonly recordTime: string | null;
}

/** One page of a list (api.md Lists). */
export interface Listing<Row> {
  readonly items: readonly Row[];
  readonly nextCursor: string | null;
  readonly asOf: AsOf;
}

/**
 * A page out of one row more than its limit: the extra row tells that the list goes on.
 * `keysOf` gives the sort keys of a row, which the next page begins after.
 */
export function listing<Row>(
  rows: readonly Row[],
  limit: number,
  keysOf: (row: Row) => CursorKeys,
  asOf: AsOf,
): Listing<Row> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const nextCursor = rows.length > limit && last !== undefined ? encodeCursor(keysOf(last)) : null;
  return { items, nextCursor, asOf };
}
