import { DateTime } from 'luxon';
import {
  clockOf,
  dayBounds,
  daysOf,
  localDay,
  localText,
  offsetAt,
  shiftDay,
  startOfDay,
} from './local-time';

const ZONES = [
  'Asia/Ho_Chi_Minh',
  'America/New_York',
  'America/Sao_Paulo',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
];
const HOUR = 3_600_000;

describe('the clock of a gate', () => {
  it('agrees with luxon in every quarter of an hour around every change of clocks', () => {
    for (const zone of ZONES) {
      const expected = (time: number): number => DateTime.fromMillis(time, { zone }).offset;
      for (let day = Date.UTC(2018, 0, 1); day < Date.UTC(2019, 0, 1); day += 24 * HOUR) {
        const isQuiet = expected(day) === expected(day + 24 * HOUR);
        for (let time = day; time < day + 24 * HOUR; time += isQuiet ? 24 * HOUR : HOUR / 4) {
          expect([zone, time, offsetAt(zone, time)]).toEqual([zone, time, expected(time)]);
        }
      }
    }
  });

  it('begins each local day when luxon does, also where the clocks skip midnight', () => {
    for (const zone of ZONES) {
      for (const day of daysOf('2018-01-01', '2019-01-01')) {
        const expected = DateTime.fromISO(day, { zone }).startOf('day').toMillis();
        expect([zone, day, startOfDay(zone, day)]).toEqual([zone, day, expected]);
      }
    }
  });

  it('knows days of 23 and 25 hours', () => {
    const hours = (day: string): number => {
      const { from, to } = dayBounds('America/New_York', day);
      return (to - from) / HOUR;
    };
    expect(['2021-03-14', '2021-07-01', '2021-11-07'].map(hours)).toEqual([23, 24, 25]);
  });

  it('writes an instant with the offset of the gate', () => {
    const instant = Date.parse('2021-12-25T16:59:59Z');
    expect(localText('Asia/Ho_Chi_Minh', instant)).toBe('2021-12-25T23:59:59+07:00');
    expect(localText('America/New_York', instant + 250)).toBe('2021-12-25T11:59:59.250-05:00');
    expect(localText('Asia/Kathmandu', instant)).toBe('2021-12-25T22:44:59+05:45');
    expect(localDay('Asia/Ho_Chi_Minh', instant + 1_000)).toBe('2021-12-26');
  });

  it('reads as the staff of the gate read it', () => {
    const clock = clockOf('Asia/Ho_Chi_Minh');
    expect(clock(Date.parse('2021-12-25T17:05:00Z'))).toEqual({
      date: '2021-12-26',
      weekday: 'SUN',
      time: '00:05',
    });
  });

  it('counts days on the calendar', () => {
    expect(daysOf('2021-12-30', '2022-01-02')).toEqual(['2021-12-30', '2021-12-31', '2022-01-01']);
    expect(shiftDay('2022-01-01', -7)).toBe('2021-12-25');
  });

  it('refuses a zone or a date that does not exist', () => {
    expect(() => offsetAt('Asia/Atlantis', 0)).toThrow('unknown time zone');
    expect(() => startOfDay('Asia/Ho_Chi_Minh', 'tomorrow')).toThrow('not a date');
  });
});
