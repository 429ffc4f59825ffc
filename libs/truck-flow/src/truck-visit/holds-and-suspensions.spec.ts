import {
  ARRIVED,
  CALLED,
  CLEARED,
  DISINFECTED,
  HANDED_OVER,
  act,
  at,
  gateAfter,
  given,
  past,
  recorded,
  report,
  resumed,
  suspended,
  visitAfter,
} from '../../testing/visit-story';
import type { Gate } from '../border-gate/state';
import { callDeadlineAt } from './calls';
import type { Visit } from './state';

const deadlineIn = (visit: Visit, gate: Gate) => callDeadlineAt(visit, gate, Date.parse(at('18:00')));

describe('a truck that is held', () => {
  const hold = past('hold', '07:40');

  it.each([
    ['called forward', 'call-forward'],
    ['handed over', 'handover'],
    ['cut', 'container-cut'],
    ['lifted', 'container-lift'],
    ['transloaded', 'transload'],
  ] as const)('is not %s', (_, step) => {
    given(...DISINFECTED, hold)
      .when(report(step, '08:30'))
      .thenRejected('VISIT_HELD');
  });

  it('does not cross', () => {
    given(...HANDED_OVER, past('hold', '08:40'))
      .when(report('crossing', '09:00'))
      .thenRejected('VISIT_HELD');
  });

  it.each([
    ['cleared by customs', ARRIVED, 'customs-clearance', '07:50'],
    ['disinfected', CLEARED, 'disinfection', '07:50'],
    ['moved into a yard', CLEARED, 'yard-entry', '07:50'],
    ['turned back', CLEARED, 'turn-back', '07:50'],
  ] as const)('may be %s', (_, story, step, clock) => {
    given(...story, hold)
      .when(report(step, clock))
      .then([recorded(step, clock)]);
  });

  it('goes on once the hold is lifted', () => {
    given(...DISINFECTED, hold, past('hold-lift', '08:10'))
      .when(report('handover', '08:30'))
      .then([recorded('handover', '08:30')]);
  });

  it('stays held while another hold is open', () => {
    given(...DISINFECTED, hold, past('hold', '07:50', { cause: 'PAPERS' }), past('hold-lift', '08:10'))
      .when(report('handover', '08:30'))
      .thenRejected('VISIT_HELD');
  });

  it('was free before the hold, also when that is reported late', () => {
    given(...DISINFECTED, past('hold', '10:00'))
      .when(report('handover', '08:30'))
      .then([recorded('handover', '08:30')]);
  });
});

describe('a lane that is not open', () => {
  const laneClosed = (from: string, lane: string, more: object = {}) =>
    act('borderGate.LaneClosed.v1', from, { lane, ...more });
  const laneOpened = (from: string, lane: string) =>
    act('borderGate.LaneOpened.v1', from, { lane, kind: 'ORDINARY' });
  const shut = gateAfter(laneClosed('08:20', 'MAIN'), laneClosed('08:00', 'FRUIT'));
  const beside = gateAfter(laneOpened('06:00', 'ROAD'), laneClosed('08:20', 'MAIN'));

  it('calls nobody forward, and lets nobody cross', () => {
    given(...CLEARED)
      .when(report('call-forward', '08:30', {}, shut))
      .thenRejected('LANE_NOT_OPEN');
    given(...HANDED_OVER)
      .when(report('crossing', '09:00', {}, shut))
      .thenRejected('LANE_NOT_OPEN');
    given(...HANDED_OVER)
      .when(report('crossing', '09:00', { lane: 'MAIN' }, beside))
      .thenRejected('LANE_NOT_OPEN');
  });

  it('was open until the minute of its closure', () => {
    given(...CLEARED)
      .when(report('call-forward', '08:19', {}, shut))
      .then([recorded('call-forward', '08:19')]);
    given(...CLEARED)
      .when(report('call-forward', '08:20', {}, shut))
      .thenRejected('LANE_NOT_OPEN');
  });

  it('keeps no truck from another lane, nor from any when none is named', () => {
    for (const lane of [{}, { lane: 'ROAD' }]) {
      given(...HANDED_OVER)
        .when(report('crossing', '09:00', lane, beside))
        .then([recorded('crossing', '09:00', lane)]);
    }
  });

  it('is no lane of the gate before it was ever opened', () => {
    given(...HANDED_OVER)
      .when(report('crossing', '09:00', { lane: 'ROAD' }))
      .thenRejected('LANE_UNKNOWN');
    given(...HANDED_OVER)
      .when(report('crossing', '09:00', { lane: 'ROAD' }, gateAfter(laneOpened('10:00', 'ROAD'))))
      .thenRejected('LANE_NOT_OPEN');
  });

  it('does not deny that a truck was seen to cross on it', () => {
    const seen = { lane: 'MAIN', observed: true, observation: 'seen by the guard' };
    given(...HANDED_OVER)
      .when(report('crossing', '09:00', seen, beside))
      .then([recorded('crossing', '09:00', seen)]);
  });

  it('costs nobody a place: a call does not lapse while no lane is open', () => {
    const story = visitAfter(...CLEARED, past('call-forward', '08:00', { deadline: at('09:00') }));
    const none = gateAfter(
      ...['MAIN', 'FRUIT'].map((lane) => laneClosed('08:20', lane, { until: at('11:00') })),
    );
    expect(deadlineIn(story, none)).toBe(Date.parse(at('11:40')));
    expect(deadlineIn(story, beside)).toBe(Date.parse(at('09:00')));
  });
});

describe('a suspended gate', () => {
  const closed = gateAfter(suspended('06:00'));
  const DIFFERS = [{ code: 'MODE_DIFFERS_FROM_GATE', pointer: '' }];

  it('calls nobody forward', () => {
    given(...CLEARED)
      .when(report('call-forward', '08:00', {}, closed))
      .thenRejected('GATE_SUSPENDED');
  });

  it('lets nobody cross', () => {
    given(...HANDED_OVER)
      .when(report('crossing', '09:00', {}, closed))
      .thenRejected('GATE_SUSPENDED');
  });

  it.each([
    ['arrives', [], 'arrival', '06:40'],
    ['is cleared', ARRIVED, 'customs-clearance', '07:10'],
    ['is disinfected', CLEARED, 'disinfection', '07:30'],
    ['is handed over', CALLED, 'handover', '08:30'],
    ['is transloaded', CALLED, 'transload', '08:30'],
  ] as const)('does not keep a truck from what happens on this side: it %s', (_, story, step, clock) => {
    const noted = step === 'transload' ? { warnings: DIFFERS } : {};
    given(...story)
      .when(report(step, clock, {}, closed))
      .then([recorded(step, clock, {}, noted)]);
  });

  it('costs nobody a place: a truck called before it needs no second call after it', () => {
    const reopened = gateAfter(suspended('08:10'), resumed('2021-12-20 07:00'));
    given(...HANDED_OVER)
      .when(report('crossing', '2021-12-20 08:00', {}, reopened))
      .then([recorded('crossing', '2021-12-20 08:00')]);
    given(...CALLED)
      .when(report('call-forward', '2021-12-20 08:00', {}, reopened))
      .thenNothing();
  });

  it('was open before it was suspended, also when that is reported late', () => {
    given(...HANDED_OVER)
      .when(report('crossing', '09:00', {}, gateAfter(suspended('09:01'))))
      .then([recorded('crossing', '09:00')]);
  });

  it('is closed from the very minute of the order and open from that of the resumption', () => {
    given(...HANDED_OVER)
      .when(report('crossing', '09:00', {}, gateAfter(suspended('09:00'))))
      .thenRejected('GATE_SUSPENDED');
    given(...HANDED_OVER)
      .when(report('crossing', '09:00', {}, gateAfter(suspended('06:00'), resumed('09:00'))))
      .then([recorded('crossing', '09:00')]);
  });
});

describe('a gate with one lane suspended', () => {
  const halfClosed = gateAfter(suspended('06:00', { lane: 'FRUIT' }));

  it('lets nobody cross by that lane', () => {
    given(...HANDED_OVER)
      .when(report('crossing', '09:00', { lane: 'FRUIT' }, halfClosed))
      .thenRejected('GATE_SUSPENDED');
  });

  it.each([{ lane: 'MAIN' }, {}])('lets a truck cross by another: %j', (lane) => {
    given(...HANDED_OVER)
      .when(report('crossing', '09:00', lane, halfClosed))
      .then([recorded('crossing', '09:00', lane)]);
  });

  it('still calls trucks forward', () => {
    given(...CLEARED)
      .when(report('call-forward', '08:00', {}, halfClosed))
      .then([recorded('call-forward', '08:00')]);
  });

  it('calls nobody once every lane is suspended', () => {
    const allClosed = gateAfter(suspended('06:00', { lane: 'FRUIT' }), suspended('07:00', { lane: 'MAIN' }));
    given(...CLEARED)
      .when(report('call-forward', '08:00', {}, allClosed))
      .thenRejected('GATE_SUSPENDED');
  });
});

describe('a gate that is suspended for some goods', () => {
  it.each([
    ['their cargo class', ['FRESH_PRODUCE']],
    ['their commodity', ['DRAGON_FRUIT', 'JACKFRUIT']],
  ])('keeps a truck back by %s', (_, commodityScope) => {
    given(...HANDED_OVER)
      .when(report('crossing', '09:00', {}, gateAfter(suspended('06:00', { commodityScope }))))
      .thenRejected('GATE_SUSPENDED');
  });

  it('lets other goods cross', () => {
    const gate = gateAfter(suspended('06:00', { commodityScope: ['FROZEN_SEAFOOD', 'DRAGON_FRUIT'] }));
    given(...HANDED_OVER)
      .when(report('crossing', '09:00', {}, gate))
      .then([recorded('crossing', '09:00')]);
  });
});
