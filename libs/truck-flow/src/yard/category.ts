import type { Category } from '#libs/event-sourcing';
import { historyOrder } from '../history-order';
import { YARD_ACTS, YARD_CORRECTED } from './events';
import { evolveYard, unknownYard } from './state';
import type { Yard } from './state';

export const yardOrder = historyOrder(YARD_ACTS, YARD_CORRECTED);

export const YARD = {
  name: 'yard',
  fold: { order: yardOrder, initial: unknownYard, evolve: evolveYard },
  types: [...YARD_ACTS, YARD_CORRECTED],
  internalTypes: [],
  upcasters: {},
} as const satisfies Category<Yard>;
