import {
  ARRIVED,
  CLEARED,
  DISINFECTED,
  DOMESTIC,
  HANDED_OVER,
  past,
  visitAfter,
} from '../../testing/visit-story';
import type { TruckVisitEvent } from './events';
import type { HandoverMode } from './shapes';
import { MODES } from './handover-mode';
import { missingBeforeCrossing } from './requirements';

const missing = (mode: HandoverMode, ...events: readonly TruckVisitEvent[]) =>
  missingBeforeCrossing(visitAfter(...events), mode).map(({ code, step }) => `${step ?? ''}: ${code}`);

const CUSTOMS = 'customs-clearance: CUSTOMS_NOT_CLEARED';
const CAB = 'disinfection: CABIN_NOT_DISINFECTED';
const ANY = 'disinfection: NOT_DISINFECTED';
const CUT = 'container-cut: CONTAINER_NOT_CUT';
const LIFT = 'container-lift: CONTAINER_NOT_LIFTED';
const TRANSLOAD = 'transload: CARGO_NOT_TRANSLOADED';
const PICKUP = 'transload: GOODS_NOT_TRANSFERRED';
const DRIVER = 'handover: NOT_HANDED_OVER';

/** What a truck that has only arrived still misses, in the order it is to be done. */
const AT_ARRIVAL: Record<HandoverMode, string[]> = {
  FOREIGN_YARD: [CUSTOMS, CAB, DRIVER],
  BORDER_LINE: [CUSTOMS, CAB, DRIVER],
  CLOSED_LOOP_TRACTOR: [CUSTOMS, CAB, DRIVER],
  CONTAINER_CUT: [CUSTOMS, CAB, CUT, DRIVER],
  CONTAINER_LIFT: [CUSTOMS, ANY, LIFT, DRIVER],
  TRANSLOAD: [CUSTOMS, ANY, TRANSLOAD, DRIVER],
  FOREIGN_VEHICLE_PICKUP: [CUSTOMS, ANY, PICKUP],
};

describe('what is missing before the crossing', () => {
  it.each(Object.entries(AT_ARRIVAL) as [HandoverMode, string[]][])('in %s at the arrival', (mode, steps) => {
    expect(missing(mode, ...ARRIVED)).toEqual(steps);
  });

  it('is told of every mode', () => {
    expect(Object.keys(AT_ARRIVAL)).toEqual(Object.keys(MODES));
  });

  it('grows shorter step by step', () => {
    expect(missing('FOREIGN_YARD', ...CLEARED)).toEqual([CAB, DRIVER]);
    expect(missing('FOREIGN_YARD', ...DISINFECTED)).toEqual([DRIVER]);
    expect(missing('FOREIGN_YARD', ...HANDED_OVER)).toEqual([]);
  });

  it('is the cab, whatever else is disinfected, unless the mode takes the goods from the truck', () => {
    const cargo = [...CLEARED, past('disinfection', '07:30', { targets: ['CARGO', 'VEHICLE'] })];
    expect(missing('BORDER_LINE', ...cargo)).toContain(CAB);
    expect(missing('CONTAINER_CUT', ...cargo)).toContain(CAB);
    expect(missing('CONTAINER_LIFT', ...cargo)).toEqual([LIFT, DRIVER]);
    expect(missing('FOREIGN_VEHICLE_PICKUP', ...cargo)).toEqual([PICKUP]);
  });

  it.each([
    ['CONTAINER_LIFT', 'container-lift'],
    ['TRANSLOAD', 'transload'],
  ] as const)('in %s is a driver unless the receiving vehicle is foreign', (mode, step) => {
    expect(missing(mode, ...DISINFECTED, past(step, '08:30', { toVehicle: DOMESTIC }))).toEqual([DRIVER]);
    expect(missing(mode, ...DISINFECTED, past(step, '08:30'))).toEqual([]);
  });

  it('in CONTAINER_CUT is a driver, also behind a foreign tractor', () => {
    expect(missing('CONTAINER_CUT', ...DISINFECTED, past('container-cut', '08:30'))).toEqual([DRIVER]);
  });

  it('in CLOSED_LOOP_TRACTOR is the tractor of a handover without one', () => {
    expect(missing('CLOSED_LOOP_TRACTOR', ...HANDED_OVER)).toEqual(['handover: HANDOVER_NEEDS_TRACTOR']);
    const pulled = past('handover', '08:30', { tractor: { plate: '12C-099.99' } });
    expect(missing('CLOSED_LOOP_TRACTOR', ...DISINFECTED, pulled)).toEqual([]);
  });
});

it('after the crossing each mode expects what the table of modes says (R-22)', () => {
  const after = Object.fromEntries(Object.entries(MODES).map(([mode, rules]) => [mode, rules.after]));
  expect(after).toEqual({
    FOREIGN_YARD: ['delivery', 'return'],
    BORDER_LINE: ['return'],
    CLOSED_LOOP_TRACTOR: ['delivery', 'return'],
    CONTAINER_CUT: ['delivery', 'return'],
    CONTAINER_LIFT: ['return'],
    TRANSLOAD: ['return'],
    FOREIGN_VEHICLE_PICKUP: [],
  });
});
