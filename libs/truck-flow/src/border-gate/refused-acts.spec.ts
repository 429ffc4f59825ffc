import { specificationOf } from '#libs/event-sourcing/testing';
import type { ActName } from './acts';
import { act, event, MAIN } from './border-gate.fixture';
import { borderGate } from './decide';
import { foldGate } from './state';

const { given } = specificationOf(borderGate, foldGate);

describe('what a gate refuses', () => {
  it('a second registration with other data', () => {
    given(event('registration'))
      .when(act('registration', { lanes: ['MAIN'] }))
      .thenRejected('GATE_ALREADY_REGISTERED');
  });

  it.each<[ActName, Record<string, unknown>]>([
    ['suspension', { lane: 'RAIL' }],
    ['resumption', { lane: 'RAIL' }],
    ['opening-hours', { hours: [{ ...MAIN, lane: 'RAIL' }] }],
    ['lane-closure', { lane: 'RAIL' }],
  ])('%s for a lane it does not have', (name, changed) => {
    given(event('registration')).when(act(name, changed)).thenRejected('LANE_UNKNOWN');
  });

  it.each<[ActName, Record<string, unknown>]>([
    ['suspension', { lane: 'ROAD' }],
    ['resumption', { lane: 'ROAD' }],
    ['opening-hours', { hours: [{ ...MAIN, lane: 'ROAD' }] }],
    ['lane-closure', { lane: 'ROAD' }],
  ])('not %s for a lane that was opened', (name, changed) => {
    given(event('registration'), event('lane-opening'))
      .when(act(name, changed))
      .then([event(name, changed)]);
  });

  it.each(['2021-12-07T23:59:59+07:00', '2021-12-08T00:00:00+07:00', '2021-12-07T17:00:00Z'])(
    'an act that ends at %s, before or with its beginning',
    (until) => {
      expect(() => act('suspension', { until })).toThrow(/^EFFECTIVE_RANGE_EMPTY/u);
    },
  );
});
