/* Goods that go from one visit onto the vehicle of another (H-05…H-07). */
import type { EffectiveEvent } from '#libs/event-sourcing';
import { isUnloading } from './carriage';
import type { Transfer } from './carriage';
import { containersNumbered, loadedIn, numbersIn } from './containers';
import type { Step, TruckVisitSteps } from './events';
import type { GoodsReceivedData, ReceivingVehicle } from './shapes';
import { visitOrder } from './category';
import { STEPS } from './steps';
import { consignmentsOf, foldVisit, notArrived, onHand } from './state';
import type { Visit } from './state';

const TRANSFERS: Readonly<Record<Transfer['type'], GoodsReceivedData['transfer']>> = {
  'truckVisit.ContainerCut.v1': 'CONTAINER_CUT',
  'truckVisit.ContainerLifted.v1': 'CONTAINER_LIFT',
  'truckVisit.CargoTransloaded.v1': 'TRANSLOAD',
};

/** Is this a cut, lift or transload? */
export function isTransfer(step: Pick<Step, 'type'>): step is Transfer {
  return step.type in TRANSFERS;
}

/** Vehicles of this country are home vehicles; those of others have no visits: exports only. */
export const HOME_COUNTRY = 'VN';

/** The vehicle that takes the goods over. */
export function receivingVehicle(transfer: Transfer): ReceivingVehicle {
  return transfer.type === STEPS['container-cut'] ? transfer.data.toTractor : transfer.data.toVehicle;
}

/** Which visit takes over: by the vehicle's plate at a gate, or because the report names it. */
export interface Receiver {
  readonly gate: string;
  /** Normalised; absent when the visit is named. */
  readonly plate?: string;
}

/** May the visit that these steps tell take goods over by this transfer? It has to be on hand at that gate then. */
export function takesOver(
  steps: readonly EffectiveEvent[],
  transfer: Pick<Step, 'type' | 'time'>,
  { gate, plate }: Receiver,
): boolean {
  const visit = visitBefore(steps, transfer);
  if (!onHand(visit) || visit.arrival?.data.gate !== gate) return false;
  return plate === undefined || visit.assets.some(({ kind, id }) => kind === 'tractor' && id === plate);
}

/** A visit as its history tells it up to a step that is not in it. At equal time and place the earlier record counts. */
export function visitBefore(steps: readonly EffectiveEvent[], step: Pick<Step, 'type' | 'time'>): Visit {
  return foldVisit(steps.filter((other) => precedes(other as Step, step)));
}

export function precedes(other: Pick<Step, 'type' | 'time'>, step: Pick<Step, 'type' | 'time'>): boolean {
  return other.time < step.time || (other.time === step.time && placeOf(other) <= placeOf(step));
}

function placeOf({ type }: Pick<Step, 'type'>): number {
  return visitOrder.placeOf(type) ?? 0;
}

/**
 * What the receiving visit gets by a transfer that is among the steps of the visit the goods leave: all its goods, by a
 * cut the trailer and what is on it, by a lift the container, by a transload the cargo alone. With one of two containers
 * go all goods, too: nobody says which of them are in it.
 */
export function receiptOf(
  fromVisitId: string,
  steps: readonly EffectiveEvent[],
  transfer: Transfer,
): TruckVisitSteps['truckVisit.GoodsReceived.v1'] {
  const before = foldVisit(
    steps.slice(
      0,
      steps.findIndex(({ eventId }) => eventId === transfer.eventId),
    ),
  );
  const { trailer } = before.carriage ?? {};
  const { type } = transfer;
  const isWhole = !isUnloading(transfer, before);
  return {
    gate: before.arrival?.data.gate ?? '',
    fromVisitId,
    eventId: transfer.eventId,
    transfer: TRANSFERS[type],
    ...(isWhole && type === STEPS['container-cut'] && trailer !== undefined
      ? { trailer: { plate: trailer } }
      : {}),
    ...containersNumbered(containersTaken(transfer, isWhole ? before : notArrived)),
    consignments: consignmentsOf(before),
  };
}

/** The numbers that a transfer takes: those that are known to be on board, else the one that is named. */
function containersTaken(transfer: Transfer, { carriage }: Pick<Visit, 'carriage'>): readonly string[] {
  if (transfer.type === STEPS.transload) return [];
  const known = loadedIn(carriage ?? {});
  return known.length === 0 ? numbersIn(transfer.data) : known;
}
