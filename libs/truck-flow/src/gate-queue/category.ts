import type { Category } from '#libs/event-sourcing';
import { historyOrder, meaningsOf } from '../type-tables';
import type { TypeTable } from '../type-tables';
import type { GateQueueType } from './events';
import { evolveQueue, noOverrides } from './state';
import type { GateQueue } from './state';

const TABLE = {
  'gateQueue.OverrideRequested.v1': {
    meaning: 'A truck is to be called past others in the order of the gate, for a reason with a legal basis.',
  },
  'gateQueue.OverrideConfirmed.v1': {
    meaning: 'A second person, of another agency, confirms that the truck may be called past others.',
  },
  'gateQueue.OverrideRejected.v1': {
    meaning: 'A second person, of another agency, refuses that the truck is called past others.',
  },
} as const satisfies Readonly<Record<GateQueueType, TypeTable[string]>>;

/** An override is not corrected: it is rejected, and another asked for. */
export const queueOrder = historyOrder(TABLE, 'gateQueue.EventCorrected.v1');

/** The acts by which an override is asked for, confirmed and rejected, by the end of their path. */
export const OVERRIDES = {
  'order-override': 'gateQueue.OverrideRequested.v1',
  'order-override-confirmation': 'gateQueue.OverrideConfirmed.v1',
  'order-override-rejection': 'gateQueue.OverrideRejected.v1',
} as const satisfies Readonly<Record<string, GateQueueType>>;

export const GATE_QUEUE = {
  name: 'gateQueue',
  fold: { order: queueOrder, initial: noOverrides, evolve: evolveQueue },
  types: Object.keys(TABLE),
  meanings: meaningsOf(TABLE),
  internalTypes: [],
  upcasters: {},
} as const satisfies Category<GateQueue>;
