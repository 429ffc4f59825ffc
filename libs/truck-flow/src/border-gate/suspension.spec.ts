import { foldGate } from './state';
import { on, REGISTERED, resumed, suspended } from './december.fixture';
import { suspensionFor } from './suspension';
import type { EffectiveEvent } from '#libs/event-sourcing';

const FRUIT = ['FRESH_PRODUCE', 'JACKFRUIT'];

type KeepingCase = [
  rule: string,
  acts: EffectiveEvent[],
  lane: string | undefined,
  goods: readonly string[],
  kept: boolean,
];

describe('a suspension keeps a truck', () => {
  it.each<KeepingCase>([
    ['from every lane of a stopped gate', [suspended(8)], undefined, [], true],
    ['from a lane nobody registered while the whole gate is stopped', [suspended(8)], 'SIDE', [], true],
    ['not while another lane clears it', [suspended(8, { lane: 'FRUIT' })], undefined, [], false],
    ['from the lane that is stopped', [suspended(8, { lane: 'FRUIT' })], 'FRUIT', [], true],
    ['not from the other lane', [suspended(8, { lane: 'FRUIT' })], 'MAIN', [], false],
    ['with goods of the scope', [suspended(8, { commodityScope: ['JACKFRUIT'] })], undefined, FRUIT, true],
    [
      'with goods of a class in the scope',
      [suspended(8, { commodityScope: ['FRESH_PRODUCE'] })],
      undefined,
      FRUIT,
      true,
    ],
    ['not with other goods', [suspended(8, { commodityScope: ['DRAGON_FRUIT'] })], undefined, FRUIT, false],
    [
      'when one lane is stopped for all and the other for its goods',
      [suspended(8, { lane: 'MAIN' }), suspended(8, { lane: 'FRUIT', commodityScope: FRUIT })],
      undefined,
      FRUIT,
      true,
    ],
    ['not on a lane that is resumed', [suspended(8), resumed(8, { lane: 'MAIN' })], 'MAIN', FRUIT, false],
    ['on the lane that is not', [suspended(8), resumed(8, { lane: 'MAIN' })], 'FRUIT', FRUIT, true],
  ])('%s', (...[, acts, lane, goods, kept]: KeepingCase) => {
    const gate = foldGate([REGISTERED, ...acts]);
    expect(suspensionFor(gate, on(9), goods, lane) !== undefined).toBe(kept);
  });
});
