/* State of a truck visit: the fold of its effective history. */
import type { EffectiveEvent } from '#libs/event-sourcing';
import {
  arrivedOn,
  changedVehicle,
  handedOver,
  isUnloading,
  received,
  transferred,
  unloaded,
} from './carriage';
import type { Loading, Transfer, Unloading } from './carriage';
import type { Step } from './events';
import type { Consignment } from './shapes';
import { stayAfter, stayAtArrival } from './yard-stay';
import type { YardStay } from './yard-stay';

/** What ends a visit whose goods did not cross on it; a transfer does so when another visit takes the goods over. */
export type Ending =
  | Step<
      | 'truckVisit.TurnedBack.v1'
      | 'truckVisit.Diverted.v1'
      | 'truckVisit.VisitCancelled.v1'
      | 'truckVisit.SeenElsewhere.v1'
    >
  | Transfer;

/**
 * A truck visit as its effective history tells it up to some step: facts, not a status. Each fact is the step that
 * established it. The visit follows the goods, not the truck, until another visit takes them over.
 */
export interface Visit extends Loading {
  readonly steps: readonly Step[];
  readonly arrival?: Step<'truckVisit.TruckArrived.v1'>;
  readonly customs?: Step<'truckVisit.CustomsCleared.v1'>;
  readonly disinfections: readonly Step<'truckVisit.Disinfected.v1'>[];
  /** The first disinfection of the cab. */
  readonly cabin?: Step<'truckVisit.Disinfected.v1'>;
  /** In event-time order; which of them is in force at an instant, the gate decides with them (`calls.ts`). */
  readonly calls: readonly Step<'truckVisit.TruckCalledForward.v1'>[];
  readonly excuses: readonly Step<'truckVisit.MissedCallExcused.v1'>[];
  readonly handover?: Step<'truckVisit.HandedOverToDedicatedDriver.v1'>;
  readonly transfers: readonly Transfer[];
  /** Cuts and lifts of one of two containers, which leave the visit with the other. */
  readonly unloadings: readonly Unloading[];
  /** The goods it took over from other visits. */
  readonly receipts: readonly Step<'truckVisit.GoodsReceived.v1'>[];
  readonly crossing?: Step<'truckVisit.BorderCrossed.v1'>;
  readonly delivery?: Step<'truckVisit.DeliveredAbroad.v1'>;
  readonly returned?: Step<'truckVisit.ReturnedHome.v1'>;
  readonly ending?: Ending;
  readonly openHolds: readonly Step<'truckVisit.HoldPlaced.v1'>[];
  /** The last. */
  readonly weighing?: Step<'truckVisit.TruckWeighed.v1'>;
  /** The yard the truck stands in; its stay began with the arrival when the arrival's place was a yard. */
  readonly yard?: YardStay;
}

export const notArrived: Visit = {
  steps: [],
  disinfections: [],
  calls: [],
  excuses: [],
  transfers: [],
  unloadings: [],
  receipts: [],
  openHolds: [],
  assets: [],
};

export type Stage =
  | 'ARRIVED'
  | 'CUSTOMS_CLEARED'
  | 'DISINFECTED'
  | 'CALLED_FORWARD'
  | 'HANDED_OVER'
  | 'CROSSED'
  | 'DELIVERED'
  | 'RETURNED'
  | 'TURNED_BACK'
  | 'DIVERTED'
  | 'CANCELLED'
  | 'TRANSFERRED'
  | 'SEEN_ELSEWHERE'
  | 'VOIDED';

/** Adds one effective step. Total: any step in any order gives a visit; what was out of order is a deviation. */
export function evolveVisit(visit: Visit, event: EffectiveEvent): Visit {
  const step = event as Step;
  const next = { ...visit, steps: [...visit.steps, step] };
  switch (step.type) {
    case 'truckVisit.TruckArrived.v1':
      return inYard({ ...next, arrival: step, ...arrivedOn(step) }, stayAtArrival(step) ?? next.yard);
    case 'truckVisit.CustomsCleared.v1':
      return { ...next, customs: visit.customs ?? step };
    case 'truckVisit.Disinfected.v1':
      return disinfected(next, step);
    case 'truckVisit.TruckCalledForward.v1':
      return { ...next, calls: [...visit.calls, step] };
    case 'truckVisit.MissedCallExcused.v1':
      return { ...next, excuses: [...visit.excuses, step] };
    case 'truckVisit.YardEntered.v1':
      return onHand(next) ? inYard(next, stayAfter(next.yard, step)) : next;
    case 'truckVisit.YardLeft.v1':
      return inYard(next, stayAfter(next.yard, step));
    case 'truckVisit.TruckWeighed.v1':
      return { ...next, weighing: step };
    case 'truckVisit.HandedOverToDedicatedDriver.v1':
      return { ...next, handover: visit.handover ?? step, ...handedOver(visit, step) };
    case 'truckVisit.ContainerCut.v1':
    case 'truckVisit.ContainerLifted.v1':
    case 'truckVisit.CargoTransloaded.v1':
      if (isUnloading(step, visit))
        return { ...next, unloadings: [...visit.unloadings, step], ...unloaded(visit, step) };
      return handedOn({ ...next, transfers: [...visit.transfers, step], ...transferred(visit, step) }, step);
    case 'truckVisit.GoodsReceived.v1':
      return { ...next, receipts: [...visit.receipts, step], ...received(visit, step) };
    case 'truckVisit.BorderCrossed.v1':
      return ended(next, { crossing: step });
    case 'truckVisit.DeliveredAbroad.v1':
      return { ...next, delivery: visit.delivery ?? step };
    case 'truckVisit.ReturnedHome.v1':
      return { ...next, returned: visit.returned ?? step };
    case 'truckVisit.TurnedBack.v1':
    case 'truckVisit.Diverted.v1':
    case 'truckVisit.VisitCancelled.v1':
    case 'truckVisit.SeenElsewhere.v1':
      return ended(next, { ending: step });
    case 'truckVisit.VehicleChanged.v1':
      return { ...next, ...changedVehicle(visit, step) };
    case 'truckVisit.HoldPlaced.v1':
      return { ...next, openHolds: withHold(visit, step) };
    case 'truckVisit.HoldLiftConfirmed.v1':
    case 'truckVisit.TicketIssued.v1':
      return next;
    case 'truckVisit.HoldLifted.v1':
      return { ...next, openHolds: withoutHold(visit, step) };
  }
}

/** The goods went on with a visit of their own vehicle: this one ends. */
function handedOn(visit: Visit, step: Transfer): Visit {
  return step.data.toVisitId === undefined ? visit : ended(visit, { ending: step });
}

function disinfected(visit: Visit, step: Step<'truckVisit.Disinfected.v1'>): Visit {
  const disinfections = [...visit.disinfections, step];
  if (visit.cabin !== undefined || !step.data.targets.includes('CABIN')) return { ...visit, disinfections };
  return { ...visit, disinfections, cabin: step };
}

function inYard({ yard: _, ...elsewhere }: Visit, yard: YardStay | undefined): Visit {
  return yard === undefined ? elsewhere : { ...elsewhere, yard };
}

/** A hold that is placed again for its cause is held since the first. */
function withHold({ openHolds }: Visit, step: Step<'truckVisit.HoldPlaced.v1'>) {
  return openHolds.some(({ data }) => data.cause === step.data.cause) ? openHolds : [...openHolds, step];
}

function withoutHold(visit: Visit, { data }: Step<'truckVisit.HoldLifted.v1'>) {
  return visit.openHolds.filter((hold) => hold.data.cause !== data.cause);
}

/**
 * Every end leaves the yard. A visit ends once: a second end is a deviation and no fact, so that the balance of the gate
 * closes.
 */
function ended(visit: Visit, end: Pick<Visit, 'crossing' | 'ending'>): Visit {
  if ((visit.crossing ?? visit.ending) !== undefined) return visit;
  const { yard: _, ...elsewhere } = visit;
  return { ...elsewhere, ...end };
}

/** The visit after the steps of an effective history. */
export function foldVisit(steps: readonly EffectiveEvent[]): Visit {
  return steps.reduce(evolveVisit, notArrived);
}

/** On hand: arrived, and ended neither by its crossing nor otherwise. */
export function onHand(visit: Visit): boolean {
  return visit.arrival !== undefined && visit.crossing === undefined && visit.ending === undefined;
}

/**
 * Furthest stage reached. A visit with steps but no effective arrival is VOIDED. `isCalled`: is a call in force?
 * Without it as if no call were ever over, for whom has no gate to ask.
 */
export function stageOf(visit: Visit, isCalled = visit.calls.length > 0): Stage {
  if (visit.arrival === undefined) return 'VOIDED';
  if (visit.ending !== undefined) return ENDINGS[visit.ending.type];
  if (visit.crossing !== undefined) return stageBeyond(visit);
  if (visit.handover !== undefined) return 'HANDED_OVER';
  if (isCalled) return 'CALLED_FORWARD';
  if (visit.disinfections.length > 0) return 'DISINFECTED';
  return visit.customs === undefined ? 'ARRIVED' : 'CUSTOMS_CLEARED';
}

/** Delivery and return come only after the crossing: seen without one, they bring a visit no further. */
function stageBeyond({ returned, delivery }: Visit): Stage {
  if (returned !== undefined) return 'RETURNED';
  return delivery === undefined ? 'CROSSED' : 'DELIVERED';
}

const ENDINGS = {
  'truckVisit.TurnedBack.v1': 'TURNED_BACK',
  'truckVisit.Diverted.v1': 'DIVERTED',
  'truckVisit.VisitCancelled.v1': 'CANCELLED',
  'truckVisit.ContainerCut.v1': 'TRANSFERRED',
  'truckVisit.ContainerLifted.v1': 'TRANSFERRED',
  'truckVisit.CargoTransloaded.v1': 'TRANSFERRED',
  'truckVisit.SeenElsewhere.v1': 'SEEN_ELSEWHERE',
} as const satisfies Record<Ending['type'], Stage>;

/** Before handover or transfer: such a visit is still in the queue. */
export function queued(visit: Visit): boolean {
  return onHand(visit) && visit.handover === undefined && visit.transfers.length === 0;
}

/** The goods a visit came with and those it took over. */
export function consignmentsOf({ arrival, receipts }: Visit): Consignment[] {
  return [...(arrival?.data.consignments ?? []), ...receipts.flatMap(({ data }) => data.consignments)];
}

/** Cargo classes and commodities of the goods: what a commodity scope is held against. */
export function goodsOf(visit: Visit): string[] {
  return consignmentsOf(visit).flatMap((c) =>
    c.commodity === undefined ? [c.cargoClass] : [c.cargoClass, c.commodity],
  );
}
