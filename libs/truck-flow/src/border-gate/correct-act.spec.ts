import { givenEventId, specificationOf } from '#libs/event-sourcing/testing';
import { BODY, event } from './border-gate.fixture';
import { borderGate } from './decide';
import type { CorrectAct } from './decide';
import type { BorderGateEvent } from './events';
import { foldGate } from './state';

const { given } = specificationOf(borderGate, foldGate);

describe('a correction of a gate act', () => {
  const past = [event('registration'), { ...event('suspension'), by: 'mai' }] as const;
  const didNotOccur: CorrectAct = {
    kind: 'correction',
    at: '2021-12-08T00:05:00+07:00',
    eventId: givenEventId(1),
    reason: 'DID_NOT_OCCUR',
    by: { sub: 'mai', manager: false },
    now: '2021-12-07T17:05:00Z',
  };
  const incorrect: CorrectAct = {
    ...didNotOccur,
    reason: 'INCORRECT_DATA',
    corrected: { ...BODY.suspension, reason: 'flood' },
  };
  const registration = { eventId: givenEventId(0), by: { sub: 'lan', manager: true } };

  function correction(data: unknown): BorderGateEvent {
    return { type: 'borderGate.EventCorrected.v1', data, eventTime: didNotOccur.at } as BorderGateEvent;
  }

  it('takes back what did not occur', () => {
    given(...past)
      .when(didNotOccur)
      .then([correction({ eventId: givenEventId(1), reason: 'DID_NOT_OCCUR' })]);
  });

  it('replaces the whole body', () => {
    const { at, ...data } = { ...BODY.suspension, reason: 'flood' };
    given(...past)
      .when(incorrect)
      .then([correction({ eventId: givenEventId(1), reason: 'INCORRECT_DATA', corrected: { at, data } })]);
  });

  it('replaces an earlier one of the same act', () => {
    const { at, ...data } = BODY.suspension;
    given(...past, correction({ eventId: givenEventId(1), reason: 'DID_NOT_OCCUR' }))
      .when({ ...incorrect, corrected: BODY.suspension })
      .then([correction({ eventId: givenEventId(1), reason: 'INCORRECT_DATA', corrected: { at, data } })]);
  });

  it('may correct a registration that keeps its gate and the lanes in use', () => {
    given(...past)
      .when({ ...incorrect, ...registration, corrected: { ...BODY.registration, lanes: ['MAIN'] } })
      .then([expect.objectContaining({ type: 'borderGate.EventCorrected.v1' }) as BorderGateEvent]);
  });

  it.each<[string, string, Record<string, unknown>]>([
    ['of an unknown event', 'EVENT_NOT_FOUND', { eventId: 'nothing' }],
    ['by somebody else', 'CORRECTION_NEEDS_MANAGER', { by: { sub: 'hoa', manager: false } }],
    ['of an entry that is not the last', 'CORRECTION_NEEDS_MANAGER', { eventId: givenEventId(0) }],
    ['after ten minutes', 'CORRECTION_NEEDS_MANAGER', { now: '2021-12-07T17:10:00.001Z' }],
    ['that did not occur but has a body', 'CORRECTED_BODY_UNEXPECTED', { corrected: BODY.suspension }],
    ['without the new body', 'CORRECTED_BODY_MISSING', { reason: 'INCORRECT_DATA' }],
    [
      'to an unknown lane',
      'LANE_UNKNOWN',
      { reason: 'INCORRECT_DATA', corrected: { ...BODY.suspension, lane: 'RAIL' } },
    ],
    [
      'to an empty time',
      'EFFECTIVE_RANGE_EMPTY',
      { reason: 'INCORRECT_DATA', corrected: { ...BODY.suspension, until: BODY.suspension.at } },
    ],
    ['that unregisters a gate', 'CORRECTION_OF_REGISTRATION', registration],
    [
      'that renames a gate',
      'CORRECTION_OF_REGISTRATION',
      { ...registration, reason: 'INCORRECT_DATA', corrected: { ...BODY.registration, gate: 'OTHER' } },
    ],
  ])('is refused %s', (_why, code, changed) => {
    given(...past)
      .when({ ...didNotOccur, ...changed })
      .thenRejected(code);
  });

  it('is refused when a lane in use would be gone', () => {
    given(event('registration'), event('suspension', { lane: 'FRUIT' }))
      .when({ ...incorrect, ...registration, corrected: { ...BODY.registration, lanes: ['MAIN'] } })
      .thenRejected('LANE_UNKNOWN');
  });

  it.each<[string, string, Record<string, unknown>]>([
    ['did not open', 'DID_NOT_OCCUR', {}],
    ['is another', 'INCORRECT_DATA', { corrected: { ...BODY['lane-opening'], lane: 'SIDE' } }],
  ])('is refused when a lane that an act names %s', (_what, reason, more) => {
    given(event('registration'), event('lane-opening'), event('suspension', { lane: 'ROAD' }))
      .when({ ...didNotOccur, ...more, reason, by: registration.by } as CorrectAct)
      .thenRejected('LANE_UNKNOWN');
  });

  it('takes back the opening of a lane that no act names', () => {
    given(event('registration'), event('lane-opening'))
      .when({ ...didNotOccur, by: registration.by })
      .then([correction({ eventId: givenEventId(1), reason: 'DID_NOT_OCCUR' })]);
  });

  it('is not itself corrected', () => {
    given(...past, correction({ eventId: givenEventId(1), reason: 'DID_NOT_OCCUR' }))
      .when({ ...didNotOccur, eventId: givenEventId(2) })
      .thenRejected('CORRECTION_OF_CORRECTION');
  });
});
