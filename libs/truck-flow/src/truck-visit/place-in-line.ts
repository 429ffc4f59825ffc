/* Place of a truck in the line: since when it queues, and whether it takes its place to another gate. */
import type { Gate } from '../border-gate/state';
import { isAnyLaneStopped } from '../border-gate/suspension';
import { callsOf } from './calls';
import { callRuleAt } from './call-rule';
import { goodsOf } from './state';
import type { Visit } from './state';

/** From when on a truck queues since when, in epoch milliseconds; `since` is absent for the place that it came with. */
export interface PlaceInLine {
  readonly from: number;
  readonly since?: number;
}

/**
 * How the place of a truck changes by the calls that it missed, ascending by `from`; it begins with the place that it
 * came with. By END_OF_CLASS it queues since the deadline that it missed, until that is excused.
 */
export function placesInLine(visit: Visit, gate: Gate): PlaceInLine[] {
  const places: PlaceInLine[] = [{ from: -Infinity }];
  for (const { step, missed } of callsOf(visit, gate)) {
    if (missed === undefined || callRuleAt(gate, step.time).missed !== 'END_OF_CLASS') continue;
    const before = places.at(-1)?.since;
    places.push({ from: missed.from, since: missed.from });
    if (missed.until !== Infinity)
      places.push({ from: missed.until, ...(before === undefined ? {} : { since: before }) });
  }
  return places;
}

/**
 * Does the next visit of the truck queue since when this one did? It does when it was sent to another gate while the
 * gate, or a lane of it, was stopped for its goods: a suspension costs no place.
 */
export function takesPlaceAlong(visit: Visit, gate: Gate): boolean {
  const { ending } = visit;
  if (ending?.type !== 'truckVisit.Diverted.v1') return false;
  return isAnyLaneStopped(gate, ending.time, goodsOf(visit));
}
