import type { DomainEvent } from '#libs/event-sourcing';

/* Stored names and shapes of the dedicated driver: only the registration; trips are steps of the visits. */

export type DriverRegistered = DomainEvent<
  'dedicatedDriver.Registered.v1',
  { readonly driverCode: string; readonly pool: string; readonly gate: string }
>;

export type DedicatedDriverEvent = DriverRegistered;
