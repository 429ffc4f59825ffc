import { MemoryEventStore } from '#libs/event-sourcing';
import {
  compareRandomHistories,
  describeEventStore,
  describeRecordedRequests,
  proofSize,
} from '#libs/event-sourcing/testing';
import type { Opened } from '#libs/event-sourcing/testing';
import { newFolder } from '../testing/temporary-folder';
import { openSqliteEventStore } from './event-store';

const clock = (): Date => new Date();

describe.each([['worker'], ['main']] as const)('one folder for all tests, writer on thread %s', (thread) => {
  let opened: Promise<Required<Opened>> | undefined;

  afterAll(async () => {
    await (await opened)?.close();
  });

  const open = async (): Promise<Opened> => {
    opened ??= openIn(newFolder(), thread);
    const shared = await opened;
    return { store: shared.store, reopen: () => shared.reopen(), close: () => Promise.resolve() };
  };

  describeEventStore('SQLite', open);
  describeRecordedRequests('SQLite', open);
});

async function openIn(directory: string, thread: 'worker' | 'main'): Promise<Required<Opened>> {
  const options = { directory, clock, thread };
  let store = await openSqliteEventStore(options);
  return {
    get store() {
      return store;
    },
    reopen: async () => {
      await store.close();
      store = await openSqliteEventStore(options);
      return store;
    },
    close: () => store.close(),
  };
}

describe('a random history on SQLite', () => {
  it('is answered and stored as in memory, to the hash', async () => {
    const fixed = (): Date => new Date('2021-12-25T23:59:59Z');
    const store = await openSqliteEventStore({ directory: newFolder(), clock: fixed });
    const memory = new MemoryEventStore(fixed);
    const steps = proofSize({ test: 500, proof: 2_000 });
    const report = await compareRandomHistories(20_211_225, steps, [memory, store]);
    expect(report.appended).toBeGreaterThan(steps / 4);
    expect(report.conflicts).toBeGreaterThan((steps * 3) / 20);
    await expect(store.readAll(-1n, 10_000)).resolves.toEqual(await memory.readAll(-1n, 10_000));
    await store.close();
  });
});
