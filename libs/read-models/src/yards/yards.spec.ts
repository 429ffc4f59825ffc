import { event, GATE, YARD, yardAct } from '../../testing/given-events';
import { describeView } from '../../testing/view-specification';
import { yards } from './yards';

const AT = '2021-12-15T08:00:00+07:00';
const first = { capacity: { min: 500, max: 700 }, tenure: 'PERMANENT' };
const registered = yardAct('yard.YardRegistered.v1', '2000-01-01T00:00:00+07:00', {
  yard: YARD,
  gate: GATE,
  name: 'North yard',
  ...first,
});
const grown = yardAct('yard.YardCapacityChanged.v1', AT, {
  capacity: { min: 1, max: 999 },
  tenure: 'TEMPORARY',
});

function row(version: string, acts: unknown): Record<string, unknown> {
  return { yard: YARD, version, acts };
}

describeView(yards, {
  'yard.YardRegistered.v1': ({ given }) =>
    given()
      .when(registered)
      .then([row('0', expect.stringContaining('"max":700'))]),
  'yard.YardCapacityChanged.v1': ({ given }) =>
    given(registered)
      .when(grown)
      .then([row('1', expect.stringContaining('"max":999'))]),
  'yard.YardClassified.v1': ({ given }) =>
    given(registered)
      .when(yardAct('yard.YardClassified.v1', AT, { kind: 'DRY_PORT', zone: 'ORDINARY', operator: 'XC' }))
      .then([row('1', expect.stringContaining('DRY_PORT'))]),
  'yard.AmenityProvided.v1': ({ given }) =>
    given(registered)
      .when(yardAct('yard.AmenityProvided.v1', AT, { kind: 'MEAL', quantity: 300 }))
      .then([row('1', expect.stringContaining('MEAL'))]),
  'yard.EventCorrected.v1': ({ given }) =>
    given(registered, grown)
      .when(
        event(grown.stream, 'yard.EventCorrected.v1', AT, {
          eventId: grown.eventId,
          reason: 'DID_NOT_OCCUR',
        }),
      )
      .then([row('2', expect.not.stringContaining('999'))]),
});
