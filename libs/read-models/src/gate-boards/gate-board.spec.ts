import { arrival, correction, GATE, gateRegistered, RECEIVING, step, YARD } from '../../testing/given-events';
import { callCases } from '../../testing/call-cases';
import { describeView } from '../../testing/view-specification';
import { gateBoard } from './gate-board';
import { END_OF_TIME } from '../visit-facts/visit-facts';

const ARRIVED_AT = '2021-12-15T06:40:00+07:00';
const LATER_AT = '2021-12-15T09:10:00+07:00';
const LATER = Date.parse(LATER_AT);
const ARRIVED = Date.parse(ARRIVED_AT);

const onHand = { gate: GATE, arrived_at: ARRIVED, left_at: END_OF_TIME, exit: null };
const arrived = arrival('v1', ARRIVED_AT);

const calledAt = Date.parse('2021-12-15T09:00:00+07:00');

describeView(gateBoard, {
  ...callCases({
    rows: (over) => [{ called_at: calledAt, called_until: over ?? END_OF_TIME, called_again: null }],
  }),
  'truckVisit.TruckArrived.v1': ({ given }) =>
    given(gateRegistered())
      .when(arrived)
      .then([{ ...onHand, cargo_class: 'FRESH_PRODUCE', body_type: 'REEFER_CONTAINER', customs_at: null }]),
  'truckVisit.CustomsCleared.v1': ({ given }) =>
    given(arrived)
      .when(step('v1', 'customs-clearance', LATER_AT, { declarationNumber: 'D-1' }))
      .then([{ ...onHand, customs_at: LATER }]),
  'truckVisit.Disinfected.v1': ({ given }) =>
    given(arrived)
      .when(step('v1', 'disinfection', LATER_AT, { targets: ['CABIN'], procedureVersion: '1' }))
      .then([{ ...onHand, disinfected_at: LATER }]),
  'truckVisit.TruckCalledForward.v1': ({ given }) =>
    given(arrived)
      .when(step('v1', 'call-forward', LATER_AT))
      .then([{ ...onHand, called_at: LATER, called_until: END_OF_TIME }]),
  'truckVisit.HandedOverToDedicatedDriver.v1': ({ given }) =>
    given(arrived)
      .when(step('v1', 'handover', LATER_AT, { dedicatedDriver: 'D01' }))
      .then([{ ...onHand, handed_over_at: LATER, transferred_at: LATER }]),
  'truckVisit.ContainerCut.v1': ({ given }) =>
    given(arrived)
      .when(step('v1', 'container-cut', LATER_AT, { yard: YARD, toTractor: RECEIVING }))
      .then([{ ...onHand, handed_over_at: null, transferred_at: LATER }]),
  'truckVisit.ContainerLifted.v1': ({ given }) =>
    given(arrived)
      .when(
        step('v1', 'container-lift', LATER_AT, {
          yard: YARD,
          container: { number: 'CSQU3054383' },
          toVehicle: RECEIVING,
        }),
      )
      .then([{ ...onHand, transferred_at: LATER }]),
  'truckVisit.CargoTransloaded.v1': async ({ given }) => {
    const onto = { yard: YARD, toVehicle: RECEIVING };
    const follows = { ...onHand, transferred_at: LATER };
    await given(arrived)
      .when(step('v1', 'transload', LATER_AT, onto))
      .then([follows]);
    const takenOver = step('v1', 'transload', LATER_AT, { ...onto, toVisitId: 'v2' });
    await given(arrived)
      .when(takenOver)
      .then([{ ...follows, left_at: LATER, exit: 'TRANSFERRED' }]);
    await given(arrived, takenOver).when(correction(takenOver, LATER_AT)).then([onHand]);
  },
  'truckVisit.BorderCrossed.v1': ({ given }) =>
    given(arrived)
      .when(step('v1', 'crossing', LATER_AT, { vehicle: { plate: '12C04567' } }))
      .then([{ ...onHand, left_at: LATER, exit: 'CROSSED' }]),
  'truckVisit.TurnedBack.v1': ({ given }) =>
    given(arrived)
      .when(step('v1', 'turn-back', LATER_AT, { reason: 'spoiled' }))
      .then([{ ...onHand, left_at: LATER, exit: 'TURNED_BACK' }]),
  'truckVisit.Diverted.v1': ({ given }) =>
    given(arrived)
      .when(step('v1', 'diversion', LATER_AT, { reason: 'queue' }))
      .then([{ ...onHand, left_at: LATER, exit: 'DIVERTED' }]),
  'truckVisit.VisitCancelled.v1': ({ given }) =>
    given(arrived)
      .when(step('v1', 'cancellation', LATER_AT, { reason: 'error' }))
      .then([{ ...onHand, left_at: LATER, exit: 'CANCELLED' }]),
  'truckVisit.SeenElsewhere.v1': ({ given }) =>
    given(arrived)
      .when(step('v1', 'sighting-elsewhere', LATER_AT, { gate: 'SOUTH_GATE', visitId: 'v2' }))
      .then([{ ...onHand, left_at: LATER, exit: 'SEEN_ELSEWHERE' }]),
  'truckVisit.EventCorrected.v1': async ({ given }) => {
    await given(arrived).when(correction(arrived, LATER_AT)).then([]);
    const elsewhere = { at: LATER_AT, data: { ...arrived.data, gate: 'SOUTH_GATE' } };
    await given(arrived)
      .when(correction(arrived, LATER_AT, elsewhere))
      .then([{ ...onHand, gate: 'SOUTH_GATE', arrived_at: LATER }]);
    const crossing = step('v1', 'crossing', LATER_AT, { vehicle: { plate: '12C04567' } });
    await given(arrived, crossing).when(correction(crossing, LATER_AT)).then([onHand]);
  },
});
