import fc from 'fast-check';
import { DateTime } from 'luxon';
import {
  clockOf,
  dayAfter,
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

  /** Zones with an offset of seconds once, a change of clocks off the quarter or over midnight, a day left out. */
  const ODD_ZONES = [
    ...ZONES,
    ...[
      'America/St_Johns',
      'Africa/Monrovia',
      'Asia/Gaza',
      'Asia/Pyongyang',
      'America/Caracas',
      'Pacific/Apia',
    ],
    ...['Pacific/Chatham', 'America/Havana', 'Africa/Cairo', 'Asia/Tehran', 'Europe/Amsterdam', 'UTC'],
  ];
  const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?[+-]\d\d:\d\d$/;
  const instants = fc.integer({ min: Date.UTC(1850, 0), max: Date.UTC(2150, 0) });

  it('writes every instant of every zone as RFC 3339, and the same instant', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ODD_ZONES), instants, (zone, instant) => {
        const text = localText(zone, instant);
        expect(text).toMatch(RFC_3339);
        expect(Date.parse(text)).toBe(instant);
      }),
      { numRuns: 1_000 },
    );
  });

  it('cuts an offset with seconds to the minute', () => {
    expect(localText('Asia/Ho_Chi_Minh', Date.parse('1900-01-01T00:00:00+07:00'))).toBe(
      '1900-01-01T00:06:00+07:06',
    );
    expect(localText('Africa/Monrovia', Date.parse('1970-01-01T00:00:00Z'))).toBe(
      '1969-12-31T23:16:00-00:44',
    );
  });

  it('writes no year of five digits', () => {
    const last = Date.parse('9999-12-31T23:59:59Z');
    expect(localText('Asia/Ho_Chi_Minh', last)).toBe('9999-12-31T23:59:59Z');
    expect(localText('America/New_York', last)).toBe('9999-12-31T18:59:59-05:00');
    expect(localText('UTC', last + 24 * HOUR)).toBe('9999-12-31T23:59:59.999Z');
    expect(localText('America/New_York', Date.parse('0000-01-01T00:00:00Z'))).toBe('0000-01-01T00:00:00Z');
  });

  it("moves its clock to the minute, as at St. John's one minute past midnight", () => {
    const texts = ['02:30:59', '02:31:00', '02:44:59'].map((time) =>
      localText('America/St_Johns', Date.parse(`2010-11-07T${time}Z`)),
    );
    expect(texts).toEqual([
      '2010-11-07T00:00:59-02:30',
      '2010-11-06T23:01:00-03:30',
      '2010-11-06T23:14:59-03:30',
    ]);
    expect(localDay('America/St_Johns', Date.parse('2010-11-07T02:30:59Z'))).toBe('2010-11-06');
    expect(startOfDay('America/St_Johns', '2010-11-07')).toBe(Date.parse('2010-11-07T00:00:00-03:30'));
  });

  it('leaves out the day that a zone left out', () => {
    const { from, to } = dayBounds('Pacific/Apia', '2011-12-30');
    expect(to - from).toBe(0);
  });

  it('puts every instant into one day and no other', () => {
    const changes = ODD_ZONES.flatMap((zone) =>
      daysOf('2010-03-01', '2012-01-02')
        .filter((day) => dayBounds(zone, day).to - dayBounds(zone, day).from !== 24 * HOUR)
        .map((day) => ({ zone, day })),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...changes),
        fc.integer({ min: -26 * 60, max: 26 * 60 }),
        ({ zone, day }, minutes) => {
          const instant = startOfDay(zone, day) + minutes * 60_000;
          const date = localDay(zone, instant);
          expect(startOfDay(zone, date)).toBeLessThanOrEqual(instant);
          expect(startOfDay(zone, dayAfter(date))).toBeGreaterThan(instant);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
