import { END_OF_TIME } from './visit-facts';

const HOUR = 3_600_000;

/** Longest stay of each class in milliseconds: each is four times the one before, the last has no limit. */
const LONGEST = [2 * HOUR, 8 * HOUR, 32 * HOUR, 128 * HOUR, 512 * HOUR, END_OF_TIME];

/** The class of stays that have not ended. */
export const OPEN_STAY = LONGEST.length;

/**
 * Class of a stay by its length. Who was there at an instant is then found in the order of arrival: of each class only
 * those can have been there that came no longer before than its longest stay, so at most about four times as many rows
 * are read as are found, however long the history.
 */
export function stayClassOf(from: number, until: number): number {
  if (until >= END_OF_TIME) return OPEN_STAY;
  const length = until - from;
  return LONGEST.findIndex((longest) => length <= longest);
}

/**
 * SQL: rows that were there at `:at`, in the order of `order`, of which each class has an index in that order.
 * `select` makes the statement for one class from its condition on the class and on the time of arrival.
 */
export function fromEveryClass(
  select: (condition: string) => string,
  { stay, from, order }: { readonly stay: string; readonly from: string; readonly order: string },
): string {
  const ended = LONGEST.map((longest, index) => {
    const since = longest === END_OF_TIME ? '' : ` AND ${from} >= :at - ${longest}`;
    return select(`${stay} = ${index}${since}`);
  });
  return `${[...ended, select(`${stay} = ${OPEN_STAY}`)].join('\nUNION ALL ')}\nORDER BY ${order}`;
}
