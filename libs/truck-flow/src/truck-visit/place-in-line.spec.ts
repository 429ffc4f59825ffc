import {
  DISINFECTED,
  TAN_THANH,
  at,
  gateAfter,
  past,
  suspended,
  visitAfter,
} from '../../testing/visit-story';
import { underPolicies } from '../border-gate/state';
import type { Gate } from '../border-gate/state';
import { foldPolicySet } from '../policy-set/state';
import type { PolicyValues } from '../policy-set/values';
import { callDeadlineAt, stageAt } from './calls';
import type { TruckVisitEvent } from './events';
import { placesInLine } from './place-in-line';

const time = (clock: string) => Date.parse(at(clock));

/** The gate under a policy about calls from eight on. */
function ruled(values: PolicyValues['CALL'], gate: Gate = TAN_THANH): Gate {
  const told = {
    policy: 'CALLS',
    kind: 'CALL',
    version: 1,
    effectiveFrom: at('08:00'),
    legalBasis: '1/QD',
    values,
  };
  const published = {
    type: 'policySet.PolicyPublished.v1',
    data: told,
    time: time('07:00'),
    at: at('07:00'),
  };
  return underPolicies(gate, foldPolicySet([published as never]));
}

const END_OF_CLASS = ruled({ missed: 'END_OF_CLASS' });
const CALL = [...DISINFECTED, past('call-forward', '08:00', { deadline: at('10:00') })] as const;

function places(gate: Gate, ...story: readonly TruckVisitEvent[]): string[] {
  return placesInLine(visitAfter(...story), gate).map(({ from, since }) => `${clock(from)} ${clock(since)}`);
}

function clock(instant?: number): string {
  if (instant === undefined) return 'as it came';
  return instant === -Infinity ? '-' : new Date(instant + 7 * 3_600_000).toISOString().slice(11, 16);
}

describe('the place of a truck that missed its call', () => {
  it('stays without a policy, and by one that says so', () => {
    expect(places(TAN_THANH, ...CALL)).toEqual(['- as it came']);
    expect(places(ruled({ missed: 'KEEP_PLACE' }), ...CALL)).toEqual(['- as it came']);
  });

  it('is at the end of its class from the deadline on, by a policy in force when it was called', () => {
    expect(places(END_OF_CLASS, ...CALL)).toEqual(['- as it came', '10:00 10:00']);
    const before = [...DISINFECTED, past('call-forward', '07:59', { deadline: at('10:00') })];
    expect(places(END_OF_CLASS, ...before)).toEqual(['- as it came']);
  });

  it('is at the end again when it misses the next one', () => {
    const again = past('call-forward', '11:00', { deadline: at('12:00') });
    expect(places(END_OF_CLASS, ...CALL, again)).toEqual(['- as it came', '10:00 10:00', '12:00 12:00']);
  });

  it('is given back by an excuse', () => {
    expect(places(END_OF_CLASS, ...CALL, past('call-excuse', '10:30'))).toEqual([
      '- as it came',
      '10:00 10:00',
      '10:30 as it came',
    ]);
    expect(places(END_OF_CLASS, ...CALL, past('call-excuse', '09:30'))).toEqual(['- as it came']);
  });

  it('is not lost while the gate is suspended: the deadline moves', () => {
    const gate = ruled({ missed: 'END_OF_CLASS' }, gateAfter(suspended('09:00', { until: at('10:00') })));
    expect(places(gate, ...CALL)).toEqual(['- as it came', '11:00 11:00']);
  });
});

describe('a call without a deadline', () => {
  const called = visitAfter(...DISINFECTED, past('call-forward', '08:30'));

  it('has the one of the policy in force when it was made', () => {
    const gate = ruled({ missed: 'KEEP_PLACE', deadlineMinutes: 45 });
    expect(callDeadlineAt(called, gate, time('08:40'))).toBe(time('09:15'));
    expect(stageAt(called, gate, time('09:14'))).toBe('CALLED_FORWARD');
    expect(stageAt(called, gate, time('09:15'))).toBe('DISINFECTED');
  });

  it('is never missed without one', () => {
    expect(callDeadlineAt(called, END_OF_CLASS, time('23:00'))).toBeUndefined();
    expect(stageAt(called, END_OF_CLASS, time('23:00'))).toBe('CALLED_FORWARD');
  });
});
