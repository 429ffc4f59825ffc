import { effective } from '#libs/event-sourcing';
import type { EffectiveEvent } from '#libs/event-sourcing';
import { foldPolicySet, truckVisit, underPolicies, visitOrder } from '#libs/truck-flow';
import {
  ARRIVED,
  BODIES,
  CALLED,
  CLEARED,
  OBSERVED,
  TAN_THANH,
  at,
  correction,
  body,
  given,
  logOf,
  past,
  recorded,
  report,
} from '../../testing/visit-story';
import type { RecordStep } from '../truck-visit/decide';
import type { Override } from './state';

const REST = [{ class: 'REST', weight: 1 }];

/** The gate with an order that was published at the beginning of December. */
function ordered(values: object = {}) {
  const data = {
    policy: 'ORDER',
    version: 3,
    kind: 'QUEUE_ORDER',
    effectiveFrom: at('2021-12-01 00:00'),
    legalBasis: '2515/QĐ-UBND',
    values: { classes: REST, window: 2, requires: ['CUSTOMS'], ...values },
  };
  const published = { type: 'policySet.PolicyPublished.v1', data } as unknown as EffectiveEvent;
  return underPolicies(TAN_THANH, foldPolicySet([published]));
}

const NEXT = ['visit-1', 'visit-2'];
const called = (passed: number, changed: object = {}, more: Partial<RecordStep> = {}): RecordStep => ({
  ...report('call-forward', '08:00', changed, ordered()),
  order: { passed, next: NEXT, judgedAt: '4711' },
  ...more,
});
const judged = (passed: number, more: object = {}) => ({
  passed,
  policy: 'ORDER',
  policyVersion: '3',
  judgedAt: '4711',
  ...more,
});

const { visitId } = BODIES.arrival as { readonly visitId: string };
const ABOUT = { override: 'override-1', visitId };
const asked = { time: Date.parse(at('07:00')), data: ABOUT };
const confirmed = { requested: asked, confirmed: asked } as unknown as Override;

describe('a call under an order', () => {
  it('is recorded with how many it passed, by which version and position', () => {
    given(...CLEARED)
      .when(called(1))
      .then([recorded('call-forward', '08:00', {}, judged(1))]);
  });

  it('that passes as many as the window has is out of order', () => {
    given(...CLEARED)
      .when(called(2))
      .thenRejected('CALL_OUT_OF_ORDER');
  });

  it('says whom it passes and who may be called', () => {
    const told = logOf(CLEARED);
    const history = { recorded: told, effective: effective(told, visitOrder) };
    expect(() => truckVisit.decide(called(899), history)).toThrow(
      expect.objectContaining({ code: 'CALL_OUT_OF_ORDER', extra: { passed: 899, next: NEXT } }) as Error,
    );
  });

  it('goes by an override that is confirmed, once', () => {
    const words = { override: 'override-1' };
    given(...CLEARED)
      .when(called(899, words, { override: confirmed }))
      .then([recorded('call-forward', '08:00', words, judged(899))]);
    given(...CLEARED)
      .when(called(899, words, { override: { requested: confirmed.requested } }))
      .thenRejected('OVERRIDE_NOT_CONFIRMED');
    given(...CLEARED)
      .when(called(0, words))
      .thenRejected('OVERRIDE_UNKNOWN');
    given(...CLEARED, past('vehicle-change', '07:30', words))
      .when(called(899, words, { override: confirmed }))
      .thenRejected('OVERRIDE_NOT_CONFIRMED');
  });

  it('that was seen and is told late is recorded out of order, with what its caller had seen', () => {
    const seen = { ...OBSERVED, judgedAt: '42' };
    given(...CLEARED)
      .when(called(7, seen, { now: at('08:30') }))
      .then([recorded('call-forward', '08:00', seen, judged(7, { judgedAt: '42' }))]);
    given(...CLEARED)
      .when(called(7, OBSERVED, { now: at('08:30') }))
      .then([
        recorded('call-forward', '08:00', OBSERVED, { passed: 7, policy: 'ORDER', policyVersion: '3' }),
      ]);
  });

  it('of a truck that does not stand in the line is not judged', () => {
    given(...CLEARED)
      .when(report('call-forward', '08:00', {}, ordered()))
      .then([recorded('call-forward', '08:00')]);
  });

  it('asks for customs where the order does', () => {
    given(...ARRIVED)
      .when(called(0))
      .thenRejected('CUSTOMS_NOT_CLEARED');
    given(...ARRIVED)
      .when({ ...called(0), gate: ordered({ requires: [] }) })
      .then([recorded('call-forward', '08:00', {}, judged(0))]);
  });
});

describe('without an order', () => {
  it('nothing of a call is judged, however many it passes', () => {
    given(...CLEARED)
      .when({ ...called(900), gate: TAN_THANH })
      .then([recorded('call-forward', '08:00')]);
  });
});

describe('a correction of a call', () => {
  const story = [
    ...CLEARED,
    past('call-forward', '08:00', { passed: 1, policy: 'ORDER', policyVersion: '3', judgedAt: '4711' }),
  ];

  it('keeps how it was judged', () => {
    const index = story.length - 1;
    const corrected = body('call-forward', '08:05', { judgedAt: '9', deadline: at('09:00') });
    given(...story)
      .when(correction(index, { reason: 'INCORRECT_DATA', corrected }))
      .then([
        expect.objectContaining({
          data: expect.objectContaining({
            corrected: {
              at: at('08:05'),
              data: expect.objectContaining({ ...judged(1), deadline: at('09:00') }) as unknown,
            },
          }) as unknown,
        }) as never,
      ]);
  });

  it('brings no override that the call did not go by', () => {
    const corrected = body('call-forward', '08:00', { override: 'override-1' });
    given(...CALLED)
      .when(correction(CALLED.length - 1, { reason: 'INCORRECT_DATA', corrected }))
      .thenRejected('OVERRIDE_UNKNOWN');
  });
});

describe('a change of vehicle by an override', () => {
  const other = {
    tractor: { plate: '12C-099.99' },
    container: { number: 'MSKU6011672' },
    reason: 'breakdown',
  };

  it('keeps the place whatever is changed', () => {
    const words = { ...other, override: 'override-1' };
    given(...CLEARED)
      .when(report('vehicle-change', '08:00', other))
      .thenRejected('TURN_NOT_TRANSFERABLE');
    given(...CLEARED)
      .when({ ...report('vehicle-change', '08:00', words), override: confirmed })
      .then([recorded('vehicle-change', '08:00', words)], undefined);
    given(...CLEARED)
      .when(report('vehicle-change', '08:00', words))
      .thenRejected('OVERRIDE_UNKNOWN');
  });
});
