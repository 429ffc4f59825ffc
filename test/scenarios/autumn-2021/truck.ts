import type { Freight } from './freight';
import type { TruckClass } from './periods';

/** A truck on its way through the scenario. Times are local seconds (`calendar.ts`). */
export interface Truck {
  /** Running number at its gate, from 1, by arrival. */
  readonly number: number;
  readonly visitId: string;
  readonly truckClass: TruckClass;
  readonly arrivedAt: number;
  readonly freight: Freight;
  /** When customs will be done; brought forward when the truck is called earlier. */
  clearsAt: number;
  /** Set when it gave up waiting. */
  leftAt: number | undefined;
}

/** A truck that was called or left, and when. */
export interface Change {
  readonly truck: Truck;
  readonly at: number;
}

/** How a called truck went through the gate. */
export interface Passage {
  readonly truck: Truck;
  readonly calledAt: number;
  readonly disinfectedAt: number;
  readonly transfer: Handover | Transload;
  readonly crossedAt: number;
}

export interface Handover {
  readonly kind: 'handover';
  readonly at: number;
  readonly driver: string;
  readonly deliveredAt: number;
  readonly returnedAt: number;
}

export interface Transload {
  readonly kind: 'transload';
  readonly at: number;
  readonly foreignPlate: string;
}
