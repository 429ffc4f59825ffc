import {
  ARRIVED,
  CROSSED,
  DISINFECTED,
  HANDED_OVER,
  OBSERVED,
  at,
  body,
  gateAfter,
  given,
  modeChanged,
  past,
  recorded,
  report,
  suspended,
} from '../../testing/visit-story';
import { readStep } from './step-data';
import type { StepName } from './steps';

/* "Facts come in": what somebody saw is recorded although the record says it cannot have been. */

describe('what was observed is recorded', () => {
  it.each<[StepName, string]>([
    ['disinfection', 'before customs'],
    ['handover', 'before customs and disinfection'],
    ['container-cut', 'before customs and disinfection'],
    ['crossing', 'before everything'],
    ['delivery', 'before the crossing'],
    ['return', 'before the crossing'],
    ['yard-exit', 'of a yard it never entered'],
    ['hold-lift', 'without a hold'],
  ])('%s %s', (step) => {
    const warnings = step === 'container-cut' ? [{ code: 'MODE_DIFFERS_FROM_GATE', pointer: '' }] : [];
    given(...ARRIVED)
      .when(report(step, '07:00', OBSERVED))
      .then([recorded(step, '07:00', OBSERVED, warnings.length === 0 ? {} : { warnings })], warnings);
  });

  it('at a time before the arrival', () => {
    given(...ARRIVED)
      .when(report('customs-clearance', '06:00', OBSERVED))
      .then([recorded('customs-clearance', '06:00', OBSERVED)]);
  });

  it('through a suspended gate', () => {
    given(...HANDED_OVER)
      .when(report('crossing', '09:00', OBSERVED, gateAfter(suspended('06:00'))))
      .then([recorded('crossing', '09:00', OBSERVED)]);
  });

  it('of a truck that is held', () => {
    given(...HANDED_OVER, past('hold', '08:40'))
      .when(report('crossing', '09:00', OBSERVED))
      .then([recorded('crossing', '09:00', OBSERVED)]);
  });

  it('of a handover that the mode does not know', () => {
    const gate = gateAfter(modeChanged('2021-12-01 00:00', 'FOREIGN_VEHICLE_PICKUP'));
    given(...DISINFECTED)
      .when(report('handover', '08:30', OBSERVED, gate))
      .then([recorded('handover', '08:30', OBSERVED)]);
  });
});

describe('an observation waives nothing else', () => {
  it('not the end of the visit', () => {
    given(...CROSSED)
      .when(report('hold', '09:30', OBSERVED))
      .thenRejected('VISIT_ENDED');
  });

  it('not what is recorded already', () => {
    given(...HANDED_OVER)
      .when(report('handover', '08:40', { ...OBSERVED, dedicatedDriver: 'TAN_THANH-D08' }))
      .thenRejected('ALREADY_HANDOVER');
  });

  it('not a lane that the gate does not have', () => {
    given(...HANDED_OVER)
      .when(report('crossing', '09:00', { ...OBSERVED, lane: 'NORTH' }))
      .thenRejected('LANE_UNKNOWN');
  });
});

describe('an observation', () => {
  const rejection = (code: string): unknown => expect.objectContaining({ code });

  it('says what was seen', () => {
    expect(() => readStep('crossing', body('crossing', '09:00', { observed: true }))).toThrow(
      rejection('OBSERVATION_MISSING') as Error,
    );
  });

  it('is not given beside a report that claims none', () => {
    for (const observed of [undefined, false]) {
      const odd = body('crossing', '09:00', { observed, observation: 'seen by the barrier' });
      expect(() => readStep('crossing', odd)).toThrow(rejection('OBSERVATION_NOT_ALLOWED') as Error);
    }
  });

  it('is not possible of what follows from a report of another visit', () => {
    expect(() => readStep('goods-receipt', body('goods-receipt', '09:00', OBSERVED))).toThrow(
      rejection('OBSERVATION_NOT_ALLOWED') as Error,
    );
  });

  it('is possible of a call-forward only when that is told more than ten minutes after it', () => {
    const told = (now: string) => ({ ...report('call-forward', '08:00', OBSERVED), now: at(now) });
    given(...DISINFECTED)
      .when(told('08:10'))
      .thenRejected('OBSERVATION_NOT_ALLOWED');
    given(...DISINFECTED)
      .when(told('08:11'))
      .then([recorded('call-forward', '08:00', OBSERVED)]);
  });

  it('of a call-forward waives nothing that whoever called could know', () => {
    given(...ARRIVED)
      .when(report('call-forward', '08:00', OBSERVED))
      .thenRejected('CUSTOMS_NOT_CLEARED');
    given(...DISINFECTED, past('hold', '07:40'))
      .when(report('call-forward', '08:00', OBSERVED))
      .thenRejected('VISIT_HELD');
  });

  it('denied is as if it was not mentioned', () => {
    const denied = readStep('crossing', body('crossing', '09:00', { observed: false }));
    expect(denied).toEqual(readStep('crossing', body('crossing', '09:00')));
  });
});
