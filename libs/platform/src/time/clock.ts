/** Source of the present. Injected wherever time is needed, so that a test decides what time it is. */
export interface Clock {
  /** Now, RFC 3339 in UTC with milliseconds. */
  now(): string;
}

/** Injection token of the `Clock`. */
export const CLOCK = Symbol('CLOCK');

export const systemClock: Clock = { now: () => new Date().toISOString() };
