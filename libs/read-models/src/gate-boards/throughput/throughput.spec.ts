import { STEPS } from '#libs/truck-flow';
import { arrival, correction, GATE, RECEIVING, step, YARD } from '../../../testing/given-events';
import { describeView } from '../../../testing/view-specification';
import type { Row, ViewSpecification } from '../../../testing/view-specification';
import { throughput } from './throughput';

const AT = '2021-12-15T06:40:00+07:00';
const LATER_AT = '2021-12-16T09:10:00+07:00';

const arrived = arrival('v1', AT);
const crossed = step('v1', 'crossing', LATER_AT, { vehicle: { plate: '12C04567' } });
const movement = { gate: GATE, cargo_class: 'FRESH_PRODUCE' };
const came = { ...movement, movement: 'ARRIVED', time: Date.parse(AT) };

function went(name: string): Row {
  return { ...movement, movement: name, time: Date.parse(LATER_AT) };
}

const container = { number: 'CSQU3054383' };
const TRANSFERS = {
  'container-cut': { yard: YARD, toTractor: RECEIVING },
  'container-lift': { yard: YARD, container, toVehicle: RECEIVING },
  transload: { yard: YARD, toVehicle: RECEIVING },
};

/** A transfer takes a visit off hand when another visit takes its goods over. */
const transfers = Object.fromEntries(
  Object.entries(TRANSFERS).map(([name, data]) => [
    STEPS[name as keyof typeof TRANSFERS],
    async ({ given }: ViewSpecification) => {
      const transfer = (more: object) =>
        step('v1', name as keyof typeof TRANSFERS, LATER_AT, { ...data, ...more });
      await given(arrived).when(transfer({})).then([came]);
      await given(arrived)
        .when(transfer({ toVisitId: 'v2' }))
        .then([came, went('TRANSFERRED')]);
    },
  ]),
);

describeView(throughput, {
  'truckVisit.TruckArrived.v1': ({ given }) => given().when(arrived).then([came]),
  'truckVisit.BorderCrossed.v1': ({ given }) =>
    given(arrived)
      .when(crossed)
      .then([came, went('CROSSED')]),
  'truckVisit.TurnedBack.v1': ({ given }) =>
    given(arrived)
      .when(step('v1', 'turn-back', LATER_AT, { reason: 'spoiled' }))
      .then([came, went('TURNED_BACK')]),
  'truckVisit.Diverted.v1': ({ given }) =>
    given(arrived)
      .when(step('v1', 'diversion', LATER_AT, { reason: 'queue' }))
      .then([came, went('DIVERTED')]),
  'truckVisit.VisitCancelled.v1': ({ given }) =>
    given(arrived)
      .when(step('v1', 'cancellation', LATER_AT, { reason: 'error' }))
      .then([came, went('CANCELLED')]),
  ...transfers,
  'truckVisit.SeenElsewhere.v1': ({ given }) =>
    given(arrived)
      .when(step('v1', 'sighting-elsewhere', LATER_AT, { gate: 'SOUTH_GATE', visitId: 'v2' }))
      .then([came, went('SEEN_ELSEWHERE')]),
  'truckVisit.EventCorrected.v1': async ({ given }) => {
    await given(arrived, crossed).when(correction(crossed, LATER_AT)).then([came]);
    await given(arrived, crossed).when(correction(arrived, LATER_AT)).then([]);
    // A crossing that turns out to lie before the arrival counts with it, so that the balance holds at every time.
    await given(arrived)
      .when(step('v1', 'crossing', '2021-12-14T09:00:00+07:00', { vehicle: { plate: '12C04567' } }))
      .then([came, { ...movement, movement: 'CROSSED', time: Date.parse(AT) }]);
  },
});
