import { StreamDamaged, streamOf } from '#libs/event-sourcing';
import type { Reach } from '#libs/http-edge';
import type { LiveViews } from '#libs/read-models';
import { visitPlace } from '#libs/read-models';
import { truckVisit } from '#libs/truck-flow';

/**
 * Is this the refusal of a damaged visit that the caller may not know of? Its record cannot be read, so where it is shown
 * decides; where it is not shown any more only those may know who see every gate.
 */
export function isHiddenDamage(
  error: unknown,
  visitId: string,
  reach: Reach,
  { reader }: LiveViews,
): boolean {
  const isOwn = error instanceof StreamDamaged && error.stream === streamOf(truckVisit.category, visitId);
  if (!isOwn || reach.gates === 'all') return false;
  const place = reader.isReady ? visitPlace(reader.db, visitId) : undefined;
  return place === undefined || !(reach.gate(place.gate) || (place.yard !== null && reach.yard(place.yard)));
}
