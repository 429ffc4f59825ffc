import { STEPS } from '#libs/truck-flow';
import {
  arrival,
  correction,
  event,
  gateAct,
  GATE,
  gateRegistered,
  YARD,
  yardAct,
} from '../../testing/given-events';
import type { GivenEvent } from '../../testing/given-events';
import { describeView, specificationOf } from '../../testing/view-specification';
import type { Row } from '../../testing/view-specification';
import { corrections } from './corrections';

const AT = '2021-12-15T08:00:00+07:00';
const LATER = '2021-12-15T09:00:00+07:00';
const FIRST_SECOND = Date.UTC(2022, 0, 1);

const arrived = arrival('v1', AT);
const moved = correction(arrived, LATER, { at: AT, data: { ...arrived.data, gate: 'SOUTH_GATE' } });
const voided = correction(arrived, LATER);

const yard = yardAct('yard.YardRegistered.v1', '2000-01-01T00:00:00+07:00', {
  yard: YARD,
  gate: GATE,
  name: 'North yard',
  capacity: { min: 10, max: 20 },
  tenure: 'OWNED',
});
const capacity = yardAct('yard.YardCapacityChanged.v1', AT, {
  capacity: { min: 1, max: 2 },
  tenure: 'OWNED',
});
const yardCorrection = event(capacity.stream, 'yard.EventCorrected.v1', LATER, {
  eventId: capacity.eventId,
  reason: 'DID_NOT_OCCUR',
});
const suspended = gateAct('suspension', AT, { orderedBy: 'HOME', reason: 'flood' });

/** The row of the correction that was recorded as the `second`-th event. */
function row(of: GivenEvent, made: GivenEvent, second: number, expected: Row): Row {
  const { gate = GATE, about, id } = expected;
  return {
    gate,
    about,
    id,
    recorded_at: FIRST_SECOND + second * 1_000,
    correction: expect.stringContaining(
      JSON.stringify({ correctionId: made.eventId, eventId: of.eventId, type: of.type }).slice(0, -1),
    ) as unknown,
  };
}

const visit = { about: 'truckVisit', id: 'v1' };

describeView(corrections, {
  [STEPS.arrival]: ({ given }) => given().when(arrived).then([]),
  'truckVisit.EventCorrected.v1': ({ given }) =>
    given(arrived)
      .when(voided)
      .then([row(arrived, voided, 2, visit)]),
  'borderGate.EventCorrected.v1': ({ given }) => {
    const made = correction(suspended, LATER);
    return given(gateRegistered(), suspended)
      .when(made)
      .then([row(suspended, made, 3, { about: 'borderGate', id: GATE })]);
  },
  'yard.YardRegistered.v1': ({ given }) =>
    given(capacity, yardCorrection)
      .when(yard)
      .then([row(capacity, yardCorrection, 2, { about: 'yard', id: YARD })]),
  'yard.YardCapacityChanged.v1': ({ given }) => given(yard).when(capacity).then([]),
  'yard.YardClassified.v1': ({ given }) =>
    given(yard)
      .when(yardAct('yard.YardClassified.v1', AT, { kind: 'DRY_PORT', zone: 'ORDINARY', operator: 'XC' }))
      .then([]),
  'yard.AmenityProvided.v1': ({ given }) =>
    given(yard)
      .when(yardAct('yard.AmenityProvided.v1', AT, { kind: 'MEAL', quantity: 300 }))
      .then([]),
  'yard.EventCorrected.v1': ({ given }) =>
    given(yard, capacity)
      .when(yardCorrection)
      .then([row(capacity, yardCorrection, 3, { about: 'yard', id: YARD })]),
});

describe('a correction that names another gate', () => {
  it('stands at the gate that counts', async () => {
    await specificationOf(corrections)
      .given(arrived)
      .when(moved)
      .then([row(arrived, moved, 2, { ...visit, gate: 'SOUTH_GATE' })]);
  });
});
