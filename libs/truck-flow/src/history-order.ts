import type { HistoryOrder } from '#libs/event-sourcing';

/** The order of a history whose steps come, at equal event times, in the order of this list. */
export function historyOrder(types: readonly string[], correctionType: string): HistoryOrder {
  const places = new Map(types.map((type, place) => [type, place]));
  return { correctionType, placeOf: (type) => places.get(type) };
}
