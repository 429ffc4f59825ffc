import type { RecordedEvent } from '#libs/event-sourcing';
import { STEPS } from '#libs/truck-flow';
import type { StepBody, TruckArrivedData, Visit } from '#libs/truck-flow';
import type { Reach } from '../context';
import { VISIT_NOT_FOUND } from '../not-found';

/** Where a caller finds a visit: at its gate, or in these yards. */
export interface VisitLocation {
  readonly gate: string | undefined;
  readonly yards: readonly string[];
}

/** A visit that begins with this arrival. */
export function newAt(body: StepBody): VisitLocation & { readonly gate: string } {
  return { gate: body['gate'] as string, yards: [] };
}

/**
 * A visit as it was read: its gate, also when its arrival did not occur, and every yard that it is or was said to have
 * been in: what happened in a yard is repeated, or comes late, when the truck is elsewhere.
 */
export function locationOf(visit: Visit, recorded: readonly RecordedEvent[]): VisitLocation {
  const arrival = visit.arrival ?? recorded.findLast((event) => event.type === STEPS.arrival);
  const { gate } = (arrival?.data ?? {}) as Partial<TruckArrivedData>;
  return {
    gate,
    // Asked for by few reports, and every report comes this way.
    get yards() {
      return [...new Set([...recorded, ...visit.steps].flatMap(yardNamedIn))];
    },
  };
}

/** The yard that a yard move, or the place of an arrival, names. */
function yardNamedIn({ type, data }: Pick<RecordedEvent, 'type' | 'data'>): string | readonly string[] {
  const { yard: moved, yardOfPlace } = data as { readonly yard?: string; readonly yardOfPlace?: string };
  const isMove = type === STEPS['yard-entry'] || type === STEPS['yard-exit'];
  return (isMove ? moved : yardOfPlace) ?? [];
}

/**
 * The same for a correction, and the yard that the corrected step names: whoever recorded what happened in a yard may
 * take that back.
 * @throws Rejection VISIT_NOT_FOUND for a caller who does not reach the visit.
 */
export function locationToCorrect(
  visit: Visit,
  recorded: readonly RecordedEvent[],
  target: RecordedEvent | undefined,
  reach: Reach,
): VisitLocation & { readonly gate: string } {
  const { gate, yards } = locationOf(visit, recorded);
  const { yard: named } = (target?.data ?? {}) as { readonly yard?: string };
  const location = { gate, yards: named === undefined ? yards : [...yards, named] };
  if (!isReached(location, reach)) throw VISIT_NOT_FOUND();
  return location;
}

/** By its gate, or by a yard that it is or was in. */
export function isReached<Location extends VisitLocation>(
  location: Location,
  reach: Reach,
): location is Location & { readonly gate: string } {
  const { gate } = location;
  return gate !== undefined && (reach.gate(gate) || location.yards.some((code) => reach.yard(code)));
}
