import type { EffectiveEvent } from '#libs/event-sourcing';
import type { YardActs, YardActType } from './events';
import { amenitiesOf, capacitiesOf, capacityAt, classificationAt, foldYard } from './state';

const at = (day: number) => `2021-12-${String(day).padStart(2, '0')}T08:00:00+07:00`;
const on = (day: number) => Date.parse(at(day));

function act<T extends YardActType>(type: T, day: number, data: YardActs[T]): EffectiveEvent {
  return { type, data, at: at(day), time: on(day) } as EffectiveEvent;
}

const base = {
  yard: 'Y',
  gate: 'G',
  name: 'Yard',
  capacity: { min: 5, max: 7 },
  tenure: 'PERMANENT',
} as const;
const registered = (more: Partial<YardActs['yard.YardRegistered.v1']> = {}) =>
  act('yard.YardRegistered.v1', 1, { ...base, ...more });
const changed = (day: number, max: number, until?: number) =>
  act('yard.YardCapacityChanged.v1', day, {
    capacity: { min: max, max },
    tenure: 'TEMPORARY',
    ...(until === undefined ? {} : { until: at(until) }),
  });

describe('the capacity in force', () => {
  const most = (acts: EffectiveEvent[], day: number) => capacityAt(foldYard(acts), on(day))?.capacity.max;

  it('is that of the last act, from its time on', () => {
    const acts = [registered(), changed(3, 9)];
    expect([0, 1, 2, 3, 4].map((day) => most(acts, day))).toEqual([undefined, 7, 7, 9, 9]);
    expect(capacityAt(foldYard(acts), on(2))).toEqual({
      capacity: base.capacity,
      tenure: 'PERMANENT',
      since: on(1),
      until: on(3),
    });
  });

  it('is what it was before when a change has ended, or what changed it since', () => {
    expect([3, 4, 5].map((day) => most([registered(), changed(3, 9, 5)], day))).toEqual([9, 9, 7]);
    const within = [registered(), changed(2, 20), changed(3, 9, 5), changed(4, 12, 6)];
    expect([2, 3, 4, 5, 6].map((day) => most(within, day))).toEqual([20, 9, 12, 12, 20]);
  });

  it('is one stretch where an act that ended within it changed nothing', () => {
    const acts = [registered(), changed(2, 9, 5), changed(3, 12)];
    expect(
      capacitiesOf(foldYard(acts)).map(({ since, until, capacity }) => [since, until, capacity.max]),
    ).toEqual([
      [on(1), on(2), 7],
      [on(2), on(3), 9],
      [on(3), Infinity, 12],
    ]);
  });
});

describe('what a yard is for', () => {
  const kept = { kind: 'TRANSFER_YARD', zone: 'ORDINARY', operator: 'XC', commodityScope: ['DRY'] } as const;
  const open = { kind: 'GATE_YARD', zone: 'NON_TARIFF_ZONE', operator: 'XC' } as const;

  it('is what was said last, whole', () => {
    const yard = foldYard([registered(kept), act('yard.YardClassified.v1', 3, open)]);
    expect(classificationAt(yard, on(2))).toEqual(kept);
    expect(classificationAt(yard, on(3))).toEqual(open);
    expect(classificationAt(yard, on(0))).toEqual({});
  });

  it('is nothing where a registration does not say it', () => {
    expect(classificationAt(foldYard([registered()]), on(2))).toEqual({});
    expect(classificationAt(foldYard([registered({ operator: 'XC' })]), on(2))).toEqual({ operator: 'XC' });
  });
});

it('what was given out is found by time', () => {
  const given = (day: number) => act('yard.AmenityProvided.v1', day, { kind: 'WATER', quantity: day });
  const yard = foldYard([registered(), given(2), given(3), given(4)]);
  expect(amenitiesOf(yard, on(2), on(4)).map(({ data }) => data.quantity)).toEqual([2, 3]);
});
