import type { Step } from './events';
import type { Plated } from './shapes';

/* What the goods are on, and which assets a visit holds, step by step (H-04…H-07, R-72). */

/** What carries the goods now. After a cut or lift it is the receiving vehicle; a transload leaves no container. */
export interface Carriage {
  readonly tractor: string;
  readonly trailer?: string;
  readonly container?: string;
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
    ...(data.container === undefined ? {} : { container: data.container.number }),
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
      return { ...from, tractor: step.data.toTractor.plate };
    case 'truckVisit.ContainerLifted.v1':
      return { tractor: step.data.toVehicle.plate, container: from.container ?? step.data.container.number };
    case 'truckVisit.CargoTransloaded.v1':
      return { tractor: step.data.toVehicle.plate };
  }
}

/** A visit that takes goods over holds the trailer and the container that came with them. */
export function received(
  { carriage, assets }: Loading,
  { data }: Step<'truckVisit.GoodsReceived.v1'>,
): Loading {
  const taken = namedBy(data).filter(({ kind, id }) => !assets.some((a) => a.kind === kind && a.id === id));
  if (carriage === undefined) return { assets: [...assets, ...taken] };
  const loaded = {
    ...carriage,
    ...(data.trailer === undefined ? {} : { trailer: data.trailer.plate }),
    ...(data.container === undefined ? {} : { container: data.container.number }),
  };
  return { carriage: loaded, assets: [...assets, ...taken] };
}

export function changedVehicle(
  { carriage, assets }: Loading,
  { data }: Step<'truckVisit.VehicleChanged.v1'>,
): Loading {
  const named = namedBy(data);
  const kept = assets.filter((asset) => !named.some((other) => other.kind === asset.kind));
  if (carriage === undefined) return { assets };
  const changed = {
    ...carriage,
    ...(data.tractor === undefined ? {} : { tractor: data.tractor.plate }),
    ...(data.trailer === undefined ? {} : { trailer: data.trailer.plate }),
    ...(data.container === undefined ? {} : { container: data.container.number }),
    ...(data.driver === undefined ? {} : { driver: data.driver }),
  };
  return { carriage: changed, assets: [...kept, ...named], ...carrierIn(data) };
}

function carrierIn({ carrier }: { readonly carrier?: string }): Pick<Loading, 'carrier'> {
  return carrier === undefined ? {} : { carrier };
}

/** The assets a body names, in the sorted order in which they are claimed. */
function namedBy(data: {
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
