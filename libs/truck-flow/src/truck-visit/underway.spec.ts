import { at, CLEARED, past, TAN_THANH, visitAfter } from '../../testing/visit-story';
import type { TruckVisitEvent } from './events';
import { underwayOf } from './underway';

const called = past('call-forward', '08:00', { deadline: at('10:00') });
const time = (clock: string) => Date.parse(at(clock));

function underway(...events: TruckVisitEvent[]) {
  return underwayOf(visitAfter(...CLEARED, ...events), TAN_THANH).map(({ from, until, yard }) => [
    from,
    until,
    yard,
  ]);
}

describe('a truck is underway', () => {
  it('from its call until it is handed over', () => {
    expect(underway(called, past('handover', '09:00'))).toEqual([[time('08:00'), time('09:00'), undefined]]);
  });

  it('to the yard that the call names, as long as nothing ends the call', () => {
    const open = past('call-forward', '08:00', { yard: 'TAN_THANH_YARD' });
    expect(underway(open)).toEqual([[time('08:00'), Infinity, 'TAN_THANH_YARD']]);
  });

  it('until it misses the call, and again from the next one on', () => {
    expect(underway(called, past('call-forward', '11:00'))).toEqual([
      [time('08:00'), time('10:00'), undefined],
      [time('11:00'), Infinity, undefined],
    ]);
  });

  it('until it is excused', () => {
    expect(underway(called, past('call-excuse', '09:30'))).toEqual([
      [time('08:00'), time('09:30'), undefined],
    ]);
  });

  it('not while it is held', () => {
    const open = past('call-forward', '08:00');
    const held = [
      past('hold', '08:30'),
      past('hold', '08:40', { cause: 'PAPERS' }),
      past('hold-lift', '08:50'),
    ];
    expect(underway(open, ...held)).toEqual([[time('08:00'), time('08:30'), undefined]]);
    expect(underway(open, ...held, past('hold-lift', '09:00', { cause: 'PAPERS' }))).toEqual([
      [time('08:00'), time('08:30'), undefined],
      [time('09:00'), Infinity, undefined],
    ]);
  });

  it('never without a call, and not once it gave up', () => {
    expect(underway()).toEqual([]);
    expect(underway(called, past('turn-back', '08:20'))).toEqual([[time('08:00'), time('08:20'), undefined]]);
  });
});
