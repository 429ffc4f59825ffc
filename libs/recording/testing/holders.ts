import { effective, streamOf } from '#libs/event-sourcing';
import type { EventReader } from '#libs/event-sourcing';
import { claimsOf, foldVisit, nameOf, truckVisit } from '#libs/truck-flow';

/** Which of some visits hold a thing, by the name of its claim. */
export async function holdersIn(
  store: EventReader,
  visitIds: readonly string[],
): Promise<Map<string, string[]>> {
  const holders = new Map<string, string[]>();
  for (const id of visitIds) {
    const { events } = await store.readStream(streamOf(truckVisit.category, id));
    for (const claim of claimsOf(foldVisit(effective(events, truckVisit.order)))) {
      holders.set(nameOf(claim), [...(holders.get(nameOf(claim)) ?? []), id]);
    }
  }
  return holders;
}
