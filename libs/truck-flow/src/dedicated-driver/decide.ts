import type { Decider, EffectiveEvent, HistoryOrder } from '#libs/event-sourcing';
import { Rejection } from '../rejection';
import type { DedicatedDriverEvent, DriverRegistered } from './events';

const REGISTERED: DriverRegistered['type'] = 'dedicatedDriver.Registered.v1';

/** A registration is not corrected in v1; the name is kept for the day it is. */
export const driverOrder: HistoryOrder = {
  correctionType: 'dedicatedDriver.EventCorrected.v1',
  placeOf: (type) => (type === REGISTERED ? 0 : undefined),
};

/** A dedicated driver's registration; whether the driver is out is told by the visits, not here. */
export interface DedicatedDriver {
  readonly registered: EffectiveEvent<DriverRegistered['type'], DriverRegistered['data']> | undefined;
}

export function foldDriver(history: readonly EffectiveEvent[]): DedicatedDriver {
  const [registered] = history as readonly EffectiveEvent<
    DriverRegistered['type'],
    DriverRegistered['data']
  >[];
  return { registered };
}

export interface RegisterDriver {
  readonly kind: 'register';
  readonly at: string;
  readonly data: DriverRegistered['data'];
}

export const dedicatedDriver: Decider<RegisterDriver, DedicatedDriverEvent> = {
  category: 'dedicatedDriver',
  order: driverOrder,
  decide({ at, data }, { effective }) {
    const { registered } = foldDriver(effective);
    if (registered === undefined)
      return { events: [{ type: REGISTERED, data, eventTime: at }], warnings: [] };
    if (registered.data.pool === data.pool && registered.data.gate === data.gate)
      return { events: [], warnings: [] };
    throw new Rejection('DRIVER_ALREADY_REGISTERED', 'this driver belongs to another pool or gate');
  },
};
