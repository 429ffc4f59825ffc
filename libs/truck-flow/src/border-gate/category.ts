import type { Category } from '#libs/event-sourcing';
import { historyOrder, meaningsOf } from '../type-tables';
import { ACT_TABLE, GATE_CORRECTED } from './events';
import { evolveGate, unknownGate } from './state';
import type { Gate } from './state';

export const gateOrder = historyOrder(ACT_TABLE, GATE_CORRECTED);

const MEANINGS = {
  ...meaningsOf(ACT_TABLE),
  [GATE_CORRECTED]: 'A recorded act of the gate did not happen, or its data was wrong.',
};

export const BORDER_GATE = {
  name: 'borderGate',
  fold: { order: gateOrder, initial: unknownGate, evolve: evolveGate },
  types: Object.keys(MEANINGS),
  meanings: MEANINGS,
  internalTypes: [],
  upcasters: {},
} as const satisfies Category<Gate>;
