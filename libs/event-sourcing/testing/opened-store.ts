import type { EventStore } from '#libs/event-sourcing';

/** A store opened for one test. It need not be empty: the suite uses streams of its own. */
export interface Opened {
  readonly store: EventStore;
  /** Stops the store and starts it again on the same log. A store without a disk leaves it out. */
  reopen?(): Promise<EventStore>;
  close(): Promise<void>;
}

/** The store of the running test. */
export interface Subject {
  readonly store: EventStore;
  /** Restarts the store in the middle of the test. */
  restart(): Promise<void>;
}
