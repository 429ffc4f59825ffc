import type { EventStore } from '#libs/event-sourcing';
import { describeAppending } from './appending.contract';
import { describeConcurrency } from './concurrency.contract';
import { describeIdempotency } from './idempotency.contract';
import { describeMarks } from './marks.contract';
import { describeReading } from './reading.contract';
import type { Opened, Subject } from './opened-store';
import { describeSubscribing } from './subscribing.contract';

/**
 * The whole promise of the port. An adapter passes it as it stands: there is nothing to switch off. What only the
 * embedded store promises (positions without a gap, record time in log order) is proved in its own specs.
 */
export function describeEventStore(name: string, open: () => Promise<Opened>): void {
  describe(`event store: ${name}`, () => {
    const subject = openForEachTest(open);
    describeAppending(subject);
    describeIdempotency(subject);
    describeConcurrency(subject);
    describeReading(subject);
    describeMarks(subject);
    describeSubscribing(subject);
  });
}

function openForEachTest(open: () => Promise<Opened>): Subject {
  let opened: Opened | undefined;
  let store: EventStore | undefined;
  beforeEach(async () => {
    opened = await open();
    store = opened.store;
  });
  afterEach(async () => {
    await opened?.close();
  });
  return {
    get store() {
      if (store === undefined) throw new Error('the store is open only while a test runs');
      return store;
    },
    restart: async () => {
      store = (await opened?.reopen?.()) ?? store;
    },
  };
}
