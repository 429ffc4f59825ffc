/** How a list is written cheaper than row by row from what its rows hold. */
export interface Writing {
  /** JSON text of the list. */
  text(): string;
  /** Shorter than the text, and another wherever that is another; the same in every process. */
  sign(): string;
}

const writings = new WeakMap<readonly unknown[], Writing>();

export function writtenBy<List extends readonly unknown[]>(list: List, writing: Writing): List {
  writings.set(list, writing);
  return list;
}

/** JSON text of any list. */
export function textOfList(list: readonly unknown[]): string {
  return writings.get(list)?.text() ?? JSON.stringify(list);
}

/** What distinguishes a list from every other of its kind; its text where nothing shorter does. */
export function signOfList(list: readonly unknown[]): string {
  return writings.get(list)?.sign() ?? textOfList(list);
}
