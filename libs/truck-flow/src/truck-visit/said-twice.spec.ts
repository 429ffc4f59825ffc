import { deviationsOf } from './deviations';
import type { StepName } from './steps';
import {
  ARRIVED,
  CALLED,
  CLEARED,
  CROSSED,
  DISINFECTED,
  FOREIGN,
  HANDED_OVER,
  OBSERVED,
  REPORTED,
  TAN_THANH,
  given,
  past,
  recorded,
  report,
  stepsOf,
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

/* Steps that may happen again, each with the story that ends with it. */
const AGAIN = {
  'call-excuse': [...ARRIVED, past('call-forward', '06:50'), past('call-excuse', '07:00')],
  'yard-entry': [...ARRIVED, past('yard-entry', '07:00')],
  'yard-exit': [...ARRIVED, past('yard-entry', '06:50'), past('yard-exit', '07:00')],
  weighing: [...ARRIVED, past('weighing', '07:00')],
  hold: [...ARRIVED, past('hold', '07:00')],
  'hold-lift-confirmation': [...ARRIVED, past('hold', '06:50'), past('hold-lift-confirmation', '07:00')],
  'hold-lift': [...ARRIVED, past('hold', '06:50'), past('hold-lift', '07:00')],
  'vehicle-change': [...ARRIVED, past('vehicle-change', '07:00')],
} as const;
type Again = keyof typeof AGAIN;

const once = Object.entries(ONCE) as [Once, (typeof ONCE)[Once]][];
const again = Object.entries(AGAIN) as [Again, (typeof AGAIN)[Again]][];

it('every step is either done once or may be done again, or is another one each time', () => {
  expect([...once.map(([step]) => step), ...again.map(([step]) => step), 'ticket'].sort()).toEqual(
    [...REPORTED].sort(),
  );
});

it('a ticket asked for again within a minute is another one: the first answer was lost', () => {
  given(...ARRIVED, past('ticket', '07:00'))
    .when(report('ticket', '07:00'))
    .repeatable()
    .then([recorded('ticket', '07:00')]);
});

describe.each(once)('%s, said twice', (step, [story, otherwise]) => {
  it.each(['06:41', '18:00'])('is one, whatever the second report takes for its time (%s)', (clock) => {
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

describe.each(again)('%s, said again', (step, story) => {
  it.each(['07:00', '07:02'])('within two minutes is a double scan (%s)', (clock) => {
    given(...story)
      .when(report(step, clock))
      .thenNothing();
  });

  it('in other words is another one', () => {
    const changed = { place: 'barrier 2' };
    const opposite = { 'yard-exit': [past('yard-entry', '07:01')], 'hold-lift': [past('hold', '07:01')] };
    given(...story, ...(step in opposite ? opposite[step as keyof typeof opposite] : []))
      .when(report(step, '07:02', changed))
      .then([recorded(step, '07:02', changed)]);
  });
});

describe('a step that may happen again', () => {
  it('is not recorded when it changes no vehicle and no driver', () => {
    const nothing = { tractor: undefined };
    given(...ARRIVED)
      .when(report('vehicle-change', '07:00', nothing))
      .thenNothing();
  });

  it.each(['yard-entry', 'hold', 'vehicle-change'] as const)('%s is recorded after two minutes', (step) => {
    given(...AGAIN[step])
      .when(report(step, '07:03'))
      .then([recorded(step, '07:03')]);
  });

  it.each<[StepName, StepName]>([
    ['yard-entry', 'yard-exit'],
    ['hold', 'hold-lift'],
    ['weighing', 'vehicle-change'],
  ])('%s is no double scan when a %s lies between', (step, opposite) => {
    given(...ARRIVED, past(step, '07:00'), past(opposite, '07:01'))
      .when(report(step, '07:02'))
      .then([recorded(step, '07:02')]);
  });

  it.each([
    ['handover', { tractor: FOREIGN }],
    ['container-cut', { toTractor: FOREIGN }],
    ['container-lift', { toVehicle: FOREIGN }],
    ['transload', { toVehicle: FOREIGN }],
  ] as const)('a change of vehicle is no double scan when a %s lies between', (between, changed) => {
    const story = [...DISINFECTED, past('vehicle-change', '08:03'), past(between, '08:04', changed)];
    given(...story)
      .when(report('vehicle-change', '08:05'))
      .then([recorded('vehicle-change', '08:05')]);
  });

  it('is no double scan when the arrival lies between', () => {
    const inYard = past('arrival', '06:40', { place: 'HUU_NGHI_YARD', yardOfPlace: 'HUU_NGHI_YARD' });
    for (const step of ['yard-entry', 'vehicle-change'] as const)
      given(past(step, '06:39'), inYard)
        .when(report(step, '06:41'))
        .then([recorded(step, '06:41')]);
  });

  it.each(['yard-exit', 'hold-lift'] as const)(
    '%s, scanned twice, deviates from nothing though the second scan came in first',
    (step) => {
      const story = [...AGAIN[step].slice(0, -1), past(step, '07:01')];
      given(...story)
        .when(report(step, '07:00'))
        .then([recorded(step, '07:00')]);
      const clock = () => ({ date: '2021-12-15', weekday: 'WED' as const, time: '12:00' });
      expect(deviationsOf(stepsOf(...story, past(step, '07:00')), TAN_THANH, clock)).toEqual([]);
      expect(deviationsOf(stepsOf(...story, past(step, '07:04')), TAN_THANH, clock)).toHaveLength(1);
    },
  );

  it('between two twins within two minutes is not waited for', () => {
    const twins = [...ARRIVED, past('yard-entry', '07:00')];
    given(...twins)
      .when(report('yard-entry', '07:02'))
      .thenNothing();
    given(...twins, past('yard-exit', '07:01'))
      .when(report('yard-exit', '07:05'))
      .thenRejected('NOT_IN_YARD');
  });

  it('leaving a yard twice is refused as not being in it', () => {
    given(...AGAIN['yard-exit'])
      .when(report('yard-exit', '07:03'))
      .thenRejected('NOT_IN_YARD');
  });

  it('is known again after the end of the visit', () => {
    given(...AGAIN['yard-entry'], past('cancellation', '07:01'))
      .when(report('yard-entry', '07:02'))
      .thenNothing();
  });
});
