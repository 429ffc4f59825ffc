import {
  CALLED,
  DISINFECTED,
  HANDED_OVER,
  TAN_THANH,
  at,
  gateAfter,
  past,
  resumed,
  stepsOf,
  suspended,
} from '../../testing/visit-story';
import { callDeadlineAt, isCallMissed } from './calls';
import type { TruckVisitEvent } from './events';
import { lapsesOf } from './lapses';
import { foldVisit } from './state';

const DAY = 24 * 3_600_000;
const HANOI = 7 * 3_600_000;
const endOfDay = (instant: number) => (Math.floor((instant + HANOI) / DAY) + 1) * DAY - HANOI;
const clockOf = (time: number) =>
  time === Infinity ? 'never' : new Date(time + HANOI).toISOString().slice(5, 16).replace('T', ' ');

function found(events: readonly TruckVisitEvent[], gate = TAN_THANH): string[] {
  return lapsesOf(stepsOf(...events), gate, endOfDay).map(
    ({ code, from, until }) => `${code} ${clockOf(from)} to ${clockOf(until)}`,
  );
}

/** Called at eight, to come by ten. */
const CALL = [...DISINFECTED, past('call-forward', '08:00', { deadline: at('10:00') })] as const;

describe('a call with a deadline', () => {
  it('is missed from the deadline on, for good', () => {
    expect(found(CALL)).toEqual(['CALL_MISSED 12-15 10:00 to never']);
    expect(found([...CALL, past('handover', '10:00')])).toEqual(['CALL_MISSED 12-15 10:00 to never']);
  });

  it.each([
    ['handed over', [past('handover', '09:59')]],
    ['cut', [past('container-cut', '09:59')]],
    ['across', [past('crossing', '09:59')]],
    ['turned back', [past('turn-back', '09:59')]],
    ['held at the deadline', [past('hold', '09:30'), past('hold-lift', '10:30')]],
  ] as const)('is not missed by a truck %s', (_, steps) => {
    expect(found([...CALL, ...steps])).toEqual([]);
  });

  it('is moved by the time that the gate was suspended for the goods', () => {
    const gate = gateAfter(suspended('08:30'), resumed('11:00'));
    expect(found(CALL, gate)).toEqual(['CALL_MISSED 12-15 12:30 to never']);
    expect(found([...CALL, past('handover', '12:29')], gate)).toEqual([]);
    const other = gateAfter(suspended('08:30', { commodityScope: ['DURIAN'] }), resumed('11:00'));
    expect(found(CALL, other)).toEqual(['CALL_MISSED 12-15 10:00 to never']);
  });

  it('is not missed while the gate is suspended, nor by a suspension that begins at the deadline', () => {
    expect(found(CALL, gateAfter(suspended('08:30')))).toEqual([]);
    const gate = gateAfter(suspended('10:00'), resumed('11:00'));
    expect(found(CALL, gate)).toEqual(['CALL_MISSED 12-15 11:00 to never']);
  });

  it('shows where the deadline is by what is known', () => {
    const visit = foldVisit(stepsOf(...CALL));
    const gate = gateAfter(suspended('08:30'));
    const known = Date.parse(at('09:00'));
    expect(callDeadlineAt(visit, gate, known)).toBe(Date.parse(at('10:30')));
    expect(callDeadlineAt(visit, gate, Date.parse(at('12:00')))).toBe(Date.parse(at('13:30')));
    expect(isCallMissed(visit, TAN_THANH, Date.parse(at('09:59')))).toBe(false);
    expect(isCallMissed(visit, TAN_THANH, Date.parse(at('10:00')))).toBe(true);
  });

  it('is never missed without one', () => {
    expect(found(CALLED)).toEqual([]);
    expect(callDeadlineAt(foldVisit(stepsOf(...CALLED)), TAN_THANH, Date.parse(at('18:00')))).toBeUndefined();
  });
});

describe('a closed-loop tractor', () => {
  const tractor = { tractor: { plate: '12C-099.99' } };
  const crossed = [
    ...DISINFECTED,
    past('call-forward', '08:00', { mode: 'CLOSED_LOOP_TRACTOR' }),
    past('handover', '08:30', tractor),
    past('crossing', '09:00'),
  ];

  it('that is still out when the day ends is overdue until it returns', () => {
    expect(found(crossed)).toEqual(['RETURN_OVERDUE 12-16 00:00 to never']);
    expect(found([...crossed, past('return', '2021-12-17 08:00')])).toEqual([
      'RETURN_OVERDUE 12-16 00:00 to 12-17 08:00',
    ]);
  });

  it('that is back that day is not, nor is one of another mode', () => {
    expect(found([...crossed, past('return', '23:59')])).toEqual([]);
    expect(found([...HANDED_OVER, past('crossing', '09:00')])).toEqual([]);
  });
});
