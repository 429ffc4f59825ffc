import type { Step } from './events';
import { ownVehiclesAt } from './own-vehicles';

const step = (type: string, time: number, data: object) =>
  ({ type: `truckVisit.${type}.v1`, time, data }) as Step;

const STEPS = [
  step('TruckArrived', 10, { tractor: { plate: 'A' }, trailer: { plate: 'T' } }),
  step('VehicleChanged', 20, { tractor: { plate: 'B' } }),
  step('HandedOverToDedicatedDriver', 30, { tractor: { plate: 'POOL' } }),
  step('CargoTransloaded', 40, { toVehicle: { plate: 'FOREIGN' } }),
];

describe('the vehicles of a visit', () => {
  it.each<[string, number, string[]]>([
    ['before it arrived are those it arrived with', 5, ['A', 'T']],
    ['are those of the arrival', 15, ['A', 'T']],
    ['are those that it was changed to', 20, ['B', 'T']],
    ['are also the pool tractor', 30, ['B', 'T', 'POOL']],
    ['are not those that took its goods', 50, ['B', 'T', 'POOL']],
  ])('%s', (_rule, time, plates) => {
    expect([...ownVehiclesAt(STEPS, time)]).toEqual(plates);
  });

  it('are none without an arrival', () => {
    expect([...ownVehiclesAt([], 0)]).toEqual([]);
  });
});
