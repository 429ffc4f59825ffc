import type { DomainEvent } from '#libs/event-sourcing';

/* Stored names and shapes of the dedicated driver: only the registration; trips are steps of the visits. */

export const DRIVER_REGISTERED = 'dedicatedDriver.Registered.v1';

export type DriverRegistered = DomainEvent<
  typeof DRIVER_REGISTERED,
  { readonly driverCode: string; readonly pool: string; readonly gate: string }
>;

export type DedicatedDriverEvent = DriverRegistered;
