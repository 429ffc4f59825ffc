import { unknownGate } from '../border-gate/state';
import { modeOf } from './handover-mode';
import {
  CALLED,
  CLEARED,
  DISINFECTED,
  OBSERVED,
  at,
  gateAfter,
  given,
  modeChanged,
  past,
  recorded,
  report,
  resumed,
  visitAfter,
} from '../../testing/visit-story';
import type { TruckVisitEvent } from './events';

/** The gate works in BORDER_LINE until 10:00, then in TRANSLOAD. */
const gate = gateAfter(modeChanged('2021-12-01 00:00', 'BORDER_LINE'), modeChanged('10:00', 'TRANSLOAD'));

function modeAfter(...events: readonly TruckVisitEvent[]) {
  return modeOf(visitAfter(...events), gate, Date.parse(at('18:00')));
}

describe('the mode of a visit', () => {
  it('follows the gate while nothing has fixed it', () => {
    const visit = visitAfter(...DISINFECTED);
    expect(modeOf(visit, gate, Date.parse(at('09:59')))).toBe('BORDER_LINE');
    expect(modeOf(visit, gate, Date.parse(at('10:00')))).toBe('TRANSLOAD');
  });

  it('is FOREIGN_YARD at a gate that nothing is known of', () => {
    expect(modeOf(visitAfter(...CLEARED), unknownGate, 0)).toBe('FOREIGN_YARD');
  });

  it('is fixed by the call-forward that names one', () => {
    expect(modeAfter(...DISINFECTED, past('call-forward', '08:00', { mode: 'CONTAINER_CUT' }))).toBe(
      'CONTAINER_CUT',
    );
  });

  it("is the gate's mode at the call when the call names none", () => {
    expect(modeAfter(...CALLED)).toBe('BORDER_LINE');
    expect(modeAfter(...CALLED, past('handover', '11:00'))).toBe('BORDER_LINE');
  });

  it('is what a resumption names', () => {
    const reopened = gateAfter(resumed('07:50', { handoverMode: 'FOREIGN_VEHICLE_PICKUP' }));
    expect(modeOf(visitAfter(...CALLED), reopened, Date.parse(at('09:00')))).toBe('FOREIGN_VEHICLE_PICKUP');
  });

  it("is the gate's mode at the first handover when there was no call", () => {
    expect(modeAfter(...DISINFECTED, past('handover', '09:00'))).toBe('BORDER_LINE');
    expect(modeAfter(...DISINFECTED, past('handover', '10:30'))).toBe('TRANSLOAD');
  });

  it("is the gate's mode at the first transfer when that came before the handover", () => {
    const changing = gateAfter(
      modeChanged('06:00', 'FOREIGN_VEHICLE_PICKUP'),
      modeChanged('10:00', 'TRANSLOAD'),
    );
    const transload = past('transload', '09:00');
    const seen = past('handover', '10:30', OBSERVED);
    expect(modeOf(visitAfter(...DISINFECTED, transload, seen), changing, 0)).toBe('FOREIGN_VEHICLE_PICKUP');
    const later = past('transload', '11:00');
    expect(modeOf(visitAfter(...DISINFECTED, seen, later), changing, 0)).toBe('TRANSLOAD');
  });

  it.each([
    ['container-cut', 'CONTAINER_CUT'],
    ['container-lift', 'CONTAINER_LIFT'],
    ['transload', 'TRANSLOAD'],
  ] as const)('is set by a %s that the mode does not know', (step, mode) => {
    expect(modeAfter(...CALLED, past(step, '08:30'))).toBe(mode);
  });

  it.each(['container-cut', 'container-lift', 'transload'] as const)(
    'stays a pickup by foreign vehicles after a %s',
    (step) => {
      const called = past('call-forward', '08:00', { mode: 'FOREIGN_VEHICLE_PICKUP' });
      expect(modeAfter(...DISINFECTED, called, past(step, '08:30'))).toBe('FOREIGN_VEHICLE_PICKUP');
    },
  );

  it('is that of the last of several transfers', () => {
    expect(modeAfter(...CALLED, past('container-cut', '08:30'), past('transload', '09:00'))).toBe(
      'TRANSLOAD',
    );
  });
});

describe('a transfer that differs from the mode', () => {
  const DIFFERS = [{ code: 'MODE_DIFFERS_FROM_GATE', pointer: '' }];

  it.each(['container-cut', 'container-lift', 'transload'] as const)(
    '%s is recorded with a warning',
    (step) => {
      given(...CALLED)
        .when(report(step, '08:30', {}, gate))
        .then([recorded(step, '08:30', {}, { warnings: DIFFERS })], DIFFERS);
    },
  );

  it('is judged by the mode of its own name', () => {
    given(...CLEARED, past('disinfection', '07:30', { targets: ['CARGO'] }))
      .when(report('transload', '08:30', {}, gate))
      .then([recorded('transload', '08:30', {}, { warnings: DIFFERS })], DIFFERS);
  });

  it('is no warning where the mode asks for it', () => {
    given(...DISINFECTED)
      .when(report('transload', '10:30', {}, gate))
      .then([recorded('transload', '10:30')], []);
  });
});
