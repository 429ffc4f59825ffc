/* What the goods are on, and which assets a visit holds, step by step (H-04…H-07, R-72). */

import { loadedIn, loadedWith, numbersIn } from './containers';
import type { Loaded } from './containers';
import type { Step } from './events';
import type { Containers, Plated } from './shapes';

/** What carries the goods now. After a cut or lift it is the receiving vehicle; a transload leaves no container. */
export interface Carriage extends Loaded {
  readonly tractor: string;
  readonly trailer?: string;
  readonly driver?: string;
}

export interface Asset {
  readonly kind: 'tractor' | 'trailer' | 'container';
  readonly id: string;
}

export type Transfer = Step<
  'truckVisit.ContainerCut.v1' | 'truckVisit.ContainerLifted.v1' | 'truckVisit.CargoTransloaded.v1'
>;

/** Where the goods of a visit are, and what the visit holds. */
export interface Loading {
  /** Undefined before the arrival. */
  readonly carriage?: Carriage;
  /** The assets the visit holds while it is on hand; what the goods left is free. */
  readonly assets: readonly Asset[];
  /** Company that brings the goods now; absent while nobody said. */
  readonly carrier?: string;
}

export function arrivedOn({ data }: Step<'truckVisit.TruckArrived.v1'>): Loading {
  const carriage = {
    tractor: data.tractor.plate,
    ...(data.trailer === undefined ? {} : { trailer: data.trailer.plate }),
    ...loadedWith(numbersIn(data)),
    ...(data.driver === undefined ? {} : { driver: data.driver }),
  };
  return { carriage, assets: namedBy(data), ...carrierIn(data) };
}

/** A dedicated driver may take over with a pool tractor; the visit goes on holding the tractor it arrived with. */
export function handedOver(
  { carriage, assets }: Loading,
  step: Step<'truckVisit.HandedOverToDedicatedDriver.v1'>,
): Loading {
  const { tractor } = step.data;
  if (carriage === undefined || tractor === undefined) return { ...(carriage && { carriage }), assets };
  return { carriage: { ...carriage, tractor: tractor.plate }, assets };
}

/** A cut takes the trailer and what is on it, a lift the container alone, a transload only the cargo (H-05…H-07). */
export function transferred({ carriage, assets }: Loading, step: Transfer): Loading {
  const kept = assets.filter((asset) => KEPT[step.type].includes(asset.kind));
  return carriage === undefined ? { assets: kept } : { carriage: movedTo(step, carriage), assets: kept };
}

const KEPT: Record<Transfer['type'], readonly Asset['kind'][]> = {
  'truckVisit.ContainerCut.v1': ['trailer', 'container'],
  'truckVisit.ContainerLifted.v1': ['container'],
  'truckVisit.CargoTransloaded.v1': [],
};

function movedTo(step: Transfer, { driver: _, ...from }: Carriage): Carriage {
  switch (step.type) {
    case 'truckVisit.ContainerCut.v1':
      return { ...loadedWith(numbersIn(step.data)), ...from, tractor: step.data.toTractor.plate };
    case 'truckVisit.ContainerLifted.v1':
      return {
        tractor: step.data.toVehicle.plate,
        ...loadedWith(numbersIn(step.data)),
        ...loadedWith(loadedIn(from)),
      };
    case 'truckVisit.CargoTransloaded.v1':
      return { tractor: step.data.toVehicle.plate };
  }
}

export type Unloading = Step<'truckVisit.ContainerCut.v1' | 'truckVisit.ContainerLifted.v1'>;

/** What of a visit decides whether one of two containers goes by itself. */
interface OnBoard {
  readonly arrival?: Step<'truckVisit.TruckArrived.v1'>;
  readonly transfers: readonly Transfer[];
  readonly unloadings: readonly Unloading[];
}

/**
 * Is this a cut or lift that names the first container to go of a truck that arrived with two? That one goes by itself,
 * and the visit stays with its truck and the other. Judged by what arrived and by what went before: a report that is
 * still on its way can only turn an unloading into a transfer of all that was left, never the reverse, so no report is
 * refused for good on the way.
 */
export function isUnloading(step: Pick<Step, 'type' | 'data'>, before: OnBoard): step is Unloading {
  if (step.type !== 'truckVisit.ContainerCut.v1' && step.type !== 'truckVisit.ContainerLifted.v1')
    return false;
  return isWholeLoad(before) && 'container' in step.data;
}

/** A truck with two containers of which none went. */
function isWholeLoad({ arrival, transfers, unloadings }: OnBoard): boolean {
  return arrival?.data.containers !== undefined && transfers.length === 0 && unloadings.length === 0;
}

/** A cut takes everything, unless it names one of two containers: with two on board that has to be said, or seen. */
export function notNamed(
  step: Transfer,
  before: OnBoard,
): { readonly code: 'CONTAINER_NOT_NAMED'; readonly detail: string }[] {
  const isNamed = step.type !== 'truckVisit.ContainerCut.v1' || 'container' in step.data;
  if (isNamed || !isWholeLoad(before)) return [];
  return [{ code: 'CONTAINER_NOT_NAMED', detail: 'two containers are on board; name the one that is cut' }];
}

/** A number that is none of the two leaves both: it was read wrongly. */
export function unloaded({ carriage, assets }: Loading, { data }: Unloading): Loading {
  if (carriage === undefined) return { assets };
  const { container: _, containers: __, ...vehicle } = carriage;
  const isGone = (number: string) => number === data.container?.number;
  const left = loadedIn(carriage).filter((number) => !isGone(number));
  return {
    carriage: { ...vehicle, ...loadedWith(left) },
    assets: assets.filter(({ kind, id }) => kind !== 'container' || !isGone(id)),
  };
}

/** A visit that takes goods over holds the trailer and the containers that came with them. */
export function received(
  { carriage, assets, receipts }: Loading & { readonly receipts: readonly Receipt[] },
  { data }: Receipt,
): Loading {
  const taken = namedBy(data).filter(({ kind, id }) => !assets.some((a) => a.kind === kind && a.id === id));
  if (carriage === undefined) return { assets: [...assets, ...taken] };
  const before = receipts.filter((earlier) => earlier.data.fromVisitId === data.fromVisitId);
  const loaded = {
    ...reloaded(carriage, [...stillOn(carriage, before), ...numbersIn(data)].slice(-2)),
    ...(data.trailer === undefined ? {} : { trailer: data.trailer.plate }),
  };
  return { carriage: loaded, assets: [...assets, ...taken] };
}

type Receipt = Step<'truckVisit.GoodsReceived.v1'>;

/** Of two containers that come from one truck one after the other, the second leaves the first where it is. */
function stillOn(carriage: Carriage, receipts: readonly Receipt[]): string[] {
  const came = receipts.flatMap(({ data }) => numbersIn(data));
  return came.filter((number) => loadedIn(carriage).includes(number));
}

export function changedVehicle(
  { carriage, assets }: Loading,
  { data }: Step<'truckVisit.VehicleChanged.v1'>,
): Loading {
  const named = namedBy(data);
  const kept = assets.filter((asset) => !named.some((other) => other.kind === asset.kind));
  if (carriage === undefined) return { assets };
  const changed = {
    ...reloaded(carriage, numbersIn(data)),
    ...(data.tractor === undefined ? {} : { tractor: data.tractor.plate }),
    ...(data.trailer === undefined ? {} : { trailer: data.trailer.plate }),
    ...(data.driver === undefined ? {} : { driver: data.driver }),
  };
  return { carriage: changed, assets: [...kept, ...named], ...carrierIn(data) };
}

/** What a step names takes the place of what was loaded. */
function reloaded(carriage: Carriage, named: readonly string[]): Carriage {
  if (named.length === 0) return carriage;
  const { containers: _, ...before } = carriage;
  return { ...before, ...loadedWith(named) };
}

function carrierIn({ carrier }: { readonly carrier?: string }): Pick<Loading, 'carrier'> {
  return carrier === undefined ? {} : { carrier };
}

/** The assets a body names, in the sorted order in which they are claimed. */
function namedBy(data: Containers & { readonly tractor?: Plated; readonly trailer?: Plated }): Asset[] {
  const assets: Asset[] = numbersIn(data).map((id) => ({ kind: 'container', id }));
  if (data.tractor !== undefined) assets.push({ kind: 'tractor', id: data.tractor.plate });
  if (data.trailer !== undefined) assets.push({ kind: 'trailer', id: data.trailer.plate });
  return assets;
}
