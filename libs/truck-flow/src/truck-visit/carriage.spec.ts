import { ARRIVED, CALLED, HANDED_OVER, corrected, past, visitAfter } from '../../testing/visit-story';
import type { TruckVisitEvent } from './events';

/* Cut, lift and transload move the goods to another vehicle; the visit follows the goods (H-04…H-07). */

const carriageOf = (...events: readonly TruckVisitEvent[]) => visitAfter(...events).carriage;
const assetsOf = (...events: readonly TruckVisitEvent[]) =>
  visitAfter(...events).assets.map(({ kind, id }) => `${kind} ${id}`);

describe('what carries the goods', () => {
  it('is what arrived', () => {
    expect(carriageOf(...ARRIVED)).toStrictEqual({
      tractor: '12C04567',
      trailer: '12R00321',
      container: 'CSQU3054383',
      driver: 'driver-17',
    });
    const rigid = past('arrival', '06:40', { trailer: undefined, container: undefined, driver: undefined });
    expect(carriageOf(rigid)).toStrictEqual({ tractor: '12C04567' });
  });

  it('is nothing before the arrival', () => {
    expect(
      carriageOf(past('vehicle-change', '06:00'), past('handover', '06:01'), past('transload', '06:02')),
    ).toBeUndefined();
  });

  it('goes on with the truck when a dedicated driver takes it over', () => {
    expect(carriageOf(...HANDED_OVER)).toEqual(carriageOf(...ARRIVED));
  });

  it('is pulled by the pool tractor that takes over', () => {
    const pulled = past('handover', '08:30', { tractor: { plate: '12C-099.99' } });
    expect(carriageOf(...CALLED, pulled)).toEqual({ ...carriageOf(...ARRIVED), tractor: '12C09999' });
  });

  it('after a cut is the trailer and its container behind the other tractor', () => {
    expect(carriageOf(...CALLED, past('container-cut', '08:30'))).toStrictEqual({
      tractor: '桂F12345',
      trailer: '12R00321',
      container: 'CSQU3054383',
    });
  });

  it('after a lift is the container on the other vehicle', () => {
    expect(carriageOf(...CALLED, past('container-lift', '08:30'))).toStrictEqual({
      tractor: '桂F12345',
      container: 'CSQU3054383',
    });
  });

  it('after a lift is the container that arrived, whatever number the crane read', () => {
    const misread = { container: { number: 'MSCU6639870' } };
    expect(carriageOf(...CALLED, past('container-lift', '08:30', misread))?.container).toBe('CSQU3054383');
  });

  it('after a lift of a container nobody had named is the one that was lifted', () => {
    const bare = past('arrival', '06:40', { container: undefined });
    expect(
      carriageOf(bare, past('container-lift', '08:30', { container: { number: 'MSCU6639870' } })),
    ).toStrictEqual({
      tractor: '桂F12345',
      container: 'MSCU6639870',
    });
  });

  it('after a transload is the other vehicle alone', () => {
    expect(carriageOf(...CALLED, past('transload', '08:30'))).toStrictEqual({ tractor: '桂F12345' });
  });

  it('after a breakdown is the vehicle that took its place', () => {
    const changed = {
      tractor: { plate: '12C-088.88' },
      trailer: { plate: '12R-008.88' },
      driver: 'driver-18',
    };
    expect(carriageOf(...CALLED, past('vehicle-change', '08:10', changed))).toEqual({
      tractor: '12C08888',
      trailer: '12R00888',
      container: 'CSQU3054383',
      driver: 'driver-18',
    });
  });

  it('is what the corrected arrival says', () => {
    const right = corrected(0, 'arrival', '06:40', { tractor: { plate: '12C-045.76' } });
    expect(carriageOf(...CALLED, right)?.tractor).toBe('12C04576');
  });
});

describe('what a visit keeps', () => {
  it('is its tractor, trailer and container', () => {
    expect(assetsOf(...ARRIVED)).toEqual(['container CSQU3054383', 'tractor 12C04567', 'trailer 12R00321']);
  });

  it('is after a cut what the other tractor pulls', () => {
    expect(assetsOf(...CALLED, past('container-cut', '08:30'))).toEqual([
      'container CSQU3054383',
      'trailer 12R00321',
    ]);
  });

  it('is after a lift the container', () => {
    expect(assetsOf(...CALLED, past('container-lift', '08:30'))).toEqual(['container CSQU3054383']);
  });

  it('is after a transload nothing', () => {
    expect(assetsOf(...CALLED, past('transload', '08:30'))).toEqual([]);
  });

  it('is after a change of vehicle the new one in the place of the old', () => {
    expect(assetsOf(...CALLED, past('vehicle-change', '08:10'))).toEqual([
      'container CSQU3054383',
      'trailer 12R00321',
      'tractor 12C08888',
    ]);
  });

  it('goes on to be the own tractor while a pool tractor pulls', () => {
    const pulled = past('handover', '08:30', { tractor: { plate: '12C-099.99' } });
    expect(assetsOf(...CALLED, pulled)).toEqual(assetsOf(...ARRIVED));
  });
});
