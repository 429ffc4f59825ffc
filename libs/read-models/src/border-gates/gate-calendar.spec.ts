import { foldGate } from '#libs/truck-flow';
import type { ActName } from '#libs/truck-flow';
import { gateAct, gateRegistered } from '../../testing/given-events';
import type { GivenEvent } from '../../testing/given-events';
import { gateCalendar } from './gate-calendar';

const LATER = Date.parse('2030-01-01T00:00:00Z');

const on = (day: number, clock: string) => `2025-04-${String(day).padStart(2, '0')}T${clock}:00+07:00`;

/** An act that was ordered on 1 April 2025. */
function ordered(name: ActName, data: object, at = on(1, '09:00')): GivenEvent {
  return gateAct(name, at, data);
}

function calendarOf(acts: readonly GivenEvent[], days: readonly [from: number, to: number], at = LATER) {
  return calendarIn('Asia/Ho_Chi_Minh', acts, {
    from: on(days[0], '00:00').slice(0, 10),
    to: on(days[1], '00:00').slice(0, 10),
    at,
  });
}

function calendarIn(
  zone: string,
  acts: readonly GivenEvent[],
  asked: { readonly from: string; readonly to: string; readonly at: number },
) {
  const history = [gateRegistered(undefined, zone), ...acts].map((event) => ({
    ...event,
    time: Date.parse(event.at),
  }));
  return gateCalendar(foldGate(history as never), asked);
}

const short = (rows: ReturnType<typeof gateCalendar>) =>
  rows.map(({ act, lane, day, from, to }) => [act, lane, day, from.slice(11, 16), to?.slice(11, 16) ?? null]);

const road = ordered('lane-opening', { lane: 'ROAD', kind: 'DEDICATED_FREIGHT_ROAD' });

describe('the calendar of a gate', () => {
  it('has a row for every day of a closure, with its side and ground', () => {
    const closure = ordered('lane-closure', {
      lane: 'MAIN',
      effectiveFrom: on(14, '08:00'),
      until: on(16, '11:00'),
      orderedBy: 'HOME',
      legalBasis: 'Notice 12',
    });
    const rows = calendarOf([closure], [10, 20]);
    expect(short(rows)).toEqual([
      ['lane-closure', 'MAIN', '2025-04-14', '08:00', '00:00'],
      ['lane-closure', 'MAIN', '2025-04-15', '00:00', '00:00'],
      ['lane-closure', 'MAIN', '2025-04-16', '00:00', '11:00'],
    ]);
    expect(rows[0]).toEqual({
      lane: 'MAIN',
      day: '2025-04-14',
      from: on(14, '08:00'),
      to: on(15, '00:00'),
      act: 'lane-closure',
      orderedBy: 'HOME',
      legalBasis: 'Notice 12',
    });
  });

  it('shows of an act what lies within the days asked for', () => {
    const closure = ordered('lane-closure', { lane: 'MAIN', effectiveFrom: on(2, '08:00') });
    expect(short(calendarOf([closure], [15, 17]))).toEqual([
      ['lane-closure', 'MAIN', '2025-04-15', '00:00', '00:00'],
      ['lane-closure', 'MAIN', '2025-04-16', '00:00', '00:00'],
    ]);
    expect(calendarOf([closure], [1, 2])).toEqual([]);
  });

  it('ends a closure with the next opening, which is a row of its day', () => {
    const acts = [
      ordered('lane-closure', { lane: 'MAIN', effectiveFrom: on(14, '08:00') }),
      ordered('lane-opening', { lane: 'MAIN', kind: 'ORDINARY', effectiveFrom: on(15, '09:30') }),
    ];
    expect(short(calendarOf(acts, [14, 18]))).toEqual([
      ['lane-closure', 'MAIN', '2025-04-14', '08:00', '00:00'],
      ['lane-closure', 'MAIN', '2025-04-15', '00:00', '09:30'],
      ['lane-opening', 'MAIN', '2025-04-15', '09:30', null],
    ]);
  });

  it('has a row a lane for a suspension of the whole gate, as long as it keeps trucks from that lane', () => {
    const acts = [
      road,
      ordered('suspension', { orderedBy: 'FOREIGN', reason: 'finding', effectiveFrom: on(14, '10:00') }),
      ordered('resumption', { lane: 'ROAD', effectiveFrom: on(14, '16:00') }),
      ordered('resumption', { effectiveFrom: on(15, '07:00') }),
    ];
    expect(short(calendarOf(acts, [14, 18]))).toEqual([
      ['suspension', 'MAIN', '2025-04-14', '10:00', '00:00'],
      ['suspension', 'ROAD', '2025-04-14', '10:00', '16:00'],
      ['resumption', 'ROAD', '2025-04-14', '16:00', null],
      ['suspension', 'MAIN', '2025-04-15', '00:00', '07:00'],
      ['resumption', 'MAIN', '2025-04-15', '07:00', null],
      ['resumption', 'ROAD', '2025-04-15', '07:00', null],
    ]);
  });

  it('goes on with a suspension behind a resumption that was for a time', () => {
    const acts = [
      ordered('suspension', { orderedBy: 'FOREIGN', reason: 'finding', effectiveFrom: on(14, '10:00') }),
      ordered('resumption', { effectiveFrom: on(14, '12:00'), until: on(14, '13:00') }),
    ];
    expect(short(calendarOf(acts, [14, 15]))).toEqual([
      ['suspension', 'MAIN', '2025-04-14', '10:00', '12:00'],
      ['resumption', 'MAIN', '2025-04-14', '12:00', '13:00'],
      ['suspension', 'MAIN', '2025-04-14', '13:00', '00:00'],
    ]);
  });

  it('has a change of hours on every day that it lasts, and without an end on its first', () => {
    const change = { hours: [{ lane: 'MAIN', weekdays: ['MON'], from: '07:00', to: '21:00' }] };
    const longer = { ...change, effectiveFrom: on(14, '00:00') };
    expect(short(calendarOf([ordered('opening-hours', longer)], [14, 18]))).toEqual([
      ['opening-hours', 'MAIN', '2025-04-14', '00:00', null],
    ]);
    const forTwoDays = ordered('opening-hours', { ...longer, until: on(16, '00:00') });
    expect(short(calendarOf([forTwoDays], [14, 18]))).toHaveLength(2);
  });

  it('shows no change of the handover mode, no rate, and nothing that was ordered later', () => {
    const acts = [
      ordered('handover-mode', { mode: 'TRANSLOAD', orderedBy: 'FOREIGN', effectiveFrom: on(14, '08:00') }),
      ordered('clearance-rate', { trucksPerDay: { min: 1, max: 2 }, effectiveFrom: on(14, '08:00') }),
      ordered('lane-closure', { lane: 'MAIN', effectiveFrom: on(14, '08:00') }, on(13, '08:00')),
    ];
    expect(calendarOf(acts, [14, 15])).toHaveLength(1);
    expect(calendarOf(acts, [14, 15], Date.parse(on(13, '07:59')))).toEqual([]);
  });

  it.each([
    ['23 hours when the clock is set forward', '2025-03-09', '2025-03-10', 23],
    ['25 hours when it is set back', '2025-11-02', '2025-11-03', 25],
  ])('has a day of %s', (_what, from, to, hours) => {
    const closure = gateAct('lane-closure', '2025-03-01T09:00:00-05:00', { lane: 'MAIN' });
    const [row, ...others] = calendarIn('America/New_York', [closure], { from, to, at: LATER });
    expect(others).toEqual([]);
    expect(row).toMatchObject({ day: from, from: expect.stringContaining(`${from}T00:00:00`) as string });
    expect(Date.parse(row?.to ?? '') - Date.parse(row?.from ?? '')).toBe(hours * 3_600_000);
  });
});
