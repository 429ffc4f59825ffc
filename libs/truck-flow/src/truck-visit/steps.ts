import type { StepType } from './events';

/**
 * Steps by the name they have in the URL; `arrival` is the begin of a visit. The two that follow from a report of
 * another visit, `goods-receipt` and `sighting-elsewhere`, are reported by nobody.
 */
export const STEPS = {
  arrival: 'truckVisit.TruckArrived.v1',
  'customs-clearance': 'truckVisit.CustomsCleared.v1',
  disinfection: 'truckVisit.Disinfected.v1',
  'call-forward': 'truckVisit.TruckCalledForward.v1',
  'yard-entry': 'truckVisit.YardEntered.v1',
  'yard-exit': 'truckVisit.YardLeft.v1',
  handover: 'truckVisit.HandedOverToDedicatedDriver.v1',
  'container-cut': 'truckVisit.ContainerCut.v1',
  'container-lift': 'truckVisit.ContainerLifted.v1',
  transload: 'truckVisit.CargoTransloaded.v1',
  'goods-receipt': 'truckVisit.GoodsReceived.v1',
  crossing: 'truckVisit.BorderCrossed.v1',
  delivery: 'truckVisit.DeliveredAbroad.v1',
  return: 'truckVisit.ReturnedHome.v1',
  'turn-back': 'truckVisit.TurnedBack.v1',
  diversion: 'truckVisit.Diverted.v1',
  cancellation: 'truckVisit.VisitCancelled.v1',
  'vehicle-change': 'truckVisit.VehicleChanged.v1',
  hold: 'truckVisit.HoldPlaced.v1',
  'hold-lift-confirmation': 'truckVisit.HoldLiftConfirmed.v1',
  'hold-lift': 'truckVisit.HoldLifted.v1',
  'sighting-elsewhere': 'truckVisit.SeenElsewhere.v1',
} as const satisfies Record<string, StepType>;

export type StepName = keyof typeof STEPS;

/** Place of each step at equal event times: the order of the table above. */
export const PLACES = Object.fromEntries(Object.values(STEPS).map((type, place) => [type, place])) as Record<
  StepType,
  number
>;

/** URL name of a stored type. */
export const STEP_NAMES = Object.fromEntries(
  Object.entries(STEPS).map(([name, type]) => [type, name]),
) as Record<StepType, StepName>;
