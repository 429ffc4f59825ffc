import type { EffectiveEvent, HistoryOrder } from '#libs/event-sourcing';
import { VISIT_CORRECTED } from './events';
import type { Plated, Step, StepType } from './events';
import { PLACES } from './steps';

export const visitOrder: HistoryOrder = {
  correctionType: VISIT_CORRECTED,
  placeOf: (type) => PLACES[type as StepType],
};

export type Transfer = Step<
  'truckVisit.ContainerCut.v1' | 'truckVisit.ContainerLifted.v1' | 'truckVisit.CargoTransloaded.v1'
>;
export type Ending = Step<
  'truckVisit.TurnedBack.v1' | 'truckVisit.Diverted.v1' | 'truckVisit.VisitCancelled.v1'
>;

/** What carries the goods now. After a cut or lift it is the receiving vehicle; a transload leaves no container. */
export interface Carriage {
  readonly tractor: string;
  readonly trailer?: string;
  readonly container?: string;
  readonly driver?: string;
}

/**
 * A truck visit as its effective history tells it up to some step: facts, not a status. Each fact is the step that
 * established it. The visit follows the goods, not the truck.
 */
export interface Visit {
  readonly steps: readonly Step[];
  readonly arrival?: Step<'truckVisit.TruckArrived.v1'>;
  readonly customs?: Step<'truckVisit.CustomsCleared.v1'>;
  readonly disinfections: readonly Step<'truckVisit.Disinfected.v1'>[];
  /** The first disinfection of the cab. */
  readonly cabin?: Step<'truckVisit.Disinfected.v1'>;
  readonly call?: Step<'truckVisit.TruckCalledForward.v1'>;
  readonly handover?: Step<'truckVisit.HandedOverToDedicatedDriver.v1'>;
  readonly transfers: readonly Transfer[];
  readonly crossing?: Step<'truckVisit.BorderCrossed.v1'>;
  readonly delivery?: Step<'truckVisit.DeliveredAbroad.v1'>;
  readonly returned?: Step<'truckVisit.ReturnedHome.v1'>;
  readonly ending?: Ending;
  readonly openHolds: readonly Step<'truckVisit.HoldPlaced.v1'>[];
  /** The yard the truck stands in; the step is the arrival when the arrival's place was a yard. */
  readonly yard?: { readonly yard: string; readonly spot?: string; readonly since: Step };
  /** What the goods are on. Undefined before the arrival. */
  readonly carriage?: Carriage;
  /** The assets this visit holds while it is on hand; what the goods left is free (decision 12). */
  readonly assets: readonly Asset[];
}

export interface Asset {
  readonly kind: 'tractor' | 'trailer' | 'container';
  readonly id: string;
}

export const notArrived: Visit = { steps: [], disinfections: [], transfers: [], openHolds: [], assets: [] };

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
  | 'VOIDED';

/** Adds one effective step. Total: any step in any order gives a visit; what was out of order is a deviation. */
export function evolveVisit(visit: Visit, event: EffectiveEvent): Visit {
  const step = event as Step;
  const next = { ...visit, steps: [...visit.steps, step] };
  switch (step.type) {
    case 'truckVisit.TruckArrived.v1':
      return {
        ...next,
        arrival: step,
        carriage: carriageAtArrival(step),
        assets: namedBy(step.data),
        ...yardAtArrival(step),
      };
    case 'truckVisit.CustomsCleared.v1':
      return { ...next, customs: visit.customs ?? step };
    case 'truckVisit.Disinfected.v1':
      return disinfected(next, step);
    case 'truckVisit.TruckCalledForward.v1':
      return { ...next, call: visit.call ?? step };
    case 'truckVisit.YardEntered.v1':
    case 'truckVisit.YardLeft.v1':
      return movedInYard(next, step);
    case 'truckVisit.HandedOverToDedicatedDriver.v1':
      return { ...next, handover: visit.handover ?? step, ...carriageAfterHandover(visit, step) };
    case 'truckVisit.ContainerCut.v1':
    case 'truckVisit.ContainerLifted.v1':
    case 'truckVisit.CargoTransloaded.v1':
      return {
        ...next,
        transfers: [...visit.transfers, step],
        ...carriageAfterTransfer(visit, step),
        assets: keptThrough(visit, step),
      };
    case 'truckVisit.BorderCrossed.v1':
      return left({ ...next, crossing: visit.crossing ?? step });
    case 'truckVisit.DeliveredAbroad.v1':
      return { ...next, delivery: visit.delivery ?? step };
    case 'truckVisit.ReturnedHome.v1':
      return { ...next, returned: visit.returned ?? step };
    case 'truckVisit.TurnedBack.v1':
    case 'truckVisit.Diverted.v1':
    case 'truckVisit.VisitCancelled.v1':
      return left({ ...next, ending: visit.ending ?? step });
    case 'truckVisit.VehicleChanged.v1':
      return { ...next, ...carriageAfterChange(visit, step), assets: afterChange(visit, step.data) };
    case 'truckVisit.HoldPlaced.v1':
      return { ...next, openHolds: [...withoutHold(visit, step), step] };
    case 'truckVisit.HoldLifted.v1':
      return { ...next, openHolds: withoutHold(visit, step) };
  }
}

function disinfected(visit: Visit, step: Step<'truckVisit.Disinfected.v1'>): Visit {
  const disinfections = [...visit.disinfections, step];
  if (visit.cabin !== undefined || !step.data.targets.includes('CABIN')) return { ...visit, disinfections };
  return { ...visit, disinfections, cabin: step };
}

function carriageAtArrival({ data }: Step<'truckVisit.TruckArrived.v1'>): Carriage {
  return {
    tractor: data.tractor.plate,
    ...(data.trailer === undefined ? {} : { trailer: data.trailer.plate }),
    ...(data.container === undefined ? {} : { container: data.container.number }),
    ...(data.driver === undefined ? {} : { driver: data.driver }),
  };
}

/** api.md: an arrival whose place is a yard is present in that yard. The edge writes a yard code only for a yard. */
function yardAtArrival(step: Step<'truckVisit.TruckArrived.v1'>): Pick<Visit, 'yard'> {
  return step.data.yardOfPlace === undefined ? {} : { yard: { yard: step.data.yardOfPlace, since: step } };
}

function movedInYard(
  visit: Visit,
  step: Step<'truckVisit.YardEntered.v1' | 'truckVisit.YardLeft.v1'>,
): Visit {
  const { yard: _, ...elsewhere } = visit;
  const { yard, spot } = step.data;
  if (step.type === 'truckVisit.YardLeft.v1') return visit.yard?.yard === yard ? elsewhere : visit;
  if (!onHand(visit)) return visit;
  const stays = visit.yard?.yard === yard;
  return {
    ...elsewhere,
    yard: { yard, ...(spot === undefined ? {} : { spot }), since: stays ? visit.yard.since : step },
  };
}

function carriageAfterHandover(
  { carriage }: Visit,
  { data }: Step<'truckVisit.HandedOverToDedicatedDriver.v1'>,
): Pick<Visit, 'carriage'> {
  if (carriage === undefined || data.tractor === undefined) return {};
  return { carriage: { ...carriage, tractor: data.tractor.plate } };
}

/** A cut takes the trailer and what is on it, a lift the container alone, a transload only the cargo (H-05…H-07). */
function carriageAfterTransfer({ carriage }: Visit, step: Transfer): Pick<Visit, 'carriage'> {
  if (carriage === undefined) return {};
  const { driver: _driver, trailer, container, ...rest } = carriage;
  if (step.type === 'truckVisit.ContainerCut.v1') {
    return {
      carriage: {
        ...rest,
        tractor: step.data.toTractor.plate,
        ...(trailer === undefined ? {} : { trailer }),
        ...(container === undefined ? {} : { container }),
      },
    };
  }
  const tractor = step.data.toVehicle.plate;
  if (step.type === 'truckVisit.CargoTransloaded.v1') return { carriage: { tractor } };
  return { carriage: { tractor, container: container ?? step.data.container.number } };
}

function carriageAfterChange(
  { carriage }: Visit,
  { data }: Step<'truckVisit.VehicleChanged.v1'>,
): Pick<Visit, 'carriage'> {
  if (carriage === undefined) return {};
  return {
    carriage: {
      ...carriage,
      ...(data.tractor === undefined ? {} : { tractor: data.tractor.plate }),
      ...(data.trailer === undefined ? {} : { trailer: data.trailer.plate }),
      ...(data.driver === undefined ? {} : { driver: data.driver }),
    },
  };
}

/** The assets a body names, in the sorted order in which they are claimed. */
export function namedBy(data: {
  readonly tractor?: Plated;
  readonly trailer?: Plated;
  readonly container?: { readonly number: string };
}): Asset[] {
  const assets: Asset[] = [];
  if (data.container !== undefined) assets.push({ kind: 'container', id: data.container.number });
  if (data.tractor !== undefined) assets.push({ kind: 'tractor', id: data.tractor.plate });
  if (data.trailer !== undefined) assets.push({ kind: 'trailer', id: data.trailer.plate });
  return assets;
}

function keptThrough(visit: Visit, transfer: Transfer): Asset[] {
  if (transfer.type === 'truckVisit.CargoTransloaded.v1') return [];
  const kept = transfer.type === 'truckVisit.ContainerCut.v1' ? ['trailer', 'container'] : ['container'];
  return visit.assets.filter((asset) => kept.includes(asset.kind));
}

function afterChange(visit: Visit, data: { readonly tractor?: Plated; readonly trailer?: Plated }): Asset[] {
  const named = namedBy(data);
  return [...visit.assets.filter((a) => !named.some((n) => n.kind === a.kind)), ...named];
}

function withoutHold(visit: Visit, { data }: Step<'truckVisit.HoldPlaced.v1' | 'truckVisit.HoldLifted.v1'>) {
  return visit.openHolds.filter((hold) => hold.data.cause !== data.cause);
}

/** Crossing, turn-back, diversion and cancellation leave the yard. */
function left(visit: Visit): Visit {
  const { yard: _, ...elsewhere } = visit;
  return elsewhere;
}

/** The visit after the steps of an effective history. */
export function foldVisit(steps: readonly EffectiveEvent[]): Visit {
  return steps.reduce(evolveVisit, notArrived);
}

/** On hand: arrived, not crossed, not turned back, diverted or cancelled. */
export function onHand(visit: Visit): boolean {
  return visit.arrival !== undefined && visit.crossing === undefined && visit.ending === undefined;
}

/** Furthest stage reached (api.md). A visit with steps but no effective arrival is VOIDED (decision 11). */
export function stageOf(visit: Visit): Stage {
  if (visit.arrival === undefined) return 'VOIDED';
  if (visit.ending !== undefined) return ENDINGS[visit.ending.type];
  if (visit.returned !== undefined) return 'RETURNED';
  if (visit.delivery !== undefined) return 'DELIVERED';
  if (visit.crossing !== undefined) return 'CROSSED';
  if (visit.handover !== undefined) return 'HANDED_OVER';
  if (visit.call !== undefined) return 'CALLED_FORWARD';
  if (visit.disinfections.length > 0) return 'DISINFECTED';
  return visit.customs === undefined ? 'ARRIVED' : 'CUSTOMS_CLEARED';
}

const ENDINGS = {
  'truckVisit.TurnedBack.v1': 'TURNED_BACK',
  'truckVisit.Diverted.v1': 'DIVERTED',
  'truckVisit.VisitCancelled.v1': 'CANCELLED',
} as const;

/** Before handover or transfer: such a visit still stands in the queue (api.md). */
export function queued(visit: Visit): boolean {
  return onHand(visit) && visit.handover === undefined && visit.transfers.length === 0;
}

/** Cargo classes and commodities of the goods: what a commodity scope is held against. */
export function goodsOf(visit: Visit): string[] {
  return (visit.arrival?.data.consignments ?? []).flatMap((c) =>
    c.commodity === undefined ? [c.cargoClass] : [c.cargoClass, c.commodity],
  );
}
