import { arrival, correction, GATE, RECEIVING, step, YARD } from '../../testing/given-events';
import { callCases } from '../../testing/call-cases';
import { describeView } from '../../testing/view-specification';
import type { Row } from '../../testing/view-specification';
import { cellOf } from './dwell-cells';
import type { DwellOutcome, DwellStage } from './dwell-cells';
import { dwellTimes } from './dwell-times';
import { END_OF_TIME } from '../visit-facts/visit-facts';

const HOUR = 3_600_000;
const at = (hour: number): string => `2021-12-15T${hour.toString().padStart(2, '0')}:00:00+07:00`;

const arrived = arrival('v1', at(6));
const cleared = step('v1', 'customs-clearance', at(8), { declarationNumber: 'D-1' });
const called = step('v1', 'call-forward', at(9));
const handedOver = step('v1', 'handover', at(10), { dedicatedDriver: 'D01' });
const crossed = step('v1', 'crossing', at(12), { vehicle: { plate: '12C04567' } });

function stage(name: DwellStage, endedAt: number, hours: number, outcome: DwellOutcome = 'FINISHED'): Row {
  return {
    stage: name,
    gate: GATE,
    cargo_class: 'FRESH_PRODUCE',
    ended_at: Date.parse(at(endedAt)),
    outcome,
    duration: hours * HOUR,
    cell: cellOf(name, 'FRESH_PRODUCE', outcome, hours * HOUR),
  };
}

const CUSTOMS = stage('CUSTOMS', 8, 2);
const WAITING_CALL = stage('WAITING_CALL', 9, 1);
const GATE_STAGE = stage('GATE', 10, 1);

describeView(dwellTimes, {
  ...callCases({
    rows: (over) => [
      { stage: 'CUSTOMS', number: 0, counts_until: END_OF_TIME },
      { ...WAITING_CALL, number: over === undefined ? 0 : 1, counts_until: over ?? END_OF_TIME },
    ],
  }),
  'truckVisit.TruckArrived.v1': ({ given }) => given().when(arrived).then([]),
  'truckVisit.CustomsCleared.v1': ({ given }) => given(arrived).when(cleared).then([CUSTOMS]),
  'truckVisit.TruckCalledForward.v1': ({ given }) =>
    given(arrived, cleared).when(called).then([CUSTOMS, WAITING_CALL]),
  'truckVisit.HandedOverToDedicatedDriver.v1': async ({ given }) => {
    await given(arrived, cleared, called).when(handedOver).then([CUSTOMS, WAITING_CALL, GATE_STAGE]);
    await given(arrived, cleared)
      .when(handedOver)
      .then([CUSTOMS, stage('WAITING_CALL', 10, 2)]);
  },
  'truckVisit.ContainerCut.v1': ({ given }) =>
    given(arrived, cleared, called)
      .when(step('v1', 'container-cut', at(10), { yard: YARD, toTractor: RECEIVING }))
      .then([CUSTOMS, WAITING_CALL, GATE_STAGE]),
  'truckVisit.ContainerLifted.v1': ({ given }) =>
    given(arrived, cleared, called)
      .when(
        step('v1', 'container-lift', at(10), {
          yard: YARD,
          container: { number: 'CSQU3054383' },
          toVehicle: RECEIVING,
        }),
      )
      .then([CUSTOMS, WAITING_CALL, GATE_STAGE]),
  'truckVisit.CargoTransloaded.v1': async ({ given }) => {
    const onto = { yard: YARD, toVehicle: RECEIVING };
    await given(arrived, cleared, called)
      .when(step('v1', 'transload', at(10), onto))
      .then([CUSTOMS, WAITING_CALL, GATE_STAGE]);
    await given(arrived, cleared, called)
      .when(step('v1', 'transload', at(10), { ...onto, toVisitId: 'v2' }))
      .then([CUSTOMS, WAITING_CALL, GATE_STAGE, stage('TOTAL', 10, 4, 'LEFT')]);
  },
  'truckVisit.BorderCrossed.v1': ({ given }) =>
    given(arrived, cleared, called, handedOver)
      .when(crossed)
      .then([CUSTOMS, WAITING_CALL, GATE_STAGE, stage('CROSSING', 12, 2), stage('TOTAL', 12, 6)]),
  'truckVisit.TurnedBack.v1': ({ given }) =>
    given(arrived, cleared)
      .when(step('v1', 'turn-back', at(11), { reason: 'spoiled' }))
      .then([CUSTOMS, stage('WAITING_CALL', 11, 3, 'LEFT'), stage('TOTAL', 11, 5, 'LEFT')]),
  'truckVisit.Diverted.v1': ({ given }) =>
    given(arrived)
      .when(step('v1', 'diversion', at(11), { reason: 'queue' }))
      .then([stage('CUSTOMS', 11, 5, 'LEFT'), stage('TOTAL', 11, 5, 'LEFT')]),
  'truckVisit.VisitCancelled.v1': ({ given }) =>
    given(arrived, cleared, called)
      .when(step('v1', 'cancellation', at(11), { reason: 'error' }))
      .then([CUSTOMS, WAITING_CALL, stage('GATE', 11, 2, 'LEFT'), stage('TOTAL', 11, 5, 'LEFT')]),
  'truckVisit.SeenElsewhere.v1': ({ given }) =>
    given(arrived, cleared, called, handedOver)
      .when(step('v1', 'sighting-elsewhere', at(11), { gate: 'SOUTH_GATE', visitId: 'v2' }))
      .then([
        CUSTOMS,
        WAITING_CALL,
        GATE_STAGE,
        stage('CROSSING', 11, 1, 'LEFT'),
        stage('TOTAL', 11, 5, 'LEFT'),
      ]),
  'truckVisit.EventCorrected.v1': async ({ given }) => {
    await given(arrived, cleared)
      .when(correction(arrived, at(13)))
      .then([]);
    await given(arrived, cleared, called)
      .when(correction(called, at(13)))
      .then([CUSTOMS]);
    await given(arrived, cleared)
      .when(correction(cleared, at(13), { at: at(7), data: cleared.data }))
      .then([stage('CUSTOMS', 7, 1)]);
  },
});
