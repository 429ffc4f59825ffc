import { STORIES, gateIn } from '../../testing/stage-stories';
import type { Story } from '../../testing/stage-stories';
import {
  ARRIVED,
  CALLED,
  CLEARED,
  CROSSED,
  DISINFECTED,
  DOMESTIC,
  HANDED_OVER,
  TAN_THANH,
  at,
  gateAfter,
  past,
  suspended,
  visitAfter,
} from '../../testing/visit-story';
import type { Gate } from '../border-gate/state';
import type { TruckVisitEvent } from './events';
import type { HandoverMode } from './shapes';
import { nextSteps } from './next-steps';
import type { NextStep } from './next-steps';
import { MODES, modeOf } from './handover-mode';
import { missingBeforeCrossing } from './requirements';
import type { StepName } from './steps';
import { onHand } from './state';

const MODE_NAMES = Object.keys(MODES) as HandoverMode[];

function next(story: Story, gate: Gate = TAN_THANH, instant = at('12:00')): NextStep[] {
  return nextSteps(visitAfter(...story), gate, Date.parse(instant));
}

/** Required steps as `step` or `step: codes`. */
function required(story: Story, gate?: Gate): string[] {
  return next(story, gate)
    .filter((one) => one.required)
    .map(told);
}

function possible(story: Story, gate?: Gate): string[] {
  return next(story, gate)
    .filter((one) => !one.required)
    .map(told);
}

function told({ step, whyNot }: NextStep): string {
  return whyNot.length === 0 ? step : `${step}: ${whyNot.join(' ')}`;
}

describe('the required steps', () => {
  it('are what is missing before the crossing, and the crossing, with all that stops them', () => {
    expect(required(ARRIVED)).toEqual([
      'customs-clearance',
      'disinfection: CUSTOMS_NOT_CLEARED',
      'handover: CUSTOMS_NOT_CLEARED CABIN_NOT_DISINFECTED',
      'crossing: CUSTOMS_NOT_CLEARED CABIN_NOT_DISINFECTED NOT_HANDED_OVER',
    ]);
    expect(required(CLEARED)).toEqual([
      'disinfection',
      'handover: CABIN_NOT_DISINFECTED',
      'crossing: CABIN_NOT_DISINFECTED NOT_HANDED_OVER',
    ]);
    expect(required(DISINFECTED)).toEqual(['handover', 'crossing: NOT_HANDED_OVER']);
    expect(required(HANDED_OVER)).toEqual(['crossing']);
  });

  it.each(Object.entries(STORIES))('are those of missing[] while a truck is on hand: %s', (_stage, story) => {
    const visit = visitAfter(...story);
    if (!onHand(visit)) return;
    for (const mode of MODE_NAMES) {
      const missing = missingBeforeCrossing(visit, modeOf(visit, gateIn(mode), Date.parse(at('12:00'))));
      const steps = next(story, gateIn(mode))
        .filter((one) => one.required)
        .map(({ step }) => step);
      const lift = visit.openHolds.length === 0 ? [] : ['hold-lift'];
      expect(steps).toEqual([...lift, ...missing.flatMap(({ step }) => step ?? []), 'crossing']);
    }
  });

  it('begin with the lift of a hold, which stops all but customs and disinfection', () => {
    expect(required([...CLEARED, past('hold', '07:20')])).toEqual([
      'hold-lift',
      'disinfection',
      'handover: CABIN_NOT_DISINFECTED VISIT_HELD',
      'crossing: CABIN_NOT_DISINFECTED NOT_HANDED_OVER VISIT_HELD',
    ]);
  });

  it('wait while the gate is suspended', () => {
    const gate = gateAfter(suspended('11:00'));
    expect(required(HANDED_OVER, gate)).toEqual(['crossing: GATE_SUSPENDED']);
    expect(next(HANDED_OVER, gate, at('10:00'))[0]).toMatchObject({ step: 'crossing', possible: true });
  });

  it('ask for the tractor that is missing by a correction of the handover', () => {
    const gate = gateIn('CLOSED_LOOP_TRACTOR');
    expect(required(HANDED_OVER, gate)).toEqual([
      'handover: ALREADY_HANDOVER',
      'crossing: HANDOVER_NEEDS_TRACTOR',
    ]);
  });

  it.each<[HandoverMode, Story, string[]]>([
    ['FOREIGN_YARD', CROSSED, ['delivery', 'return']],
    ['FOREIGN_YARD', STORIES['DELIVERED'], ['return']],
    ['FOREIGN_YARD', STORIES['RETURNED, not delivered'], ['delivery']],
    ['FOREIGN_YARD', STORIES['CROSSED, seen only'], ['delivery', 'return: NOT_HANDED_OVER']],
    ['BORDER_LINE', CROSSED, ['return']],
    ['TRANSLOAD', STORIES['CROSSED on a foreign vehicle'], []],
    ['FOREIGN_VEHICLE_PICKUP', STORIES['CROSSED on a foreign vehicle'], []],
  ])('after the crossing are what mode %s expects still', (mode, story, steps) => {
    expect(required(story, gateIn(mode))).toEqual(steps);
  });
});

describe('the main button', () => {
  const press: Partial<Record<StepName, object>> = { handover: { tractor: DOMESTIC } };

  /** The first required step that is possible, time after time, an hour apart. */
  function pressed(gate: Gate): string[] {
    const story: TruckVisitEvent[] = [past('arrival', '2021-12-14 00:00'), past('hold', '2021-12-14 00:30')];
    const steps: string[] = [];
    for (let hour = 1; hour < 20; hour += 1) {
      const clock = `2021-12-14 ${String(hour).padStart(2, '0')}:00`;
      const button = next(story, gate, at(clock)).find((one) => one.required && one.possible);
      if (button === undefined) break;
      steps.push(button.step);
      story.push(past(button.step, clock, press[button.step]));
    }
    return steps;
  }

  const DRIVEN = ['hold-lift', 'customs-clearance', 'disinfection'];

  it.each<[HandoverMode, string[]]>([
    ['FOREIGN_YARD', [...DRIVEN, 'handover', 'crossing', 'delivery', 'return']],
    ['BORDER_LINE', [...DRIVEN, 'handover', 'crossing', 'return']],
    ['CLOSED_LOOP_TRACTOR', [...DRIVEN, 'handover', 'crossing', 'delivery', 'return']],
    ['CONTAINER_CUT', [...DRIVEN, 'container-cut', 'handover', 'crossing', 'delivery', 'return']],
    ['CONTAINER_LIFT', [...DRIVEN, 'container-lift', 'crossing']],
    ['TRANSLOAD', [...DRIVEN, 'transload', 'crossing']],
    ['FOREIGN_VEHICLE_PICKUP', [...DRIVEN, 'transload', 'crossing']],
  ])('brings a truck home in mode %s', (mode, steps) => {
    expect(pressed(gateIn(mode))).toEqual(steps);
  });

  it('is told of every mode', () => {
    expect.assertions(MODE_NAMES.length);
    for (const mode of MODE_NAMES) expect(pressed(gateIn(mode))).toContain('crossing');
  });
});

describe('the other possible steps', () => {
  it('are all that would be recorded', () => {
    expect(possible(ARRIVED)).toEqual([
      'yard-entry',
      'weighing',
      'turn-back',
      'diversion',
      'cancellation',
      'vehicle-change',
      'hold',
    ]);
    expect(possible(STORIES['ARRIVED in a yard'])).toContain('yard-exit');
    expect(possible(DISINFECTED)).toEqual(expect.arrayContaining(['disinfection', 'call-forward']));
    expect(possible([...ARRIVED, past('hold', '06:50')])).toContain('hold-lift-confirmation');
    expect(possible(STORIES['everything disinfected'])).not.toContain('disinfection');
  });

  it('are a delivery that the mode does not expect', () => {
    expect(possible(CROSSED, gateIn('BORDER_LINE'))).toEqual(['delivery']);
  });
});

it.each([
  'RETURNED',
  'TURNED_BACK',
  'DIVERTED',
  'CANCELLED',
  'TRANSFERRED',
  'SEEN_ELSEWHERE',
  'VOIDED',
] as const)('a visit that is %s has no next step', (stage) => {
  expect(next(STORIES[stage])).toEqual([]);
});

it('what was reported ahead of the clock has happened', () => {
  expect(next(CALLED, TAN_THANH, at('06:00'))).toEqual(next(CALLED));
});
