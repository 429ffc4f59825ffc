/** Source of the present. Injected wherever time is needed, so that a test decides what time it is. */
export interface Clock {
  /** Now, RFC 3339 in UTC with milliseconds. */
  now(): string;
}

/** Injection token of the `Clock` of the border: what reports and boards go by. */
export const CLOCK = Symbol('CLOCK');

/**
 * Injection token of the `Clock` of the world: what tokens and limits go by, whoever sets the border's clock to another
 * day. Tokens are issued elsewhere, by the time that is.
 */
export const WALL_CLOCK = Symbol('WALL_CLOCK');

export const systemClock: Clock = { now: () => new Date().toISOString() };
