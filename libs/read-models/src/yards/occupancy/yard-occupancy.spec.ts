import { arrival, correction, RECEIVING, step, YARD } from '../../../testing/given-events';
import { describeView } from '../../../testing/view-specification';
import type { ViewSpecification } from '../../../testing/view-specification';
import { END_OF_TIME } from '../../visit-facts/visit-facts';
import { yardOccupancy } from './yard-occupancy';

const at = (hour: number): string => `2021-12-15T${hour.toString().padStart(2, '0')}:00:00+07:00`;
const time = (hour: number): number => Date.parse(at(hour));

const inYard = arrival('v1', at(6), { place: YARD, yardOfPlace: YARD });
const stay = {
  visit_id: 'v1',
  yard: YARD,
  since: time(6),
  from_time: time(6),
  until_time: END_OF_TIME,
  spot: null,
  tractor: '12C04567',
  approved_by: null,
};

/** A step with which another tractor stands in the yard for the goods. */
function changesTractor(name: Parameters<typeof step>[1], data: object, tractor: string) {
  return ({ given }: ViewSpecification): Promise<void> =>
    given(inYard)
      .when(step('v1', name, at(9), data))
      .then([
        { ...stay, until_time: time(9) },
        { ...stay, from_time: time(9), tractor },
      ]);
}

/** A step that ends the visit and with it the stay. */
function leaves(name: Parameters<typeof step>[1], data: object) {
  return ({ given }: ViewSpecification): Promise<void> =>
    given(inYard)
      .when(step('v1', name, at(9), data))
      .then([{ ...stay, until_time: time(9) }]);
}

describeView(yardOccupancy, {
  'truckVisit.TruckArrived.v1': async ({ given }) => {
    await given().when(inYard).then([stay]);
    await given()
      .when(arrival('v1', at(6), { place: YARD, yardOfPlace: YARD, approvedBy: 'task-force' }))
      .then([{ ...stay, approved_by: 'task-force' }]);
    await given()
      .when(arrival('v1', at(6), { place: 'kilometre 3' }))
      .then([]);
  },
  'truckVisit.YardEntered.v1': async ({ given }) => {
    const spotted = step('v1', 'yard-entry', at(8), { yard: YARD, spot: 'A-12' });
    await given(arrival('v1', at(6)))
      .when(spotted)
      .then([{ ...stay, since: time(8), from_time: time(8), spot: 'A-12' }]);
    await given(inYard)
      .when(spotted)
      .then([
        { ...stay, until_time: time(8) },
        { ...stay, from_time: time(8), spot: 'A-12' },
      ]);
    await given(inYard)
      .when(step('v1', 'yard-entry', at(8), { yard: YARD, approvedBy: 'task-force' }))
      .then([
        { ...stay, until_time: time(8) },
        { ...stay, from_time: time(8), approved_by: 'task-force' },
      ]);
    await given(inYard)
      .when(step('v1', 'yard-entry', at(8), { yard: 'SOUTH_YARD' }))
      .then([
        { ...stay, until_time: time(8) },
        { ...stay, yard: 'SOUTH_YARD', since: time(8), from_time: time(8) },
      ]);
  },
  'truckVisit.YardLeft.v1': leaves('yard-exit', { yard: YARD }),
  'truckVisit.HandedOverToDedicatedDriver.v1': changesTractor(
    'handover',
    { dedicatedDriver: 'D01', tractor: { plate: '12C22222' } },
    '12C22222',
  ),
  'truckVisit.ContainerCut.v1': changesTractor(
    'container-cut',
    { yard: YARD, toTractor: RECEIVING },
    RECEIVING.plate,
  ),
  'truckVisit.ContainerLifted.v1': changesTractor(
    'container-lift',
    { yard: YARD, container: { number: 'CSQU3054383' }, toVehicle: RECEIVING },
    RECEIVING.plate,
  ),
  'truckVisit.CargoTransloaded.v1': changesTractor(
    'transload',
    { yard: YARD, toVehicle: RECEIVING },
    RECEIVING.plate,
  ),
  'truckVisit.BorderCrossed.v1': leaves('crossing', { vehicle: { plate: '12C04567' } }),
  'truckVisit.TurnedBack.v1': leaves('turn-back', { reason: 'spoiled' }),
  'truckVisit.Diverted.v1': leaves('diversion', { reason: 'queue' }),
  'truckVisit.VisitCancelled.v1': leaves('cancellation', { reason: 'error' }),
  'truckVisit.SeenElsewhere.v1': leaves('sighting-elsewhere', { gate: 'SOUTH_GATE', visitId: 'v2' }),
  'truckVisit.VehicleChanged.v1': changesTractor(
    'vehicle-change',
    { tractor: { plate: '12C33333' }, reason: 'breakdown' },
    '12C33333',
  ),
  'truckVisit.EventCorrected.v1': async ({ given }) => {
    await given(inYard)
      .when(correction(inYard, at(9)))
      .then([]);
    await given(inYard)
      .when(correction(inYard, at(9), { at: at(7), data: inYard.data }))
      .then([{ ...stay, since: time(7), from_time: time(7) }]);
  },
});
