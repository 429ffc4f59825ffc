import {
  CLEARED,
  CROSSED,
  DISINFECTED,
  HANDED_OVER,
  at,
  body,
  correction,
  given,
  past,
  recorded,
  report,
} from '../../testing/visit-story';
import type { CorrectStep } from './decide';
import { VISIT_CORRECTED } from './events';
import type { TruckVisitEvent } from './events';
import { readStep } from './step-data';
import type { StepName } from './steps';

const OTHER = { container: { number: 'MSKU6011672' } };
const DIFFERS = { code: 'CONTAINER_DIFFERS', pointer: '/container/number' };
const MODE = { code: 'MODE_DIFFERS_FROM_GATE', pointer: '' };

function toBody(index: number, step: StepName, clock: string, changed: object = {}): CorrectStep {
  return correction(index, { reason: 'INCORRECT_DATA', corrected: body(step, clock, changed) });
}

/** What the correction to a whole body of this step stores; `noted` beside the body's own words. */
function storedBy(
  { eventId, corrected }: CorrectStep,
  step: StepName,
  noted: object,
  warnings?: readonly object[],
): TruckVisitEvent {
  const { at: time, data } = readStep(step, corrected ?? body(step, '08:00'));
  const whole = { at: time, data: { ...data, ...noted } };
  const said = { eventId, reason: 'INCORRECT_DATA', corrected: whole, ...(warnings && { warnings }) };
  const stored = { ...said, gate: 'TAN_THANH' };
  return { type: VISIT_CORRECTED, data: stored, eventTime: at('20:00') } as TruckVisitEvent;
}

describe('a lift of another container than the visit carries', () => {
  it('is recorded with a warning', () => {
    const warnings = [MODE, DIFFERS];
    given(...DISINFECTED)
      .when(report('container-lift', '08:00', OTHER))
      .then([recorded('container-lift', '08:00', OTHER, { warnings })], warnings);
  });

  it('is nothing to warn of where the arrival named no container', () => {
    given(past('arrival', '06:40', { container: undefined }), ...DISINFECTED.slice(1))
      .when(report('container-lift', '08:00', OTHER))
      .then([recorded('container-lift', '08:00', OTHER, { warnings: [MODE] })], [MODE]);
  });

  it('is warned of in a corrected body, too', () => {
    const lifted = [...DISINFECTED, past('container-lift', '08:00')];
    const command = toBody(3, 'container-lift', '08:00', OTHER);
    const within = [MODE, DIFFERS].map(({ code, pointer }) => ({ code, pointer: `/corrected${pointer}` }));
    given(...lifted)
      .when(command)
      .then([storedBy(command, 'container-lift', { warnings: [MODE, DIFFERS] }, within)], within);
  });
});

describe('a truck sent to', () => {
  it.each(['turn-back', 'diversion', 'cancellation'] as const)(
    'an unknown gate by a %s: a warning',
    (step) => {
      const { toGate: _, ...command } = report(step, '08:00', { toGate: 'KIM_THANH' });
      const warnings = [{ code: 'TO_GATE_UNKNOWN', pointer: '/toGate' }];
      given(...CLEARED)
        .when(command)
        .then([recorded(step, '08:00', { toGate: 'KIM_THANH' }, { warnings })], warnings);
    },
  );

  it('its own gate: a warning', () => {
    const warnings = [{ code: 'TO_GATE_IS_OWN', pointer: '/toGate' }];
    given(...CLEARED)
      .when(report('diversion', '08:00', { toGate: 'TAN_THANH' }))
      .then([recorded('diversion', '08:00', { toGate: 'TAN_THANH' }, { warnings })], warnings);
  });

  it('a registered gate, or to none: nothing odd', () => {
    given(...CLEARED)
      .when(report('diversion', '08:00', { toGate: 'CHI_MA' }))
      .then([recorded('diversion', '08:00', { toGate: 'CHI_MA' })]);
    given(...CLEARED)
      .when(report('turn-back', '08:00'))
      .then([recorded('turn-back', '08:00')]);
  });
});

describe('a corrected crossing', () => {
  it('names a lane of the gate, as the crossing does', () => {
    given(...CROSSED)
      .when(toBody(5, 'crossing', '09:00', { lane: 'NO_LANE' }))
      .thenRejected('LANE_UNKNOWN');
    given(...HANDED_OVER)
      .when(report('crossing', '09:00', { lane: 'NO_LANE' }))
      .thenRejected('LANE_UNKNOWN');
  });

  it('may name another lane', () => {
    const vehicle = { vehicle: { plate: '12C04567' } };
    const command = toBody(5, 'crossing', '09:00', { lane: 'FRUIT' });
    given(...CROSSED)
      .when(command)
      .then([storedBy(command, 'crossing', vehicle)]);
  });
});

describe('a weighing', () => {
  const DIFFERS = [{ code: 'WEIGHT_DIFFERS', pointer: '/grossKg' }];
  const BOX = { container: { number: 'CSQU3054383' } };
  const TWO = { container: undefined, containers: [{ number: 'CSQU3054383' }, { number: 'MSKU6011672' }] };

  // 20 t declared: 22 t may be on it, beside the lightest vehicle of its kind.
  it.each<[string, object, number]>([
    ['a rigid truck', { trailer: undefined, container: undefined }, 26_000],
    ['a tractor with a trailer', { container: undefined }, 33_000],
    ['a tractor with a trailer and a container', BOX, 35_000],
    ['a tractor with a trailer and two containers', TWO, 37_000],
  ])('of %s warns above the declared payload by more than a tenth', (_, loaded, most) => {
    const story = [past('arrival', '06:40', { payloadTonnes: 20, ...loaded })];
    given(...story)
      .when(report('weighing', '07:00', { grossKg: most }))
      .then([recorded('weighing', '07:00', { grossKg: most })]);
    const more = { grossKg: most + 1 };
    given(...story)
      .when(report('weighing', '07:00', more))
      .then([recorded('weighing', '07:00', more, { warnings: DIFFERS })], DIFFERS);
  });

  it('reads a declared payload to the kilogram', () => {
    const story = [past('arrival', '06:40', { payloadTonnes: 20.01, ...BOX })];
    given(...story)
      .when(report('weighing', '07:00', { grossKg: 35_011 }))
      .then([recorded('weighing', '07:00', { grossKg: 35_011 })]);
  });

  it.each<[string, TruckVisitEvent[]]>([
    ['no payload was declared', [past('arrival', '06:40')]],
    [
      'one of two containers left',
      [past('arrival', '06:40', { payloadTonnes: 1, ...TWO }), past('container-cut', '06:50', BOX)],
    ],
    [
      'goods of another visit were taken over',
      [past('arrival', '06:40', { payloadTonnes: 1 }), past('goods-receipt', '06:50')],
    ],
  ])('warns of nothing where %s', (_, story) => {
    given(...story)
      .when(report('weighing', '07:00'))
      .then([recorded('weighing', '07:00')]);
  });

  it('is warned of in a corrected body, too', () => {
    const story = [past('arrival', '06:40', { payloadTonnes: 20 }), past('weighing', '07:00')];
    const heavy = { grossKg: 60_000 };
    const command = toBody(1, 'weighing', '07:00', heavy);
    const within = [{ code: 'WEIGHT_DIFFERS', pointer: '/corrected/grossKg' }];
    given(...story)
      .when(command)
      .then([storedBy(command, 'weighing', { warnings: DIFFERS }, within)], within);
  });
});
