import type { Category } from '#libs/event-sourcing';
import { historyOrder } from '../history-order';
import { ACTS } from './acts';
import { GATE_CORRECTED } from './events';
import { evolveGate, unknownGate } from './state';
import type { Gate } from './state';

const ACT_TYPES = Object.values(ACTS);

export const gateOrder = historyOrder(ACT_TYPES, GATE_CORRECTED);

export const BORDER_GATE = {
  name: 'borderGate',
  fold: { order: gateOrder, initial: unknownGate, evolve: evolveGate },
  types: [...ACT_TYPES, GATE_CORRECTED],
  internalTypes: [],
  upcasters: {},
} as const satisfies Category<Gate>;
