import { StreamDamaged, streamOf } from '#libs/event-sourcing';
import { truckVisit } from '#libs/truck-flow';
import type { Reach } from '../context';
import type { ShownVisits } from './shown-visits';

/**
 * Is this the refusal of a damaged visit that the caller may not know of? Its record cannot be read, so where it is shown
 * decides; where it is not shown any more only those may know who see every gate.
 */
export function isHiddenDamage(error: unknown, visitId: string, reach: Reach, shown: ShownVisits): boolean {
  const isOwn = error instanceof StreamDamaged && error.stream === streamOf(truckVisit.category, visitId);
  if (!isOwn || reach.gates === 'all') return false;
  const place = shown.placeOf(visitId);
  return place === undefined || !(reach.gate(place.gate) || (place.yard !== null && reach.yard(place.yard)));
}
