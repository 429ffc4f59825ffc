import { REPEATABLE, STEPS } from './steps';
import type { StepName } from './steps';
import { ARRIVED, DISINFECTED, FOREIGN, given, past, recorded, report } from '../../testing/visit-story';

/* Steps that may happen again, each with the story that ends with it. */
const AGAIN = {
  'yard-entry': [...ARRIVED, past('yard-entry', '07:00')],
  'yard-exit': [...ARRIVED, past('yard-entry', '06:50'), past('yard-exit', '07:00')],
  hold: [...ARRIVED, past('hold', '07:00')],
  'hold-lift': [...ARRIVED, past('hold', '06:50'), past('hold-lift', '07:00')],
  'vehicle-change': [...ARRIVED, past('vehicle-change', '07:00')],
} as const;
type Again = keyof typeof AGAIN;

const again = Object.entries(AGAIN) as [Again, (typeof AGAIN)[Again]][];

it('every step that may happen again has a story', () => {
  expect(again.map(([step]): string => STEPS[step]).sort()).toEqual([...REPEATABLE].sort());
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
