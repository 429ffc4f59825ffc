import type { Category } from '#libs/event-sourcing';
import { historyOrder } from '../history-order';
import { inOneSpelling } from '../upcasters';
import { DRIVER_REGISTERED } from './events';
import { evolveDriver, unknownDriver } from './state';
import type { DedicatedDriver } from './state';

/** A registration is not corrected in v1; the name is kept for the day it is. */
export const driverOrder = historyOrder([DRIVER_REGISTERED], 'dedicatedDriver.EventCorrected.v1');

export const DEDICATED_DRIVER = {
  name: 'dedicatedDriver',
  fold: { order: driverOrder, initial: unknownDriver, evolve: evolveDriver },
  types: [DRIVER_REGISTERED],
  internalTypes: [],
  upcasters: inOneSpelling([DRIVER_REGISTERED]),
} as const satisfies Category<DedicatedDriver>;
