import {
  ARRIVED,
  CALLED,
  CLEARED,
  CROSSED,
  DISINFECTED,
  HANDED_OVER,
  OBSERVED,
  TAN_THANH,
  act,
  at,
  corrected,
  gateAfter,
  modeChanged,
  past,
  resumed,
  stepsOf,
  suspended,
} from '../../testing/visit-story';
import type { Weekday } from '../border-gate/events';
import { deviationsOf, isOpen } from './deviations';
import type { LocalTime } from './deviations';
import type { TruckVisitEvent } from './events';

const DAYS: readonly Weekday[] = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** The clock of a gate seven hours ahead of UTC. */
function hanoi(instant: number): LocalTime {
  const local = new Date(instant + 7 * 3_600_000);
  const [date = '', time = ''] = local.toISOString().split('T');
  return { date, time: time.slice(0, 5), weekday: DAYS[local.getUTCDay()] ?? 'SUN' };
}

function found(events: readonly TruckVisitEvent[], gate = TAN_THANH): string[] {
  return deviationsOf(stepsOf(...events), gate, hanoi).map(
    ({ code, at: when }) => `${when.slice(11, 16)} ${code}`,
  );
}

describe('a truck that went by the book', () => {
  it('deviates in nothing', () => {
    expect(found([...CROSSED, past('delivery', '11:00'), past('return', '15:00')])).toEqual([]);
  });
});

describe('what was observed against the record', () => {
  it('shows with its event, its time and what was wrong', () => {
    const steps = stepsOf(...CLEARED, past('handover', '07:30', OBSERVED));
    expect(deviationsOf(steps, TAN_THANH, hanoi)).toEqual([
      {
        code: 'CABIN_NOT_DISINFECTED',
        eventId: steps.at(-1)?.eventId,
        at: at('07:30'),
        detail: 'the cab is not disinfected (D-10)',
      },
    ]);
  });

  it('shows everything that was missing', () => {
    expect(found([...ARRIVED, past('crossing', '09:00', OBSERVED)])).toEqual([
      '09:00 CUSTOMS_NOT_CLEARED',
      '09:00 CABIN_NOT_DISINFECTED',
      '09:00 NOT_HANDED_OVER',
    ]);
  });

  it('is cleared by the missing step that is reported later', () => {
    const seen = [...CLEARED, past('handover', '08:00', OBSERVED)];
    expect(found(seen)).toEqual(['08:00 CABIN_NOT_DISINFECTED']);
    expect(found([...seen, past('disinfection', '07:30')])).toEqual([]);
  });

  it('is cleared by a lifting of the hold that is reported later', () => {
    const held = [...DISINFECTED, past('hold', '07:40'), past('handover', '08:30', OBSERVED)];
    expect(found(held)).toEqual(['08:30 VISIT_HELD']);
    expect(found([...held, past('hold-lift', '08:20')])).toEqual([]);
    expect(found([...held, past('hold-lift', '08:40')])).toEqual(['08:30 VISIT_HELD']);
  });

  it('appears when a correction takes away what it needed', () => {
    expect(found([...HANDED_OVER, corrected(2)])).toEqual(['08:30 CABIN_NOT_DISINFECTED']);
  });

  it('shows of every step of a visit that is voided', () => {
    expect(found([...CLEARED, corrected(0)])).toEqual(['07:10 BEFORE_ARRIVAL']);
  });

  it('shows a handover that the mode does not know', () => {
    const gate = gateAfter(modeChanged('2021-12-01 00:00', 'FOREIGN_VEHICLE_PICKUP'));
    expect(found([...DISINFECTED, past('handover', '08:30', OBSERVED)], gate)).toEqual([
      '08:30 HANDOVER_NOT_IN_MODE',
    ]);
  });
});

describe('a suspension that is recorded later', () => {
  it('shows the call and the crossing that it should have stopped', () => {
    expect(found([...CROSSED], gateAfter(suspended('06:00')))).toEqual([
      '08:00 CALLED_WHILE_SUSPENDED',
      '09:00 CROSSED_WHILE_SUSPENDED',
    ]);
  });

  it('shows nothing before it', () => {
    expect(found([...CROSSED], gateAfter(suspended('08:30')))).toEqual(['09:00 CROSSED_WHILE_SUSPENDED']);
  });

  it('is cleared by a resumption that is recorded later still', () => {
    expect(found([...CROSSED], gateAfter(suspended('06:00'), resumed('07:00')))).toEqual([]);
  });

  it('of one lane shows only who used that lane', () => {
    const gate = gateAfter(suspended('06:00', { lane: 'FRUIT' }));
    expect(found([...HANDED_OVER, past('crossing', '09:00', { lane: 'FRUIT' })], gate)).toEqual([
      '09:00 CROSSED_WHILE_SUSPENDED',
    ]);
    expect(found([...HANDED_OVER, past('crossing', '09:00', { lane: 'MAIN' })], gate)).toEqual([]);
  });
});

describe('opening hours', () => {
  it.each([
    ['06:59', true],
    ['07:00', false],
    ['18:59', false],
    ['19:00', true],
  ])('a call at %s is outside: %s', (clock, outside) => {
    const story = [past('arrival', '00:10'), past('customs-clearance', '00:20'), past('call-forward', clock)];
    expect(found(story)).toEqual(outside ? [`${clock} OUTSIDE_HOURS`] : []);
  });

  it('show a crossing outside of them, and nothing else', () => {
    expect(found([...CALLED, past('handover', '19:30'), past('crossing', '20:00')])).toEqual([
      '20:00 OUTSIDE_HOURS',
    ]);
  });

  it('are those of any lane', () => {
    const hours = [
      { lane: 'MAIN', weekdays: ['SUN'], from: '07:00', to: '19:00' },
      { lane: 'FRUIT', weekdays: ['WED'], from: '08:00', to: '09:00' },
    ];
    const gate = gateAfter(act('borderGate.GateHoursChanged.v1', '2021-12-01 00:00', { hours }));
    expect(found([...CROSSED], gate)).toEqual(['09:00 OUTSIDE_HOURS']);
  });

  const night = { lane: 'MAIN', weekdays: ['FRI'], from: '20:00', to: '04:00' } as const;
  it.each([
    ['FRI', '19:59', false],
    ['FRI', '20:00', true],
    ['FRI', '23:59', true],
    ['SAT', '00:00', true],
    ['SAT', '03:59', true],
    ['SAT', '04:00', false],
    ['FRI', '03:59', false],
    ['SAT', '20:00', false],
  ] as const)('that run over midnight belong to the day they begin: %s %s open %s', (weekday, time, open) => {
    expect(isOpen(night, { date: '2021-12-17', weekday, time })).toBe(open);
  });

  it('over the end of the week run from Sunday into Monday', () => {
    const sunday = { ...night, weekdays: ['SUN'] } as const;
    expect(isOpen(sunday, { date: '2021-12-20', weekday: 'MON', time: '01:00' })).toBe(true);
  });

  it('from an hour to the same hour are a whole day', () => {
    const always = { ...night, weekdays: DAYS, from: '00:00', to: '00:00' };
    expect(isOpen(always, { date: '2021-12-17', weekday: 'FRI', time: '12:00' })).toBe(true);
  });
});

describe('after the end of a visit', () => {
  it('everything but delivery and return shows', () => {
    const late = corrected(5, 'crossing', '08:40');
    expect(found([...CROSSED, past('yard-entry', '08:45'), past('delivery', '11:00'), late])).toEqual([
      '08:45 AFTER_END',
    ]);
  });

  it('delivery and return show when it was no crossing', () => {
    expect(found([...HANDED_OVER, past('turn-back', '08:40'), past('delivery', '08:50')])).toEqual([
      '08:50 NOT_CROSSED',
      '08:50 AFTER_END',
    ]);
  });

  it('a second end shows', () => {
    expect(found([...CROSSED, past('turn-back', '09:30')])).toEqual(['09:30 AFTER_END']);
  });
});

describe('the return of a closed-loop tractor', () => {
  const out = [
    ...DISINFECTED,
    past('call-forward', '08:00', { mode: 'CLOSED_LOOP_TRACTOR' }),
    past('handover', '08:30', { tractor: { plate: '12C-099.99' } }),
    past('crossing', '09:00'),
  ];

  it('is due on the day of the crossing, by the clock of the gate', () => {
    expect(found([...out, past('return', '23:59')])).toEqual([]);
    expect(found([...out, past('return', '2021-12-16 00:00')])).toEqual(['00:00 RETURNED_LATE']);
  });

  it('is due at no day in other modes', () => {
    expect(found([...CROSSED, past('return', '2021-12-17 10:00')])).toEqual([]);
  });
});
