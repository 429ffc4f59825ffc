import { MemoryEventStore } from '#libs/event-sourcing';
import type { Opened } from './opened-store';
import { describeEventStore } from './event-store.contract';
import { compareRandomHistories } from './random-history';
import { describeRecordedRequests } from './recorded-requests.contract';

const clock = (): Date => new Date('2021-12-25T23:59:59Z');

const open = (): Promise<Opened> => {
  const store = new MemoryEventStore(clock);
  return Promise.resolve({ store, close: () => store.close() });
};

describeEventStore('in memory', open);
describeRecordedRequests('in memory', open);

describe('a random history', () => {
  it.each([[1], [2], [3]])(
    'seed %i tries every kind of answer and is the same on a second store',
    async (seed) => {
      const stores = [new MemoryEventStore(clock), new MemoryEventStore(clock)] as const;
      const report = await compareRandomHistories(seed, 500, stores);
      expect(report.appended).toBeGreaterThan(100);
      expect(report.conflicts).toBeGreaterThan(50);
      expect(report.misuses).toBeGreaterThan(0);
    },
  );
});
