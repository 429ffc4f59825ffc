import {
  CALLED,
  DISINFECTED,
  TAN_THANH,
  at,
  gateAfter,
  given,
  modeChanged,
  past,
  recorded,
  report,
  stepsOf,
  suspended,
  visitAfter,
} from '../../testing/visit-story';
import type { Gate } from '../border-gate/state';
import { callAt, callDeadlineAt, isCallMissed, stageAt } from './calls';
import { deviationsOf } from './deviations';
import type { TruckVisitEvent } from './events';
import { modeOf } from './handover-mode';
import { lapsesOf } from './lapses';
import { gateBearingOn, nextSteps } from './next-steps';

type Story = readonly TruckVisitEvent[];

const time = (clock: string) => Date.parse(at(clock));
const CALL = [...DISINFECTED, past('call-forward', '08:00', { deadline: at('10:00') })] as const;
const AGAIN = [...CALL, past('call-forward', '11:00', { deadline: at('12:00') })] as const;

function stages(story: Story, ...clocks: readonly string[]): string[] {
  return clocks.map((clock) => stageAt(visitAfter(...story), TAN_THANH, time(clock)));
}

function missed(story: Story, gate: Gate = TAN_THANH): string[] {
  const lapses = lapsesOf(stepsOf(...story), gate, () => Infinity);
  return lapses.map(({ from, until }) => `${clock(from)} to ${until === Infinity ? 'ever' : clock(until)}`);
}

const clock = (instant: number) => new Date(instant + 7 * 3_600_000).toISOString().slice(11, 16);

describe('a call that nobody follows', () => {
  it('is over at its deadline: the truck is at the stage where it was before', () => {
    expect(stages(CALL, '09:59', '10:00')).toEqual(['CALLED_FORWARD', 'DISINFECTED']);
  });

  it('is over at a deadline that suspensions moved', () => {
    const gate = gateAfter(suspended('09:00', { until: at('10:00') }));
    expect(stageAt(visitAfter(...CALL), gate, time('10:59'))).toBe('CALLED_FORWARD');
    expect(stageAt(visitAfter(...CALL), gate, time('11:00'))).toBe('DISINFECTED');
  });

  it('is not over once it was followed, nor where it has no deadline', () => {
    expect(stages([...CALL, past('handover', '09:59')], '10:00')).toEqual(['HANDED_OVER']);
    expect(stages(CALLED, '23:59')).toEqual(['CALLED_FORWARD']);
  });

  it('is in force still when the truck was held at the deadline', () => {
    const story = [...CALL, past('hold', '09:30'), past('hold-lift', '10:30')];
    expect(stages(story, '12:00')).toEqual(['CALLED_FORWARD']);
  });

  it('shows as missed until the truck is called again, and in the list of deviations for good', () => {
    const states = ['09:59', '10:00', '11:00', '12:00'].map((one) =>
      isCallMissed(visitAfter(...AGAIN), TAN_THANH, time(one)),
    );
    expect(states).toEqual([false, true, false, true]);
    expect(missed(AGAIN)).toEqual(['10:00 to ever', '12:00 to ever']);
    expect(callDeadlineAt(visitAfter(...AGAIN), TAN_THANH, time('11:30'))).toBe(time('12:00'));
  });

  it('fixes the handover mode no longer', () => {
    const gate = gateAfter(modeChanged('09:00', 'TRANSLOAD'));
    const story = visitAfter(...CALL);
    expect(modeOf(story, gate, time('09:59'))).toBe('FOREIGN_YARD');
    expect(modeOf(story, gate, time('10:00'))).toBe('TRANSLOAD');
    const late = visitAfter(...CALL, past('handover', '10:30'));
    expect(modeOf(late, gate, time('11:00'))).toBe('TRANSLOAD');
    const followed = visitAfter(...CALL, past('handover', '09:30'));
    expect(modeOf(followed, gate, time('11:00'))).toBe('FOREIGN_YARD');
  });
});

describe('a truck whose call is over', () => {
  it('is called again by a step of its own', () => {
    given(...CALL)
      .when(report('call-forward', '11:00', { deadline: at('12:00') }))
      .then([recorded('call-forward', '11:00', { deadline: at('12:00') })]);
    expect(stages(AGAIN, '10:30', '11:00', '12:00')).toEqual([
      'DISINFECTED',
      'CALLED_FORWARD',
      'DISINFECTED',
    ]);
  });

  it('is called by the same words before it, which say the same call again', () => {
    given(...CALL)
      .when(report('call-forward', '09:59', { deadline: at('10:00') }))
      .thenNothing();
    given(...CALL)
      .when(report('call-forward', '09:59'))
      .thenRejected('ALREADY_CALL_FORWARD');
    given(...CALL)
      .when(report('call-forward', '07:59', { deadline: at('10:00') }))
      .thenNothing();
  });

  it('had been called before, as a report tells that comes late', () => {
    const early = { deadline: at('07:50') };
    given(...CALL)
      .when(report('call-forward', '07:40', early))
      .then([recorded('call-forward', '07:40', early)]);
  });

  it('may be called, as its next steps say', () => {
    const story = visitAfter(...CALL);
    const listed = (one: string) =>
      nextSteps(story, TAN_THANH, time(one)).some(({ step }) => step === 'call-forward');
    expect([listed('09:59'), listed('10:00')]).toEqual([false, true]);
    expect(gateBearingOn(story, TAN_THANH, time('09:59'))).not.toBe(
      gateBearingOn(story, TAN_THANH, time('10:00')),
    );
  });

  it('deviates in nothing by its second call', () => {
    expect(
      deviationsOf(stepsOf(...AGAIN), TAN_THANH, () => ({ date: '', weekday: 'WED', time: '12:00' })),
    ).toEqual([]);
  });
});

describe('an excuse', () => {
  it('before the deadline ends the call, which is no miss', () => {
    const story = [...CALL, past('call-excuse', '09:00')];
    expect(stages(story, '08:59', '09:00')).toEqual(['CALLED_FORWARD', 'DISINFECTED']);
    expect(missed(story)).toEqual([]);
    expect(callDeadlineAt(visitAfter(...story), TAN_THANH, time('09:00'))).toBeUndefined();
    given(...story)
      .when(report('call-forward', '09:30'))
      .then([recorded('call-forward', '09:30')]);
  });

  it('after the deadline is one from then on', () => {
    expect(missed([...CALL, past('call-excuse', '10:30')])).toEqual(['10:00 to 10:30']);
  });

  it('after a new call is of that one', () => {
    expect(missed([...AGAIN, past('call-excuse', '12:30')])).toEqual(['10:00 to ever', '12:00 to 12:30']);
  });

  it('of a call without a deadline ends it', () => {
    const story = [...CALLED, past('call-excuse', '09:00')];
    expect(stages(story, '09:00')).toEqual(['DISINFECTED']);
  });

  it('of a truck that has gone changes nothing', () => {
    const story = [...CALL, past('handover', '09:00'), past('call-excuse', '09:30')];
    expect(callAt(visitAfter(...story), TAN_THANH, time('12:00'))?.until).toBe(Infinity);
  });
});
