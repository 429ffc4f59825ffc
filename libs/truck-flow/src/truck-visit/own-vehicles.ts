import type { Step } from './events';

/**
 * The plates of the vehicles that a visit had at an instant (epoch milliseconds): those of its arrival, as vehicle
 * changes left them, and the pool tractor of a handover. What carries the goods after a transfer is no vehicle of its
 * own. A visit that arrived later had what it arrived with.
 */
export function ownVehiclesAt(steps: readonly Step[], time: number): ReadonlySet<string> {
  let vehicles: Vehicles = {};
  for (const step of steps) {
    if (step.type === 'truckVisit.TruckArrived.v1' || step.time <= time) vehicles = after(step, vehicles);
  }
  return new Set(Object.values(vehicles).filter((plate) => plate !== undefined));
}

interface Vehicles {
  readonly tractor?: string | undefined;
  readonly trailer?: string | undefined;
  readonly pool?: string | undefined;
}

function after(step: Step, vehicles: Vehicles): Vehicles {
  switch (step.type) {
    case 'truckVisit.TruckArrived.v1':
      return { tractor: step.data.tractor.plate, trailer: step.data.trailer?.plate };
    case 'truckVisit.VehicleChanged.v1':
      return {
        ...vehicles,
        tractor: step.data.tractor?.plate ?? vehicles.tractor,
        trailer: step.data.trailer?.plate ?? vehicles.trailer,
      };
    case 'truckVisit.HandedOverToDedicatedDriver.v1':
      return { ...vehicles, pool: step.data.tractor?.plate };
    case 'truckVisit.GoodsReceived.v1':
    case 'truckVisit.SeenElsewhere.v1':
    case 'truckVisit.CustomsCleared.v1':
    case 'truckVisit.Disinfected.v1':
    case 'truckVisit.TruckCalledForward.v1':
    case 'truckVisit.MissedCallExcused.v1':
    case 'truckVisit.YardEntered.v1':
    case 'truckVisit.YardLeft.v1':
    case 'truckVisit.TruckWeighed.v1':
    case 'truckVisit.ContainerCut.v1':
    case 'truckVisit.ContainerLifted.v1':
    case 'truckVisit.CargoTransloaded.v1':
    case 'truckVisit.BorderCrossed.v1':
    case 'truckVisit.DeliveredAbroad.v1':
    case 'truckVisit.ReturnedHome.v1':
    case 'truckVisit.TurnedBack.v1':
    case 'truckVisit.Diverted.v1':
    case 'truckVisit.VisitCancelled.v1':
    case 'truckVisit.HoldPlaced.v1':
    case 'truckVisit.HoldLiftConfirmed.v1':
    case 'truckVisit.HoldLifted.v1':
    case 'truckVisit.TicketIssued.v1':
      return vehicles;
  }
}
