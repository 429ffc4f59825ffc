import {
  ARRIVED,
  FOREIGN,
  OBSERVED,
  TAN_THANH,
  at,
  body,
  given,
  past,
  recorded,
  report,
  stepsOf,
  visitAfter,
} from '../../testing/visit-story';
import { claimsOf, nameOf, newClaims } from '../claim/state';
import { differencesOf } from './double-scan';
import type { TruckVisitEvent } from './events';
import { nextSteps } from './next-steps';
import { readStep } from './step-data';
import { foldVisit, onHand, queued, stageOf } from './state';
import { receiptOf } from './goods-transfer';
import type { Transfer } from './carriage';

/* A truck may carry two containers, change one, and let one go on with another vehicle while the other stays. */

const X = { number: 'CSQU3054383' };
const Y = { number: 'MSKU6011672' };
const Z = { number: 'MSCU6639870' };
const BOTH = { container: undefined, containers: [X, Y] };
const two = past('arrival', '06:40', BOTH);
const READY = [two, past('customs-clearance', '07:10'), past('disinfection', '07:30')] as const;
const lifted = (container: object, clock = '08:00', more: object = {}) =>
  past('container-lift', clock, { container, ...more });
const cut = (container: object | undefined, clock = '08:00', more: object = {}) =>
  past('container-cut', clock, { container, ...more });
const MODE = { code: 'MODE_DIFFERS_FROM_GATE', pointer: '' };
const held = (...events: readonly TruckVisitEvent[]) => claimsOf(visitAfter(...events)).map(nameOf);
const read = (changed: object) => readStep('arrival', body('arrival', '06:40', changed));
const rejection = (fields: object) => expect.objectContaining(fields) as Error;

describe('the containers of a body', () => {
  it('are one or two, the first of which is the container', () => {
    expect(read(BOTH).data).toMatchObject({ container: X, containers: [X, Y] });
    expect(read({ ...BOTH, container: { number: 'csqu 305438 3' } }).data).toEqual(read(BOTH).data);
  });

  it('say the same as the container alone where there is one', () => {
    expect(read({ container: undefined, containers: [X] }).data).toEqual(read({ container: X }).data);
  });

  it('agree with the container that is named beside them', () => {
    expect(() => read({ container: Y, containers: [X, Y] })).toThrow(
      rejection({ code: 'CONTAINERS_DISAGREE', pointer: '/container' }),
    );
  });

  it('are two containers and not one twice', () => {
    const twice = { container: undefined, containers: [X, { number: 'CSQU 305438 3' }] };
    expect(() => read(twice)).toThrow(rejection({ code: 'ASSET_NAMED_TWICE' }));
  });

  it('are each warned of by their place', () => {
    const odd = { number: 'CSQU3054384' };
    const pointer = (index: number) => [
      { code: 'CONTAINER_CHECK_DIGIT', pointer: `/containers/${index}/number` },
    ];
    expect(read({ container: undefined, containers: [X, odd] }).warnings).toEqual(pointer(1));
    expect(read({ container: odd, containers: [odd, X] }).warnings).toEqual(pointer(0));
  });
});

describe('a truck with two containers', () => {
  it('carries and holds both', () => {
    expect(visitAfter(two).carriage).toMatchObject({ container: X.number, containers: [X.number, Y.number] });
    expect(held(two)).toEqual([
      `container\n${X.number}`,
      `container\n${Y.number}`,
      'tractor\n12C04567',
      'trailer\n12R00321',
    ]);
  });

  it('keeps its place while one of them stays, and claims the one that is new', () => {
    const changed = { tractor: undefined, containers: [X, Z] };
    given(two)
      .when(report('vehicle-change', '07:00', changed))
      .then([recorded('vehicle-change', '07:00', changed)]);
    const after = visitAfter(two, past('vehicle-change', '07:00', changed));
    expect(newClaims(visitAfter(two), after)).toEqual([{ kind: 'container', id: Z.number }]);
    expect(claimsOf(after).map(({ id }) => id)).not.toContain(Y.number);
    given(two)
      .when(report('vehicle-change', '07:00', { containers: [Z, { number: 'TEMU6079348' }] }))
      .thenRejected('TURN_NOT_TRANSFERABLE');
  });

  it('is a truck that arrived with both: no change brings a second one', () => {
    for (const arrived of [ARRIVED, [past('arrival', '06:40', { container: undefined })] as const])
      given(...arrived)
        .when(report('vehicle-change', '07:00', { containers: [X, Y] }))
        .thenRejected('CONTAINER_ADDED');
  });

  it('may put one down', () => {
    expect(visitAfter(two, past('vehicle-change', '07:00', { container: Y })).carriage).toStrictEqual({
      tractor: '12C08888',
      trailer: '12R00321',
      container: Y.number,
      driver: 'driver-17',
    });
  });
});

describe.each([
  ['lift', lifted],
  ['cut', cut],
] as const)('a %s of one of two containers', (_, gone) => {
  it('takes that one; the other stays with the visit, its truck and its place in the queue', () => {
    const visit = visitAfter(...READY, gone(X));
    expect(visit.carriage).toStrictEqual({
      tractor: '12C04567',
      trailer: '12R00321',
      container: Y.number,
      driver: 'driver-17',
    });
    expect(claimsOf(visit).map(nameOf)).toEqual([
      `container\n${Y.number}`,
      'tractor\n12C04567',
      'trailer\n12R00321',
    ]);
    expect([stageOf(visit), queued(visit)]).toEqual(['DISINFECTED', true]);
  });

  it('ends no visit, also when the one that takes it over is known', () => {
    const toVisitId = '0b9f8d3e-7c1a-5e7e-9d58-6f1d1f0c0009';
    expect(onHand(visitAfter(...READY, gone(X, '08:00', { toVisitId })))).toBe(true);
    expect(stageOf(visitAfter(...READY, gone(X), gone(Y, '08:30', { toVisitId })))).toBe('TRANSFERRED');
  });

  it('leaves one, which goes as it would from any truck', () => {
    const visit = visitAfter(...READY, gone(X), gone(Y, '08:30'));
    expect(visit.carriage).toMatchObject({ tractor: FOREIGN.plate, container: Y.number });
    const late = visitAfter(...READY, gone(Y, '08:30'), gone(X));
    expect([late.carriage, late.assets]).toEqual([visit.carriage, visit.assets]);
  });

  it('hands that container over, and whatever of the goods is in it', () => {
    const steps = stepsOf(...READY, gone(X));
    const receipt = receiptOf('donor', steps, steps.at(-1) as Transfer);
    expect(receipt.container).toEqual(X);
    expect(receipt).not.toHaveProperty('containers');
    expect(receipt).not.toHaveProperty('trailer');
    expect(receipt.consignments).toHaveLength(1);
  });
});

describe('reports of two containers', () => {
  it('scanned twice differ where the second scan names a container more, or another', () => {
    const scan = (changed: object) => differencesOf(visitAfter(...ARRIVED), read(changed));
    expect(scan(BOTH)).toEqual([{ code: 'ARRIVAL_DIFFERS', pointer: '/containers' }]);
    const other = differencesOf(visitAfter(two), read({ container: undefined, containers: [X, Z] }));
    expect(other).toEqual([{ code: 'ARRIVAL_DIFFERS', pointer: '/containers/1/number' }]);
    expect(differencesOf(visitAfter(two), read({ container: X }))).toEqual([]);
  });

  it('say twice only what took the same container', () => {
    const first = report('container-lift', '08:20', { container: X });
    given(...READY, lifted(X), lifted(Y, '08:30'))
      .when(first)
      .thenNothing();
    given(...READY, lifted(Y, '08:30'))
      .when(first)
      .then([recorded('container-lift', '08:20', { container: X })]);
    given(...READY, lifted(Y, '08:30'), lifted(Z, '08:40'))
      .when(first)
      .then([recorded('container-lift', '08:20', { container: X })]);
    given(...READY, lifted(X), lifted(Y, '08:30'))
      .when(report('container-lift', '08:40', { container: Z }))
      .thenRejected('ALREADY_CONTAINER_LIFT');
  });

  it('name the one that is cut while both are on board, unless it was seen how both went', () => {
    const unnamed = (more: object = {}) => report('container-cut', '08:00', more);
    given(...READY)
      .when(unnamed())
      .thenRejected('CONTAINER_NOT_NAMED');
    given(...READY, lifted(X, '07:50'))
      .when(unnamed())
      .then([recorded('container-cut', '08:00', {}, { warnings: [MODE] })], [MODE]);
    const both = visitAfter(...READY, cut(undefined, '08:00', OBSERVED));
    expect(both.carriage).toMatchObject({ tractor: FOREIGN.plate, containers: [X.number, Y.number] });
  });

  it('name none where the cargo alone goes', () => {
    given(...READY)
      .when(report('transload', '08:00'))
      .then([recorded('transload', '08:00', {}, { warnings: [MODE] })], [MODE]);
  });

  it('take both again where both went at once before', () => {
    const gone = [...READY, cut(undefined, '08:00', OBSERVED)] as const;
    expect(visitAfter(...gone, lifted(X, '08:10'))).toMatchObject({
      unloadings: [],
      carriage: { containers: [X.number, Y.number] },
    });
  });

  it('of neither number are warned of, and both stay', () => {
    const warnings = [{ code: 'CONTAINER_DIFFERS', pointer: '/container/number' }];
    given(...READY)
      .when(report('container-lift', '08:00', { container: Z }))
      .then([recorded('container-lift', '08:00', { container: Z }, { warnings })], warnings);
    expect(visitAfter(...READY, lifted(Z)).carriage?.containers).toEqual([X.number, Y.number]);
  });

  it('may come next for either', () => {
    const possible = nextSteps(foldVisit(stepsOf(...READY)), TAN_THANH, Date.parse(at('09:00')))
      .filter((one) => one.possible)
      .map(({ step }) => step);
    expect(possible).toEqual(expect.arrayContaining(['container-cut', 'container-lift']));
  });
});

it('a cut names the container that it takes, and another than the visit carries is odd', () => {
  const ready = [...ARRIVED, ...READY.slice(1)] as const;
  const warnings = [MODE, { code: 'CONTAINER_DIFFERS', pointer: '/container/number' }];
  given(...ready)
    .when(report('container-cut', '08:00', { container: Z }))
    .then([recorded('container-cut', '08:00', { container: Z }, { warnings })], warnings);
  expect(visitAfter(...ready, cut(Z)).carriage?.container).toBe(X.number);
  const bare = past('arrival', '06:40', { container: undefined });
  expect(visitAfter(bare, ...READY.slice(1), cut(X)).carriage?.container).toBe(X.number);
});

it('a container that comes takes the place of those there are, but for one that came from the same truck', () => {
  const comes = (container: object, clock: string, more: object = {}) =>
    past('goods-receipt', clock, { container, ...more });
  const ofAnother = { fromVisitId: '0b9f8d3e-7c1a-5e7e-9d58-6f1d1f0c0011' };
  const on = (...events: readonly TruckVisitEvent[]) =>
    visitAfter(two, comes(X, '07:00'), ...events).carriage;
  expect(on()).not.toHaveProperty('containers');
  expect(on(comes(Z, '07:10'))).toMatchObject({ container: X.number, containers: [X.number, Z.number] });
  expect(on(comes(Z, '07:10', ofAnother))).not.toHaveProperty('containers');
  const both = comes(Y, '07:10', { containers: [Y, Z] });
  expect(on(both)?.containers).toEqual([Y.number, Z.number]);
  expect(on(past('vehicle-change', '07:05', { container: Y }), comes(Z, '07:10'))).toMatchObject({
    container: Z.number,
  });
});
