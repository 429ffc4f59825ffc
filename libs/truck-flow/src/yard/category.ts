import type { Category } from '#libs/event-sourcing';
import { historyOrder, meaningsOf } from '../type-tables';
import { YARD_ACTS, YARD_CORRECTED } from './events';
import { evolveYard, unknownYard } from './state';
import type { Yard } from './state';

export const yardOrder = historyOrder(YARD_ACTS, YARD_CORRECTED);

const MEANINGS = {
  ...meaningsOf(YARD_ACTS),
  [YARD_CORRECTED]: 'A recorded act of the yard did not happen, or its data was wrong.',
};

export const YARD = {
  name: 'yard',
  fold: { order: yardOrder, initial: unknownYard, evolve: evolveYard },
  types: Object.keys(MEANINGS),
  meanings: MEANINGS,
  internalTypes: [],
  upcasters: {},
} as const satisfies Category<Yard>;
