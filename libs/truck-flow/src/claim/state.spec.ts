import {
  ARRIVED,
  CALLED,
  CROSSED,
  HANDED_OVER,
  OBSERVED,
  corrected,
  past,
  visitAfter,
} from '../../testing/visit-story';
import type { TruckVisitEvent } from '../truck-visit/events';
import { claimsOf, holds, nameOf, newClaims } from './state';

/* One visit on hand per tractor, trailer and container, one truck per dedicated driver. */

const TRACTOR = { kind: 'tractor', id: '12C04567' } as const;
const TRAILER = { kind: 'trailer', id: '12R00321' } as const;
const CONTAINER = { kind: 'container', id: 'CSQU3054383' } as const;
const DRIVER = { kind: 'driver', id: 'TAN_THANH-D07' } as const;
const OWN = [CONTAINER, TRACTOR, TRAILER];

const claimed = (...events: readonly TruckVisitEvent[]) => claimsOf(visitAfter(...events));

describe('a visit on hand holds', () => {
  it('what it arrived with', () => {
    expect(claimed(...ARRIVED)).toEqual(OWN);
  });

  it('its dedicated driver from the handover on', () => {
    expect(claimed(...CALLED)).toEqual(OWN);
    expect(claimed(...HANDED_OVER)).toEqual([CONTAINER, DRIVER, TRACTOR, TRAILER]);
  });

  it('in one order for all visits, so that two never wait for each other', () => {
    const names = claimed(...HANDED_OVER).map(nameOf);
    expect(names).toEqual([...names].sort());
  });

  it('no receiving vehicle and no pool tractor', () => {
    const pulled = past('handover', '08:30', { tractor: { plate: '12C-099.99' } });
    expect(claimed(...CALLED, pulled, past('container-cut', '08:40'))).toEqual([CONTAINER, DRIVER, TRAILER]);
  });
});

describe('a visit no longer holds', () => {
  it.each([
    ['its tractor after a cut', 'container-cut', [CONTAINER, TRAILER]],
    ['tractor and trailer after a lift', 'container-lift', [CONTAINER]],
    ['anything after a transload', 'transload', []],
  ] as const)('%s', (_, step, held) => {
    expect(claimed(...CALLED, past(step, '08:30'))).toEqual(held);
  });

  it('the tractor that broke down', () => {
    expect(claimed(...CALLED, past('vehicle-change', '08:10'))).toEqual([
      CONTAINER,
      { kind: 'tractor', id: '12C08888' },
      TRAILER,
    ]);
  });

  it('a plate that was read wrongly', () => {
    const right = corrected(0, 'arrival', '06:40', { tractor: { plate: '12C-045.76' } });
    expect(claimed(...ARRIVED, right)).toEqual([CONTAINER, { kind: 'tractor', id: '12C04576' }, TRAILER]);
  });

  it('anything but its dedicated driver after the crossing', () => {
    expect(claimed(...CROSSED)).toEqual([DRIVER]);
    expect(claimed(...CROSSED, past('delivery', '11:00'))).toEqual([DRIVER]);
  });

  it('its dedicated driver after the return', () => {
    expect(claimed(...CROSSED, past('return', '15:00'))).toEqual([]);
  });

  it.each(['turn-back', 'diversion', 'cancellation'] as const)('anything after a %s', (ending) => {
    expect(claimed(...HANDED_OVER, past(ending, '08:50'))).toEqual([]);
  });

  it('anything when its arrival did not occur, the dedicated driver included', () => {
    expect(claimed(...HANDED_OVER, corrected(0))).toEqual([]);
  });

  it('a dedicated driver whose handover did not occur', () => {
    expect(claimed(...HANDED_OVER, corrected(4))).toEqual(OWN);
  });
});

describe('a command has to claim', () => {
  const cases = [
    ['what an arrival names', [], ARRIVED, OWN],
    ['nothing for a step that names nothing new', ARRIVED, CALLED, []],
    ['the driver of a handover', CALLED, HANDED_OVER, [DRIVER]],
    [
      'the new tractor alone',
      ARRIVED,
      [...ARRIVED, past('vehicle-change', '07:00')],
      [{ kind: 'tractor', id: '12C08888' }],
    ],
    ['nothing for a crossing', HANDED_OVER, CROSSED, []],
    ['everything again when the crossing did not occur', CROSSED, [...CROSSED, corrected(5)], OWN],
    [
      'a truck again whose turn-back did not occur',
      [...ARRIVED, past('turn-back', '08:00')],
      [...ARRIVED, past('turn-back', '08:00'), corrected(1)],
      OWN,
    ],
    [
      'the driver again whose return did not occur',
      [...CROSSED, past('return', '15:00')],
      [...CROSSED, past('return', '15:00'), corrected(6)],
      [DRIVER],
    ],
    [
      'nothing for a handover that was observed after the return',
      [...CROSSED.slice(0, 4), past('crossing', '09:00', OBSERVED), past('return', '10:00', OBSERVED)],
      [...HANDED_OVER, past('crossing', '09:00', OBSERVED), past('return', '10:00', OBSERVED)],
      [],
    ],
  ] as const;

  it.each(cases)('%s', (_, before, after, claims) => {
    expect(newClaims(visitAfter(...before), visitAfter(...after))).toEqual(claims);
  });
});

it('a claim is held by the visit that names it, by kind and id', () => {
  const visit = visitAfter(...ARRIVED);
  expect(holds(visit, TRACTOR)).toBe(true);
  expect(holds(visit, { kind: 'trailer', id: TRACTOR.id })).toBe(false);
  expect(holds(visit, { kind: 'tractor', id: '12C04568' })).toBe(false);
});
