import type { Category } from '#libs/event-sourcing';
import { historyOrder, meaningsOf } from '../type-tables';
import { inOneSpelling } from '../upcasters';
import { DRIVER_REGISTERED } from './events';
import { evolveDriver, unknownDriver } from './state';
import type { DedicatedDriver } from './state';

const TABLE = {
  [DRIVER_REGISTERED]: { meaning: 'A dedicated driver, named by a code, belongs to a pool at a gate.' },
};

/** A registration is not corrected in v1; the name is kept for the day it is. */
export const driverOrder = historyOrder(TABLE, 'dedicatedDriver.EventCorrected.v1');

export const DEDICATED_DRIVER = {
  name: 'dedicatedDriver',
  fold: { order: driverOrder, initial: unknownDriver, evolve: evolveDriver },
  types: Object.keys(TABLE),
  meanings: meaningsOf(TABLE),
  internalTypes: [],
  upcasters: inOneSpelling([DRIVER_REGISTERED]),
} as const satisfies Category<DedicatedDriver>;
