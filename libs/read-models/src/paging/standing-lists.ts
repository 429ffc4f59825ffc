const ends = new WeakMap<readonly unknown[], number>();

/**
 * Notes until when (epoch milliseconds, exclusive) a list that was read as of now stays what it is, if nothing more is
 * recorded; what is given with the list follows from it.
 */
export function standingUntil<List extends readonly unknown[]>(list: List, until: number): List {
  ends.set(list, until);
  return list;
}

/** What was noted of a list; undefined where nobody can say. */
export function standsUntil(list: readonly unknown[]): number | undefined {
  return ends.get(list);
}
