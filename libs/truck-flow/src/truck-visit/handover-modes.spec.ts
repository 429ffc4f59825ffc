import type { HandoverMode } from './shapes';
import {
  ARRIVED,
  CALLED,
  CLEARED,
  DISINFECTED,
  DOMESTIC,
  FOREIGN,
  gateAfter,
  given,
  modeChanged,
  past,
  recorded,
  report,
} from '../../testing/visit-story';
import type { StepName } from './steps';

/* The table of modes (R-22, H-01…H-07): a truck called forward in a mode needs exactly these steps to cross. */

type Told = readonly [step: StepName, changed?: object];

const DRIVER: Told = ['handover'];
const CARGO: Told = ['disinfection', { targets: ['CARGO'] }];
const CAB: Told = ['disinfection'];
const TO_DOMESTIC = { toVehicle: DOMESTIC, toTractor: DOMESTIC };

interface Ladder {
  readonly mode: HandoverMode;
  readonly way: string;
  /** What has to be done after customs, and how a crossing is refused while it is missing. */
  readonly rungs: readonly (readonly [Told, missing: string])[];
  /** The plate that crosses. */
  readonly plate: string;
}

const NO_CAB = [CAB, 'CABIN_NOT_DISINFECTED'] as const;
const NOTHING_CLEAN = [CARGO, 'NOT_DISINFECTED'] as const;
const NO_DRIVER = [DRIVER, 'NOT_HANDED_OVER'] as const;
const PICKED_UP = ['container-cut', 'container-lift', 'transload'] as const;

const LADDERS: readonly Ladder[] = [
  { mode: 'FOREIGN_YARD', way: 'is driven to a foreign yard', rungs: [NO_CAB, NO_DRIVER], plate: '12C04567' },
  { mode: 'BORDER_LINE', way: 'is driven to the line', rungs: [NO_CAB, NO_DRIVER], plate: '12C04567' },
  {
    mode: 'CLOSED_LOOP_TRACTOR',
    way: 'is pulled over by a pool tractor',
    rungs: [NO_CAB, [['handover', { tractor: { plate: '12C-099.99' } }], 'NOT_HANDED_OVER']],
    plate: '12C09999',
  },
  {
    mode: 'CONTAINER_CUT',
    way: 'leaves its own tractor',
    rungs: [NO_CAB, [['container-cut'], 'CONTAINER_NOT_CUT'], NO_DRIVER],
    plate: '桂F12345',
  },
  {
    mode: 'CONTAINER_LIFT',
    way: 'has its container lifted to a foreign vehicle',
    rungs: [NOTHING_CLEAN, [['container-lift'], 'CONTAINER_NOT_LIFTED']],
    plate: '桂F12345',
  },
  {
    mode: 'CONTAINER_LIFT',
    way: 'has its container lifted to a domestic vehicle',
    rungs: [NOTHING_CLEAN, [['container-lift', TO_DOMESTIC], 'CONTAINER_NOT_LIFTED'], NO_DRIVER],
    plate: '12C07777',
  },
  {
    mode: 'TRANSLOAD',
    way: 'has its cargo transloaded to a foreign vehicle',
    rungs: [NOTHING_CLEAN, [['transload'], 'CARGO_NOT_TRANSLOADED']],
    plate: '桂F12345',
  },
  {
    mode: 'TRANSLOAD',
    way: 'has its cargo transloaded to a domestic vehicle',
    rungs: [NOTHING_CLEAN, [['transload', TO_DOMESTIC], 'CARGO_NOT_TRANSLOADED'], NO_DRIVER],
    plate: '12C07777',
  },
  ...PICKED_UP.map((transfer): Ladder => ({
    mode: 'FOREIGN_VEHICLE_PICKUP',
    way: `is met by a foreign vehicle (${transfer})`,
    rungs: [NOTHING_CLEAN, [[transfer], 'GOODS_NOT_TRANSFERRED']],
    plate: '桂F12345',
  })),
];

describe.each(LADDERS)('a truck of mode $mode that $way', ({ mode, rungs, plate }) => {
  const called = past('call-forward', '07:10', { mode });
  const cleared = [...ARRIVED, past('customs-clearance', '07:00'), called];
  const told = rungs.map(([[step, changed]], i) => past(step, `08:${i}0`, changed));

  it('does not cross before customs', () => {
    given(...ARRIVED, called)
      .when(report('crossing', '12:00'))
      .thenRejected('CUSTOMS_NOT_CLEARED');
  });

  it.each(rungs.map(([, missing], done) => ({ missing, done })))(
    'does not cross: $missing',
    ({ missing, done }) => {
      given(...cleared, ...told.slice(0, done))
        .when(report('crossing', '12:00'))
        .thenRejected(missing);
    },
  );

  it(`crosses as ${plate} when nothing is missing`, () => {
    given(...cleared, ...told)
      .when(report('crossing', '12:00'))
      .then([recorded('crossing', '12:00', {}, { vehicle: { plate } })], []);
  });
});

describe('the handover', () => {
  it('needs the tractor that takes over in a closed loop', () => {
    const called = [
      ...CLEARED,
      past('disinfection', '07:30'),
      past('call-forward', '08:00', { mode: 'CLOSED_LOOP_TRACTOR' }),
    ];
    given(...called)
      .when(report('handover', '08:30'))
      .thenRejected('HANDOVER_NEEDS_TRACTOR');
    given(...called)
      .when(report('handover', '08:30', { tractor: { plate: '12C-099.99' } }))
      .then([recorded('handover', '08:30', { tractor: { plate: '12C-099.99' } })]);
  });

  it('without a tractor opens no crossing in a closed loop, even when it was observed', () => {
    const seen = past('handover', '08:30', { observed: true, observation: 'seen leaving' });
    given(...DISINFECTED, past('call-forward', '08:00', { mode: 'CLOSED_LOOP_TRACTOR' }), seen)
      .when(report('crossing', '09:00'))
      .thenRejected('HANDOVER_NEEDS_TRACTOR');
  });

  it.each([
    ['that has arrived', ARRIVED],
    ['that is cleared', CLEARED],
    ['whose cab is disinfected', DISINFECTED],
  ] as const)('of a truck %s is unknown where foreign vehicles pick up', (_, story) => {
    const gate = gateAfter(modeChanged('2021-12-01 00:00', 'FOREIGN_VEHICLE_PICKUP'));
    given(...story)
      .when(report('handover', '08:30', {}, gate))
      .thenRejected('HANDOVER_NOT_IN_MODE');
  });

  it.each(['FOREIGN_YARD', 'BORDER_LINE', 'CONTAINER_CUT'] as const)(
    'of mode %s needs the cab, of the goods alone any disinfection',
    (mode) => {
      const goodsOnly = [...CLEARED, past('disinfection', '07:30', { targets: ['CARGO'] })];
      given(...goodsOnly, past('call-forward', '08:00', { mode }))
        .when(report('handover', '08:30'))
        .thenRejected('CABIN_NOT_DISINFECTED');
      given(...goodsOnly, past('call-forward', '08:00', { mode: 'TRANSLOAD' }))
        .when(report('handover', '08:30'))
        .then([recorded('handover', '08:30')]);
    },
  );
});

describe('cut, lift and transload', () => {
  it.each(['container-cut', 'container-lift', 'transload'] as const)('%s waits for customs', (step) => {
    given(...ARRIVED)
      .when(report(step, '07:00'))
      .thenRejected('CUSTOMS_NOT_CLEARED');
  });

  it('a container is not cut before the cab is disinfected', () => {
    given(...CLEARED, past('disinfection', '07:15', { targets: ['CARGO'] }))
      .when(report('container-cut', '07:20'))
      .thenRejected('CABIN_NOT_DISINFECTED');
  });

  it.each(['container-lift', 'transload'] as const)('%s waits for a disinfection', (step) => {
    given(...CLEARED)
      .when(report(step, '07:20'))
      .thenRejected('NOT_DISINFECTED');
  });

  it('to a foreign vehicle ends the need for a handover, a cut does not', () => {
    given(...CALLED, past('container-cut', '08:30', { toTractor: FOREIGN }))
      .when(report('crossing', '09:00'))
      .thenRejected('NOT_HANDED_OVER');
  });
});
