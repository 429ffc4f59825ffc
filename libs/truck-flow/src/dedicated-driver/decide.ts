import type { Decider } from '#libs/event-sourcing';
import { Rejection } from '../rejection';
import { DEDICATED_DRIVER, driverOrder } from './category';
import { DRIVER_REGISTERED } from './events';
import type { DedicatedDriverEvent, DriverRegistered } from './events';
import { foldDriver } from './state';

export interface RegisterDriver {
  readonly kind: 'register';
  readonly at: string;
  readonly data: DriverRegistered['data'];
}

export const dedicatedDriver: Decider<RegisterDriver, DedicatedDriverEvent> = {
  category: DEDICATED_DRIVER.name,
  order: driverOrder,
  decide({ at, data }, { effective }) {
    const { registered } = foldDriver(effective);
    if (registered === undefined)
      return { events: [{ type: DRIVER_REGISTERED, data, eventTime: at }], warnings: [] };
    if (registered.data.pool === data.pool && registered.data.gate === data.gate)
      return { events: [], warnings: [] };
    throw new Rejection('DRIVER_ALREADY_REGISTERED', 'this driver belongs to another pool or gate');
  },
};
