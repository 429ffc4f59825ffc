import type { ExpectedRevision } from '#libs/event-sourcing';
import { BackOff } from './back-off';
import type { Timings } from './settings';
import type { SealedAppend } from './stored-event';

/** One append, always sent the same. */
export interface Sending {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly sealed: SealedAppend;
  /** Until when another attempt is begun, in the time of `performance.now`. */
  readonly until: number;
}

/** The same on its way, and what is known of the attempts. */
export interface Attempt extends Sending {
  readonly backOff: BackOff;
  /** May an earlier attempt have been done? */
  isAmbiguous: boolean;
  askedLeader: boolean;
  unknowns: number;
}

export function beginAttempt(sending: Sending, timings: Timings): Attempt {
  return {
    ...sending,
    backOff: new BackOff(timings),
    isAmbiguous: false,
    askedLeader: false,
    unknowns: 0,
  };
}
