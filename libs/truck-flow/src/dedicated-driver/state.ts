import type { EffectiveEvent } from '#libs/event-sourcing';
import type { DriverRegistered } from './events';

/** A dedicated driver's registration; whether the driver is out follows from the visits, not from here. */
export interface DedicatedDriver {
  readonly registered: EffectiveEvent<DriverRegistered['type'], DriverRegistered['data']> | undefined;
}

export const unknownDriver: DedicatedDriver = { registered: undefined };

export function evolveDriver({ registered }: DedicatedDriver, event: EffectiveEvent): DedicatedDriver {
  return { registered: registered ?? (event as NonNullable<typeof registered>) };
}

/** The driver after the events of an effective history. */
export function foldDriver(history: readonly EffectiveEvent[]): DedicatedDriver {
  return history.reduce(evolveDriver, unknownDriver);
}
