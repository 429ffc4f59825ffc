import { numbersIn } from './containers';
import type { Step } from './events';
import type { TruckArrivedData } from './shapes';

/**
 * Does a change of vehicle keep the place in the queue? The place belongs to the container, without one to the trailer,
 * without either to the carrier; of two containers either keeps it. Held against what arrived, which every report
 * comes after: what an earlier change made of the truck may be on its way.
 */
function keepsPlace(arrived: TruckArrivedData, { data }: Step<'truckVisit.VehicleChanged.v1'>): boolean {
  const [before, named] = [numbersIn(arrived), numbersIn(data)];
  if (before.length > 0) return named.length === 0 || named.some((number) => before.includes(number));
  if (arrived.trailer !== undefined) return stays(arrived.trailer.plate, data.trailer?.plate);
  return arrived.carrier === undefined || stays(arrived.carrier, data.carrier);
}

/**
 * What the place in the queue and the containers that arrived have against a change of vehicle. One by an override, which
 * is judged by itself, keeps the place whatever is changed.
 */
export function placeObjections(
  step: Step<'truckVisit.VehicleChanged.v1'>,
  arrived: TruckArrivedData,
): { readonly code: 'TURN_NOT_TRANSFERABLE' | 'CONTAINER_ADDED'; readonly detail: string }[] {
  if (numbersIn(step.data).length > Math.max(1, numbersIn(arrived).length))
    return [{ code: 'CONTAINER_ADDED', detail: 'the truck arrived with one container; correct the arrival' }];
  if (keepsPlace(arrived, step) || step.data.override !== undefined) return [];
  const owner = 'the container, without one to the trailer, without either to the carrier';
  return [{ code: 'TURN_NOT_TRANSFERABLE', detail: `the place in the queue belongs to ${owner}` }];
}

/** What a change does not name stays as it was. */
function stays(old: string, named: string | undefined): boolean {
  return named === undefined || named === old;
}
