import type { TruckVisitEvent } from './events';
import { REPEATABLE, STEPS } from './steps';
import { deviationsOf } from './deviations';
import { stageOf } from './visit';
import {
  ARRIVED,
  CALLED,
  CLEARED,
  CROSSED,
  DISINFECTED,
  HANDED_OVER,
  OBSERVED,
  TAN_THANH,
  at,
  given,
  past,
  recorded,
  report,
  stepsOf,
  visitAfter,
} from '../../testing/visit-story';

/* Once-only steps, each with the story that ends with it and words that say something else. */
const ONCE = {
  arrival: [ARRIVED, { carrier: 'company-2' }],
  'customs-clearance': [CLEARED, { declarationNumber: 'D-2021-2' }],
  disinfection: [DISINFECTED, { procedureVersion: '4' }],
  'call-forward': [CALLED, { mode: 'BORDER_LINE' }],
  handover: [HANDED_OVER, { dedicatedDriver: 'TAN_THANH-D08' }],
  'container-cut': [[...DISINFECTED, past('container-cut', '08:30')], { yard: 'HUU_NGHI_YARD' }],
  'container-lift': [[...DISINFECTED, past('container-lift', '08:30')], { crane: 'K-2' }],
  transload: [[...DISINFECTED, past('transload', '08:30')], { place: 'ramp 4' }],
  crossing: [CROSSED, { lane: 'MAIN' }],
  delivery: [[...CROSSED, past('delivery', '11:00')], { foreignYard: 'TIAN_YUAN' }],
  return: [[...CROSSED, past('return', '11:00')], { place: 'barrier 2' }],
  'turn-back': [[...ARRIVED, past('turn-back', '08:00')], { reason: 'spoiled' }],
  diversion: [[...ARRIVED, past('diversion', '08:00')], { toGate: 'CHI_MA' }],
  cancellation: [[...ARRIVED, past('cancellation', '08:00')], { reason: 'spoiled' }],
} as const;
type Once = keyof typeof ONCE;

const once = Object.entries(ONCE) as [Once, (typeof ONCE)[Once]][];

function timeOf(story: readonly TruckVisitEvent[]): string {
  return story.at(-1)?.eventTime.slice(11, 16) ?? '';
}

function minuteBefore(clock: string): string {
  return new Date(Date.parse(at(clock)) - 60_000 + 7 * 3_600_000).toISOString().slice(11, 16);
}

/** What a visit comes to. */
function told(...events: readonly TruckVisitEvent[]): object {
  const visit = visitAfter(...events);
  const clock = () => ({ date: '2021-12-15', weekday: 'WED' as const, time: '12:00' });
  return {
    stage: stageOf(visit),
    steps: visit.steps.map(({ type, at: when }) => [type, when]),
    carriage: visit.carriage,
    assets: visit.assets,
    transfers: visit.transfers.length,
    disinfections: visit.disinfections.length,
    deviations: deviationsOf(stepsOf(...events), TAN_THANH, clock).map(({ code, at: when }) => [code, when]),
  };
}

it('every step is either done once or may be done again', () => {
  const names = Object.keys(ONCE) as Once[];
  expect([...names.map((step) => STEPS[step]), ...REPEATABLE].sort()).toEqual(Object.values(STEPS).sort());
});

describe.each(once)('%s, said twice', (step, [story, otherwise]) => {
  it('is one, whatever later time the second report takes for it', () => {
    for (const clock of [timeOf(story), '18:00'])
      given(...story)
        .when(report(step, clock))
        .thenNothing();
  });

  it('with other words is refused: it is corrected instead', () => {
    given(...story)
      .when(report(step, '18:00', otherwise))
      .thenRejected(`ALREADY_${step.replaceAll('-', '_').toUpperCase()}`);
  });
});

const earlier = once.filter(([step]) => step !== 'arrival');
/** What a transfer is warned of in the mode FOREIGN_YARD. */
const DIFFERS = { warnings: [{ code: 'MODE_DIFFERS_FROM_GATE', pointer: '' }] };
const NOTED: Partial<Record<Once, object>> = {
  'container-cut': DIFFERS,
  'container-lift': DIFFERS,
  transload: DIFFERS,
};

describe.each(earlier)('%s, told of an earlier time', (step, [story]) => {
  const before = minuteBefore(timeOf(story));

  it('is recorded: the first time is the fact', () => {
    given(...story)
      .when(report(step, before))
      .then([recorded(step, before, {}, NOTED[step])]);
  });

  it('is the fact, and the later report changes nothing', () => {
    const alone = [...story.slice(0, -1), past(step, before)];
    expect(told(...story, past(step, before))).toEqual(told(...alone));
  });
});

it.each(earlier.filter(([step]) => step !== 'disinfection'))(
  '%s, told of an earlier time in other words, is refused',
  (step, [story, otherwise]) => {
    given(...story)
      .when(report(step, minuteBefore(timeOf(story)), otherwise))
      .thenRejected(`ALREADY_${step.replaceAll('-', '_').toUpperCase()}`);
  },
);

describe('a step that was recorded for a later time first', () => {
  it('lets through what came between the two', () => {
    const cleared = [...ARRIVED, past('customs-clearance', '07:20'), past('customs-clearance', '07:10')];
    given(...cleared)
      .when(report('disinfection', '07:15'))
      .then([recorded('disinfection', '07:15')]);
  });

  const held = [...CALLED, past('hold', '07:50'), past('hold-lift', '07:59')];
  it.each([
    ['CABIN_NOT_DISINFECTED', 'handover', '07:20', HANDED_OVER],
    ['VISIT_HELD', 'call-forward', '07:55', held],
  ] as const)('is held against what it needs at the earlier time: %s', (code, step, clock, story) => {
    given(...story)
      .when(report(step, clock))
      .thenRejected(code);
  });

  it('is no earlier end beside another end', () => {
    const both = [...HANDED_OVER, past('turn-back', '09:10'), past('crossing', '09:00')];
    given(...both)
      .when(report('turn-back', '08:50'))
      .thenRejected('VISIT_ENDED');
  });
});

describe('an arrival told of another time', () => {
  it.each(['06:30', '06:50'])('keeps its place in the queue (%s)', (clock) => {
    given(...ARRIVED)
      .when(report('arrival', clock))
      .thenNothing();
  });
});

describe('the same words', () => {
  it('are the same in another order of their fields', () => {
    const toVehicle = { country: 'CN', plate: '桂F12345' };
    given(...DISINFECTED, past('transload', '08:30'))
      .when(report('transload', '08:31', { toVehicle }))
      .thenNothing();
  });

  it('are the same with a plate spelled otherwise', () => {
    given(...ARRIVED)
      .when(report('arrival', '06:41', { tractor: { plate: '12c 04567' } }))
      .thenNothing();
  });

  it('are the same when one of the reporters had to observe', () => {
    given(...ARRIVED, past('crossing', '09:00', OBSERVED))
      .when(report('crossing', '09:05'))
      .thenNothing();
  });

  it('are the same whatever was noted with the first', () => {
    given(...ARRIVED, recorded('customs-clearance', '07:10', {}, { warnings: [{ code: 'X', pointer: '' }] }))
      .when(report('customs-clearance', '07:20'))
      .thenNothing();
  });
});

describe('disinfection', () => {
  it('repeats for new targets', () => {
    const targets = { targets: ['CABIN', 'CARGO'] };
    given(...DISINFECTED)
      .when(report('disinfection', '07:40', targets))
      .then([recorded('disinfection', '07:40', targets)]);
  });

  it('does not repeat for targets that earlier ones cover together', () => {
    given(...DISINFECTED, past('disinfection', '07:40', { targets: ['CARGO'] }))
      .when(report('disinfection', '07:50', { targets: ['CARGO', 'CABIN'] }))
      .thenRejected('ALREADY_DISINFECTION');
  });
});
