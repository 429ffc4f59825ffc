/* Groups of steps: those that separate a step that may happen again from its twin before it. */

/** What moves the truck in and out of yards. */
export const YARD_MOVES = [
  'truckVisit.TruckArrived.v1',
  'truckVisit.YardEntered.v1',
  'truckVisit.YardLeft.v1',
] as const;
/** What calls a truck, and what excuses it. */
export const CALLS = ['truckVisit.TruckCalledForward.v1', 'truckVisit.MissedCallExcused.v1'] as const;
export const HOLDS = [
  'truckVisit.HoldPlaced.v1',
  'truckVisit.HoldLiftConfirmed.v1',
  'truckVisit.HoldLifted.v1',
] as const;
/** What puts the goods behind a tractor. */
export const LOADINGS = [
  'truckVisit.TruckArrived.v1',
  'truckVisit.HandedOverToDedicatedDriver.v1',
  'truckVisit.ContainerCut.v1',
  'truckVisit.ContainerLifted.v1',
  'truckVisit.CargoTransloaded.v1',
  'truckVisit.GoodsReceived.v1',
  'truckVisit.VehicleChanged.v1',
] as const;

/** What changes the weight of the truck, or tells it anew. */
export const WEIGHINGS = [...LOADINGS, 'truckVisit.TruckWeighed.v1'] as const;
