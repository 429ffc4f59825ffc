import fc from 'fast-check';
import { meteredYards, placesFor } from './metering';
import type { GateYard } from './metering';

const yard = (code: string, target: number | undefined, present: number): GateYard => ({
  yard: code,
  target,
  present,
});
const shown = (rows: ReturnType<typeof meteredYards>) => rows.map(({ underway, free }) => [underway, free]);

describe('a gate yard', () => {
  it.each<[string, GateYard[], (string | undefined)[], [number, number | undefined][]]>([
    ['has its target without who is there and underway', [yard('A', 10, 6)], [undefined, 'A'], [[2, 2]]],
    ['has less than none where more are there than are to', [yard('A', 2, 5)], ['A'], [[1, -4]]],
    ['has no number without a target', [yard('A', undefined, 6)], [undefined], [[1, undefined]]],
    [
      'takes whom the call named, and of the others those whom the ones before it have no place for',
      [yard('A', 2, 0), yard('B', 3, 0)],
      [undefined, 'B', undefined, undefined],
      [
        [2, 0],
        [2, 1],
      ],
    ],
    [
      'takes the others as the first, where none has a place',
      [yard('A', 0, 0), yard('B', 0, 0)],
      [undefined],
      [
        [1, -1],
        [0, 0],
      ],
    ],
    ['takes whom a call named that is no gate yard', [yard('A', 5, 0)], ['ELSEWHERE'], [[1, 4]]],
  ])('%s', (_rule, yards, named, expected) => {
    expect(
      shown(
        meteredYards(
          yards,
          named.map((one) => ({ yard: one })),
        ),
      ),
    ).toEqual(expected);
  });

  it('counts every truck underway once, whatever yards there are', () => {
    const aYard = fc.record({
      target: fc.option(fc.nat(20), { nil: undefined }),
      present: fc.nat(30),
    });
    fc.assert(
      fc.property(fc.array(aYard, { minLength: 1, maxLength: 4 }), fc.array(fc.nat(5)), (some, named) => {
        const yards = some.map(({ target, present }, place) => yard(`Y${place}`, target, present));
        const rows = meteredYards(
          yards,
          named.map((place) => ({ yard: place === 5 ? undefined : `Y${place}` })),
        );
        expect(rows.reduce((sum, { underway }) => sum + underway, 0)).toBe(named.length);
        for (const { target, present, underway, free } of rows)
          expect(free).toBe(target === undefined ? undefined : target - present - underway);
      }),
    );
  });
});

describe('the places for a truck that is called are', () => {
  const full = meteredYards([yard('A', 2, 2), yard('B', 2, 1)], [{ yard: 'B' }]);
  const some = meteredYards([yard('A', 2, 3), yard('B', 2, 1)], []);

  it.each<[string, typeof full, string | undefined, string | undefined, number | undefined]>([
    ['none when no yard has one', full, undefined, undefined, 0],
    ['those of the yard that the call names', some, 'A', undefined, -1],
    ['those of the yard that has most when none is named', some, undefined, undefined, 1],
    ['not counted when it stands in the yard that is named', full, 'A', 'A', undefined],
    ['those of the yard that is named when it stands in another', full, 'A', 'B', 0],
    ['not counted when it stands in a gate yard and none is named', full, undefined, 'B', undefined],
    ['none when it stands elsewhere', full, undefined, 'ELSEWHERE', 0],
    ['none when it is called by way of a yard that is no gate yard', full, 'ELSEWHERE', undefined, 0],
    ['not counted when the gate has no gate yard', [], undefined, undefined, undefined],
    [
      'not counted when a yard has no target',
      meteredYards([yard('A', undefined, 900)], []),
      undefined,
      undefined,
      undefined,
    ],
  ])('%s', (...[, yards, named, standsIn, places]) => {
    expect(placesFor({ yards, standsIn }, named)).toBe(places);
  });
});
