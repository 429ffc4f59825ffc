import { placesInLine } from '#libs/truck-flow';
import type { VisitSubject } from '../subjects/subject';
import { END_OF_TIME } from '../visit-facts/visit-facts';

/** A stretch of event time in which a truck queues since the same instant: `until` exclusive, epoch milliseconds. */
export interface PlaceStretch {
  readonly from: number;
  readonly until: number;
  /** Absent for the place that it came with. */
  readonly since?: number;
}

/** How the place of a truck changes between two instants, ascending; at least one stretch, if an empty one. */
export function placeStretches(
  { visit, gate }: Pick<VisitSubject, 'visit' | 'gate'>,
  begin: number,
  end: number,
): PlaceStretch[] {
  const places = placesInLine(visit, gate);
  return places
    .map((place, index) => ({
      ...place,
      from: Math.max(place.from, begin),
      until: Math.min(places[index + 1]?.from ?? END_OF_TIME, end),
    }))
    .filter(({ from, until }, index) => index === 0 || from < until);
}
