import type { HistoryOrder } from '#libs/event-sourcing';

/** A table of stored types, a row each. Its order is the order in which events of equal time count. */
export type TypeTable = Readonly<Record<string, { readonly meaning: string }>>;

export function historyOrder(table: TypeTable, correctionType: string): HistoryOrder {
  const places = new Map(Object.keys(table).map((type, place) => [type, place]));
  return { correctionType, placeOf: (type) => places.get(type) };
}

export function meaningsOf(table: TypeTable): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(table).map(([type, { meaning }]) => [type, meaning]));
}
