import { setTimeout as sleep } from 'node:timers/promises';
import { StoreUnavailable } from '#libs/event-sourcing';
import { CatchUp } from './catch-up';

const PATIENCE = 30_000;

/** A store that does not say how far the log is until the test lets it. */
class SilentStore {
  last: bigint | undefined;
  asked = 0;

  lastPosition(): Promise<bigint> {
    this.asked += 1;
    if (this.last === undefined) return Promise.reject(new StoreUnavailable('nobody there'));
    return Promise.resolve(this.last);
  }
}

async function askedOften(store: SilentStore, times: number): Promise<void> {
  while (store.asked < times) await sleep(1);
  await sleep(1);
}

describe('whether a process has caught up with the log', () => {
  const stopping = new AbortController();
  let time = 0;
  let views: { position: bigint; reportedAt: number };
  let store: SilentStore;
  const begin = (): CatchUp =>
    new CatchUp(store, views, { signal: stopping.signal, now: () => time, askAgainAfter: 1 });

  beforeEach(() => {
    time = 0;
    views = { position: 4n, reportedAt: 1 };
    store = new SilentStore();
  });
  afterAll(() => {
    stopping.abort();
  });

  it('asks a store again that did not answer, and waits for what it says then', async () => {
    const catchUp = begin();
    await askedOften(store, 3);
    expect(catchUp.state).toBe('BEHIND');
    store.last = 9n;
    await askedOften(store, store.asked + 1);
    expect(catchUp.state).toBe('BEHIND');
    views.position = 9n;
    expect(catchUp.state).toBe('CAUGHT_UP');
  });

  it('is degraded once the store has not answered for 30 s, and not before', async () => {
    const catchUp = begin();
    await askedOften(store, 2);
    time = PATIENCE - 1;
    expect(catchUp.state).toBe('BEHIND');
    time = PATIENCE;
    expect(catchUp.state).toBe('DEGRADED');
  });

  it('is behind again when a store that answers late says that the log is further', async () => {
    const catchUp = begin();
    await askedOften(store, 2);
    time = PATIENCE;
    store.last = 5n;
    await askedOften(store, store.asked + 1);
    expect(catchUp.state).toBe('BEHIND');
    views.position = 5n;
    expect(catchUp.state).toBe('CAUGHT_UP');
  });

  it('counts nothing before the projector has reported where the views are', async () => {
    views.reportedAt = 0;
    store.last = -1n;
    const catchUp = begin();
    await askedOften(store, 1);
    expect(catchUp.state).toBe('BEHIND');
    time = PATIENCE;
    expect(catchUp.state).toBe('BEHIND');
    views.reportedAt = 1;
    expect(catchUp.state).toBe('CAUGHT_UP');
  });

  it('begins anew with another log, whatever it was told of the one before', async () => {
    store.last = 9n;
    const catchUp = begin();
    await askedOften(store, 1);
    expect(catchUp.state).toBe('BEHIND');
    store.last = 4n;
    catchUp.begin();
    await askedOften(store, 2);
    expect(catchUp.state).toBe('CAUGHT_UP');
  });

  it('stays caught up while the log goes on', async () => {
    store.last = 4n;
    const catchUp = begin();
    await askedOften(store, 1);
    expect(catchUp.state).toBe('CAUGHT_UP');
    views.position = 3n;
    expect(catchUp.state).toBe('CAUGHT_UP');
  });
});
