import { specificationOf } from '#libs/event-sourcing/testing';
import type { ActName } from './acts';
import { act, BODY, event, MAIN } from './border-gate.fixture';
import { borderGate } from './decide';
import type { BorderGateCommand } from './decide';
import type { GateActEvent } from './events';
import { foldGate } from './state';

const { given } = specificationOf(borderGate, foldGate);

const NAMES = Object.keys(BODY) as ActName[];
const ACT_NAMES = NAMES.filter((name) => name !== 'registration');

describe('a gate that is not registered', () => {
  it('is registered', () => {
    given()
      .when(act('registration'))
      .then([event('registration')]);
  });

  it.each(ACT_NAMES)('refuses %s', (name) => {
    given().when(act(name)).thenRejected('GATE_NOT_FOUND');
  });

  it('is not registered with hours for a lane it does not have', () => {
    given()
      .when(act('registration', { lanes: ['FRUIT'] }))
      .thenRejected('LANE_UNKNOWN');
  });
});

/** Each state of a gate, and the acts that change nothing in it. */
const STATES: Record<string, { events: GateActEvent[]; unchanged: ActName[] }> = {
  open: { events: [event('registration')], unchanged: ['registration'] },
  suspended: {
    events: [event('registration'), event('suspension')],
    unchanged: ['registration', 'suspension'],
  },
  resumed: {
    events: [event('registration'), event('suspension'), event('resumption')],
    unchanged: ['registration', 'suspension', 'resumption'],
  },
  'in another mode': {
    events: [event('registration'), event('handover-mode')],
    unchanged: ['registration', 'handover-mode'],
  },
  'with other hours': {
    events: [event('registration'), event('opening-hours')],
    unchanged: ['registration', 'opening-hours'],
  },
  'with a new lane': {
    events: [event('registration'), event('lane-opening')],
    unchanged: ['registration', 'lane-opening'],
  },
  'with a closed lane': {
    events: [event('registration'), event('lane-closure')],
    unchanged: ['registration', 'lane-closure'],
  },
  observed: {
    events: [event('registration'), event('clearance-rate')],
    unchanged: ['registration', 'clearance-rate'],
  },
};

describe.each(Object.entries(STATES))('a gate %s', (_state, { events, unchanged }) => {
  it.each(NAMES.filter((name) => !unchanged.includes(name)))('takes %s', (name) => {
    given(...events)
      .when(act(name))
      .then([event(name)], []);
  });

  it.each(unchanged)('records nothing when %s is said twice', (name) => {
    given(...events)
      .when(act(name))
      .thenNothing();
  });
});

const PLAIN = { handoverMode: undefined, expectedRate: undefined };

describe('an act is said twice only next to its twin', () => {
  const registered = event('registration');
  const suspended = event('suspension');

  it.each<[string, GateActEvent[], BorderGateCommand]>([
    ['two minutes after it', [registered, suspended], act('suspension', { at: '2021-12-08T00:02:00+07:00' })],
    [
      'when later acts are recorded',
      [registered, suspended, event('resumption'), event('suspension', { at: '2021-12-24T00:00:00+07:00' })],
      act('suspension'),
    ],
    [
      'beside the suspension that the other side ordered',
      [registered, suspended, event('suspension', { orderedBy: 'HOME' })],
      act('suspension'),
    ],
    [
      'before the resumption of the same instant',
      [registered, suspended, event('resumption', { at: BODY.suspension.at })],
      act('suspension'),
    ],
    [
      'when the resumption between them names no mode',
      [
        registered,
        event('handover-mode'),
        event('resumption', { at: '2021-12-23T00:01:00+07:00', ...PLAIN }),
      ],
      act('handover-mode', { at: '2021-12-23T00:02:00+07:00' }),
    ],
    [
      'by the time it begins',
      [registered, event('opening-hours')],
      act('opening-hours', {
        at: '2021-12-23T23:59:00+07:00',
        effectiveFrom: '2021-12-24T00:01:00+07:00',
      }),
    ],
  ])('%s', (_what, events, command) => {
    given(...events)
      .when(command)
      .thenNothing();
  });

  it('and so is a registration that leaves out the pair and class', () => {
    given(event('registration', { pair: 'Puzhai', gateClass: 'AUXILIARY' }))
      .when(act('registration'))
      .thenNothing();
  });

  it.each<[string, GateActEvent[], ActName, Record<string, unknown>]>([
    ['a resumption of an open gate', [registered], 'resumption', PLAIN],
    ['the mode the gate is in', [registered], 'handover-mode', { mode: 'FOREIGN_YARD' }],
    ['the hours the gate has', [registered], 'opening-hours', { hours: [MAIN] }],
    [
      'a suspension within the same suspension',
      [registered, suspended],
      'suspension',
      { at: '2021-12-08T00:02:01+07:00' },
    ],
    [
      'a suspension ordered again for the same time',
      [registered, event('suspension', { effectiveFrom: '2021-12-10T00:00:00+07:00' })],
      'suspension',
      { at: '2021-12-09T00:00:00+07:00', effectiveFrom: '2021-12-10T00:00:00+07:00' },
    ],
    [
      'a suspension that begins before the same one',
      [registered, suspended],
      'suspension',
      { at: '2021-12-07T23:59:00+07:00' },
    ],
    ['a suspension by the other side', [registered, suspended], 'suspension', { orderedBy: 'HOME' }],
    ['a suspension for another reason', [registered, suspended], 'suspension', { reason: 'holiday' }],
    [
      'a suspension that ends',
      [registered, suspended],
      'suspension',
      { until: '2021-12-20T00:00:00+07:00', reason: 'storm' },
    ],
    [
      'a suspension that no longer ends',
      [registered, event('suspension', { until: '2021-12-20T00:00:00+07:00' })],
      'suspension',
      {},
    ],
    ['a suspension of one lane', [registered], 'suspension', { lane: 'FRUIT' }],
    [
      'a resumption of one of the suspended lanes',
      [registered, suspended],
      'resumption',
      { lane: 'FRUIT', ...PLAIN },
    ],
    [
      'the same suspension after a resumption of one lane',
      [
        registered,
        suspended,
        event('resumption', { at: '2021-12-08T00:01:00+07:00', lane: 'FRUIT', ...PLAIN }),
      ],
      'suspension',
      { at: '2021-12-08T00:02:00+07:00' },
    ],
    [
      'the same suspension after a resumption',
      [registered, suspended, event('resumption')],
      'suspension',
      { at: '2021-12-24T00:00:00+07:00' },
    ],
    [
      'the same resumption after another suspension',
      [
        registered,
        event('resumption'),
        event('suspension', { at: '2021-12-22T07:01:00+07:00', lane: 'FRUIT' }),
      ],
      'resumption',
      { at: '2021-12-22T07:02:00+07:00' },
    ],
    [
      'the same mode after a resumption in another',
      [registered, event('handover-mode'), event('resumption', { at: '2021-12-23T00:01:00+07:00' })],
      'handover-mode',
      { at: '2021-12-23T00:02:00+07:00' },
    ],
    [
      'the same hours after others',
      [
        registered,
        event('opening-hours'),
        event('opening-hours', { at: '2021-12-24T00:01:00+07:00', hours: [MAIN] }),
      ],
      'opening-hours',
      { at: '2021-12-24T00:02:00+07:00' },
    ],
    [
      'the same rate observed on another day',
      [registered, event('clearance-rate')],
      'clearance-rate',
      { at: '2021-12-26T20:00:00+07:00' },
    ],
    [
      'the same opening after a closure',
      [
        registered,
        event('lane-opening'),
        event('lane-closure', { at: '2021-12-26T07:01:00+07:00', lane: 'ROAD' }),
      ],
      'lane-opening',
      { at: '2021-12-26T07:02:00+07:00' },
    ],
    ['a closure of another lane', [registered, event('lane-closure')], 'lane-closure', { lane: 'MAIN' }],
    ['a mode that lies ahead', [registered], 'handover-mode', { effectiveFrom: '2022-01-01T00:00:00+07:00' }],
  ])('not %s', (_what, events, name, changed) => {
    given(...events)
      .when(act(name, changed))
      .then([event(name, changed)]);
  });
});
