import type { OrderClass } from './rule';
import { classOf } from './truck-class';
import type { Classified } from './truck-class';

const fruit: Classified = {
  bodyType: 'REEFER_CONTAINER',
  carrier: 'HILL_FREIGHT',
  consignments: [
    { cargoClass: 'FRESH_PRODUCE', commodity: 'DRAGON_FRUIT', tradeForm: 'INFORMAL' },
    { cargoClass: 'DRY', tradeForm: 'FORMAL' },
  ],
};

const ordered = (when: OrderClass['when']) => ({
  classes: [
    { class: 'ASKED', weight: 1, ...(when && { when }) },
    { class: 'REST', weight: 1 },
  ],
});

describe('the class of a truck', () => {
  it.each<[string, OrderClass['when'], string]>([
    ['a value of one of its consignments', { cargoClass: ['FROZEN_SEAFOOD', 'DRY'] }, 'ASKED'],
    ['its commodity', { commodity: ['DRAGON_FRUIT'] }, 'ASKED'],
    ['its body', { bodyType: ['REEFER_CONTAINER'] }, 'ASKED'],
    ['its trade form', { tradeForm: ['FORMAL'] }, 'ASKED'],
    ['its carrier', { carrier: ['HILL_FREIGHT'] }, 'ASKED'],
    ['two lists by two consignments', { commodity: ['DRAGON_FRUIT'], tradeForm: ['FORMAL'] }, 'ASKED'],
    ['one list and not the other', { cargoClass: ['DRY'], bodyType: ['TANK'] }, 'REST'],
    ['no value', { commodity: ['LYCHEE'] }, 'REST'],
    ['an empty list', { commodity: [] }, 'REST'],
    ['everything', undefined, 'ASKED'],
  ])('is the first that holds %s', (_, when, expected) => {
    expect(classOf(ordered(when), fruit)).toBe(expected);
  });

  it('is not one that asks for a carrier when nobody said who brings it', () => {
    expect(classOf(ordered({ carrier: ['HILL_FREIGHT'] }), { bodyType: 'BOX', consignments: [] })).toBe(
      'REST',
    );
  });
});
