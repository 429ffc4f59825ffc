import { setTimeout as sleep } from 'node:timers/promises';
import { StoreUnavailable } from '#libs/event-sourcing';
import type { ExpectedRevision } from '#libs/event-sourcing';
import { freshStream, idsOf, proofSize, someEvents } from '#libs/event-sourcing/testing';
import { FakeEventStore } from '../../../test/fakes/eventstore';
import { openStore } from '../testing/fake-store';
import type { StoreState } from './server-check';
import type { KurrentEventStore } from './event-store';

const WRITERS = 32;
const PAUSES = proofSize({ test: 1, proof: 6 });
const PAUSE = 2_500;
const BETWEEN = proofSize({ test: 500, proof: 20_000 });
/** Hardly a visit has more events. */
const LONGEST = 40n;

describe('a server that is busy', () => {
  let fake: FakeEventStore;

  beforeEach(async () => {
    fake = await FakeEventStore.start();
  });

  afterEach(() => {
    fake.stop();
  });

  it(`refuses nobody: ${WRITERS} writers, ${PAUSES} pauses of 2.5 s`, async () => {
    const store = await openStore(fake.url);
    const told = jest.fn();
    const working = { isOver: false };
    const writers = Array.from({ length: WRITERS }, () => workUntilOver(store, working, told));
    for (let pause = 0; pause < PAUSES; pause += 1) {
      await sleep(BETWEEN);
      fake.pause();
      await sleep(PAUSE);
      fake.resume();
    }
    await sleep(BETWEEN);
    working.isOver = true;
    await Promise.all(writers);
    expect(told.mock.calls).toEqual([]);
    expect(store.state.status).toBe('connected');
  });

  it('counts as gone once a fresh client hears nothing either, and is then asked by nobody until it is back', async () => {
    const store = await openStore(fake.url);
    const stream = freshStream();
    await store.append(stream, someEvents(1), 'noStream');
    fake.pause();
    const before = fake.asked;
    const reads = Array.from({ length: WRITERS }, () => store.readAll(-1n, 1));
    for (const read of await Promise.allSettled(reads)) {
      expect(read).toMatchObject({ status: 'rejected', reason: expect.any(StoreUnavailable) as Error });
    }
    expect(fake.asked).toBeGreaterThanOrEqual(before + 2 * WRITERS);
    await until(store, 'unreachable');
    const known = fake.asked;
    await expect(store.readStream(stream)).rejects.toThrow(StoreUnavailable);
    await expect(store.append(stream, someEvents(1), 0n)).rejects.toThrow(StoreUnavailable);
    expect(fake.asked).toBe(known);
    fake.resume();
    await until(store, 'connected');
    await expect(store.append(stream, someEvents(1), 0n)).resolves.toMatchObject({ revision: 1n });
  });

  it('keeps its client, and what goes on with it, when that is answered before a fresh one', async () => {
    const store = await openStore(fake.url, { timings: { readSilence: 200, freshSilence: 500 } });
    const [stream, events] = [freshStream(), someEvents(1)];
    const { signal } = new AbortController();
    const batches = store.subscribe(-1n, { batchSize: 1, signal })[Symbol.asyncIterator]();
    await store.append(stream, events, 'noStream');
    await batches.next();
    const lost = { kind: 'hang', isDone: false } as const;
    fake.faults.next('features', lost);
    fake.faults.next('read', lost);
    expect(idsOf((await store.readStream(stream)).events)).toEqual(idsOf(events));
    expect(fake.faults.countOf('features')).toBe(1);
    // Until the fresh one has been given up.
    await sleep(1_500);
    await store.append(stream, someEvents(1), 0n);
    await batches.next();
    // On another client the subscription would have been opened anew.
    expect(fake.subscriptions.length).toBe(1);
    expect(store.state.status).toBe('connected');
  });

  it('looks for another client as soon as one is silent', async () => {
    const store = await openStore(fake.url, { timings: { readSilence: 200, readBudget: 60_000 } });
    await store.append(freshStream(), someEvents(1), 'noStream');
    fake.faults.plan('read', () =>
      fake.faults.countOf('features') < 2 ? { kind: 'hang', isDone: false } : undefined,
    );
    await expect(store.readAll(-1n, 10)).resolves.toHaveLength(1);
    expect(fake.faults.countOf('read')).toBeLessThan(5);
  });

  it('does not count as gone because a fresh client hears nothing, while few calls have failed', async () => {
    const onState = jest.fn();
    const timings = { readSilence: 300, freshSilence: 300, readBudget: 60_000 };
    const store = await openStore(fake.url, { timings, onState });
    await store.append(freshStream(), someEvents(1), 'noStream');
    fake.pause();
    const before = fake.asked;
    const reading = store.readAll(-1n, 10);
    while (fake.asked < before + 4) await sleep(10);
    fake.resume();
    await expect(reading).resolves.toHaveLength(1);
    expect(onState.mock.calls).toEqual([[expect.objectContaining({ status: 'connected' })]]);
  });

  it('is not taken for silent by a slow turn of this process', async () => {
    const store = await openStore(fake.url, { timings: { readSilence: 400, readBudget: 400 } });
    const [stream, events] = [freshStream(), someEvents(3)];
    await store.append(stream, events, 'noStream');
    fake.faults.plan('read', () => undefined);
    const reading = store.readAll(-1n, 10);
    while (fake.faults.countOf('read') === 0) await new Promise((resolve) => setImmediate(resolve));
    const until = performance.now() + 1_000;
    while (performance.now() < until);
    expect(idsOf(await reading)).toEqual(idsOf(events));
    expect(fake.faults.countOf('read')).toBe(1);
  });
});

async function until(store: KurrentEventStore, status: StoreState['status']): Promise<void> {
  while (store.state.status !== status) await sleep(10);
}

/** What writes visit after visit, and beside it what reads the one of the moment, and reports every refusal. */
async function workUntilOver(
  store: KurrentEventStore,
  working: { readonly isOver: boolean },
  tell: (error: unknown) => void,
): Promise<void> {
  let stream = freshStream();
  let revision: ExpectedRevision = 'noStream';
  const write = async (): Promise<void> => {
    ({ revision } = await store.append(stream, someEvents(1), revision));
    if (revision < LONGEST - 1n) return;
    stream = freshStream();
    revision = 'noStream';
  };
  const read = async (): Promise<void> => {
    await store.readStream(stream);
  };
  const repeat = async (work: () => Promise<void>): Promise<void> => {
    while (!working.isOver) await work().catch(tell);
  };
  await Promise.all([repeat(write), repeat(read)]);
}
