import { body } from '../../testing/visit-story';
import { readStep, sameReport } from './step-data';
import type { StepName } from './steps';

const read = (step: StepName, changed: object) => readStep(step, body(step, '06:40', changed));
const rejection = (code: string) => expect.objectContaining({ code }) as Error;

describe('the body of a step', () => {
  it('keeps its time apart and leaves absent fields out', () => {
    const { at, data, type } = read('customs-clearance', { customsBroker: undefined });
    expect(type).toBe('truckVisit.CustomsCleared.v1');
    expect(at).toBe('2021-12-15T06:40:00+07:00');
    expect(data).toStrictEqual({ declarationNumber: 'D-2021-1' });
  });

  it.each<[StepName, string]>([
    ['arrival', 'tractor'],
    ['arrival', 'trailer'],
    ['handover', 'tractor'],
    ['vehicle-change', 'tractor'],
    ['vehicle-change', 'trailer'],
    ['container-cut', 'toTractor'],
    ['container-lift', 'toVehicle'],
    ['transload', 'toVehicle'],
  ])('of %s spells the plate of its %s in one way', (step, field) => {
    const { data, warnings } = read(step, { [field]: { plate: ' 12c-003.22', country: 'VN' } });
    expect(data).toMatchObject({ [field]: { plate: '12C00322', country: 'VN' } });
    expect(warnings).toEqual([]);
    expect(() => read(step, { [field]: { plate: '12C-003/22' } })).toThrow(rejection('PLATE_UNREADABLE'));
  });

  it('warns of plates and containers that look odd, and keeps them', () => {
    const { data, warnings } = read('arrival', {
      tractor: { plate: 'TEMP1' },
      container: { number: 'csqu 305438-4' },
    });
    expect(data).toMatchObject({ tractor: { plate: 'TEMP1' }, container: { number: 'CSQU3054384' } });
    expect(warnings).toEqual([
      { code: 'PLATE_UNUSUAL', pointer: '/tractor/plate' },
      { code: 'CONTAINER_CHECK_DIGIT', pointer: '/container/number' },
    ]);
  });

  it('warns of a trailer plate on a tractor, not on a trailer', () => {
    const { warnings } = read('arrival', {
      tractor: { plate: '12R-003.22' },
      trailer: { plate: '12R-003.23' },
    });
    expect(warnings).toEqual([{ code: 'PLATE_UNUSUAL', pointer: '/tractor/plate' }]);
  });

  it('of an import is refused in this version', () => {
    expect(() => read('arrival', { direction: 'IMPORT' })).toThrow(rejection('DIRECTION_NOT_SUPPORTED'));
  });

  it('does not name one plate as tractor and trailer', () => {
    const twice = { tractor: { plate: '12C-045.67' }, trailer: { plate: '12c04567' } };
    expect(() => read('arrival', twice)).toThrow(rejection('ASSET_NAMED_TWICE'));
    expect(() => read('vehicle-change', twice)).toThrow(rejection('ASSET_NAMED_TWICE'));
  });
});

describe('two reports', () => {
  it('say the same by their fields, whatever their order', () => {
    expect(sameReport({ a: 1, b: { c: [1, { d: 2, e: 3 }] } }, { b: { c: [1, { e: 3, d: 2 }] }, a: 1 })).toBe(
      true,
    );
  });

  it.each([
    [{ a: 1 }, { a: 2 }],
    [{ a: 1 }, {}],
    [{ a: ['x', 'y'] }, { a: ['y', 'x'] }],
    [{ a: { b: 1 } }, { a: { b: 1, c: 2 } }],
    [{ a: 1 }, { a: '1' }],
  ])('%j and %j do not say the same', (one, other) => {
    expect(sameReport(one, other)).toBe(false);
    expect(sameReport(other, one)).toBe(false);
  });

  it('are compared by what was reported, not by how it was judged', () => {
    const judged = { gateRevision: '4', warnings: [], vehicle: { plate: 'X1' }, yardOfPlace: 'Y' };
    expect(sameReport({ a: 1, ...judged }, { a: 1, observed: true, observation: 'seen' })).toBe(true);
  });
});
