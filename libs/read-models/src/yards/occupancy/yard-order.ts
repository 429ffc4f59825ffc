import type { DatabaseSync } from 'node:sqlite';
import { statement } from '#libs/projections';
import { fromEveryClass, OPEN_STAY } from '../../visit-facts/stay-class';
import { END_OF_TIME } from '../../visit-facts/visit-facts';

/** SQL: the truck is in the yard `:yard` at `:at`. */
export const PRESENT = 'yard = :yard AND until_time > :at AND from_time <= :at';

const ORDER = 'since, visit_id';
const BEHIND = `${PRESENT} AND (since, visit_id) > (:since, :visitId)`;
const LEFT_LATER = `SELECT 1 FROM yard_occupancy
  WHERE yard = :yard AND until_time > :at AND until_time < ${END_OF_TIME} LIMIT 1`;

/** Two statements of the same rows, those behind a place in the order of entry, then of visit id. */
export interface InOrderOfEntry {
  /** While nobody left after the instant: the index has the stays that have not ended in their order. */
  readonly ofOpen: string;
  readonly ofAll: string;
}

/** `rest` follows `FROM yard_occupancy stay`. Parameters: `yard`, `at`, `since`, `visitId`, `limit`. */
export function inOrderOfEntry(columns: string, rest = ''): InOrderOfEntry {
  const ofClass = (condition: string): string =>
    `SELECT visit, from_time, since, visit_id FROM yard_occupancy WHERE ${BEHIND} AND ${condition}`;
  const page = fromEveryClass(ofClass, { stay: 'stay_class', from: 'since', order: ORDER });
  return {
    ofOpen: `SELECT ${columns} FROM yard_occupancy stay ${rest}
      WHERE ${BEHIND} AND stay_class = ${OPEN_STAY} ORDER BY ${ORDER} LIMIT :limit`,
    ofAll: `WITH page AS (${page} LIMIT :limit) SELECT ${columns} FROM page
      CROSS JOIN yard_occupancy stay ON stay.visit = page.visit AND stay.from_time = page.from_time ${rest}
      ORDER BY page.since, page.visit_id`,
  };
}

export interface EntryPlace {
  readonly since: number;
  readonly visitId: string;
}

export const BEFORE_ALL: EntryPlace = { since: Number.MIN_SAFE_INTEGER, visitId: '' };

/** Rows of a yard at an instant, behind a place in the order of entry. */
export function presentBehind(
  db: DatabaseSync,
  { ofOpen, ofAll }: InOrderOfEntry,
  { yard, at }: { readonly yard: string; readonly at: number },
  { place, limit }: { readonly place: EntryPlace; readonly limit: number },
): Record<string, unknown>[] {
  const isAll = statement(db, LEFT_LATER).get({ yard, at }) !== undefined;
  return statement(db, isAll ? ofAll : ofOpen).all({ yard, at, ...place, limit });
}
