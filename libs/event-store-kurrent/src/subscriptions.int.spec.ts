import { status } from '@grpc/grpc-js';
import type { RecordedEvent } from '#libs/event-sourcing';
import { freshStream, proofSize, seeded, someEvents } from '#libs/event-sourcing/testing';
import { FakeEventStore } from '../../../test/fakes/eventstore';
import { openStore } from '../testing/fake-store';
import { storeDirectly } from '../testing/stored-log';
import type { KurrentEventStore } from './event-store';

/** Events from a position on until `count` have come or the consumer leaves. */
async function take(
  store: KurrentEventStore,
  from: bigint,
  count: number,
  batchSize = 64,
): Promise<bigint[]> {
  const positions: bigint[] = [];
  const { signal } = new AbortController();
  for await (const batch of store.subscribe(from, { batchSize, signal })) {
    positions.push(...batch.map(({ position }) => position));
    if (positions.length >= count) break;
  }
  return positions;
}

const positionsOf = (events: readonly RecordedEvent[]): bigint[] => events.map(({ position }) => position);

describe('subscriptions that break', () => {
  it.each([
    ['F-21: that ends without an error', null],
    ['F-22: that is killed', status.CANCELLED],
    ['F-22: whose server restarts', status.UNAVAILABLE],
  ])('%s goes on where it was: 0 skipped, 0 twice', async (_, code) => {
    const fake = await FakeEventStore.start({ noise: 0.2 });
    storeDirectly(fake, 600);
    const random = seeded(21);
    fake.faults.plan('subscribe', () => ({ kind: 'breakOff', after: Math.floor(random() * 60), code }));
    const store = await openStore(fake.url, { timings: { longestPause: 60 } });
    expect(await take(store, -1n, 600)).toEqual(positionsOf(await store.readAll(-1n, 1_000)));
    expect(fake.faults.countOf('subscribe')).toBeGreaterThan(5);
    fake.stop();
  });

  it('F-20: one that hears nothing is opened anew', async () => {
    const fake = await FakeEventStore.start();
    const store = await openStore(fake.url, { timings: { subscriptionSilence: 200 } });
    fake.faults.next('subscribe', { kind: 'hang', isDone: false });
    storeDirectly(fake, 10);
    expect(await take(store, -1n, 10)).toHaveLength(10);
    expect(fake.faults.countOf('subscribe')).toBe(2);
    fake.stop();
  });

  it('goes on over a restart of the server on the same log', async () => {
    let fake = await FakeEventStore.start();
    storeDirectly(fake, 40);
    const { port, log } = fake;
    const store = await openStore(fake.url);
    const taking = take(store, -1n, 60, 5);
    await new Promise((resolve) => setTimeout(resolve, 100));
    fake.stop();
    fake = await FakeEventStore.start({ port, log });
    storeDirectly(fake, 20);
    expect(await taking).toEqual(log.all.map(({ position }) => position));
    fake.stop();
  });

  it('F-23: a slow consumer holds the server back, memory stays flat', async () => {
    const fake = await FakeEventStore.start();
    storeDirectly(fake, 20_000, 200);
    const store = await openStore(fake.url);
    const { signal } = new AbortController();
    let taken = 0;
    let most = 0;
    for await (const batch of store.subscribe(-1n, { batchSize: 10, signal })) {
      taken += batch.length;
      await new Promise((resolve) => setTimeout(resolve, 5));
      most = Math.max(most, fake.subscriptions.reduce((sum, { written }) => sum + written, 0) - taken);
      if (taken >= 1_000) break;
    }
    expect(taken).toBeGreaterThanOrEqual(1_000);
    expect(most).toBeLessThan(1_500);
    fake.stop();
  });

  it('P-08: 0 skipped over restarts at random points with random markers', async () => {
    const random = seeded(8);
    const fake = await FakeEventStore.start({ noise: 0.4, seed: 8, randomMarker: () => random() < 0.3 });
    const restarts = proofSize({ test: 200, proof: 10_000 });
    fake.faults.plan('subscribe', () =>
      random() < 0.5
        ? {
            kind: 'breakOff',
            after: Math.floor(random() * 12),
            code: random() < 0.5 ? null : status.CANCELLED,
          }
        : undefined,
    );
    const store = await openStore(fake.url, { timings: { shortestPause: 1, longestPause: 4 } });
    const seen: bigint[] = [];
    let stored = 0;
    for (let restart = 0; restart < restarts; restart += 1) {
      if (seen.length === stored || random() < 0.2) {
        storeDirectly(fake, 9, 3);
        stored += 9;
      }
      const wanted = Math.min(1 + Math.floor(random() * 12), stored - seen.length);
      seen.push(...(await take(store, seen.at(-1) ?? -1n, wanted, wanted)));
    }
    const ours = fake.log.all.filter(({ stream }) => stream.startsWith('truckVisit-'));
    expect(seen).toEqual(ours.slice(0, seen.length).map(({ position }) => position));
    expect(seen.length).toBeGreaterThan(restarts);
    fake.stop();
  });
});

describe('many subscribers', () => {
  it('each gets what is appended while it listens', async () => {
    const fake = await FakeEventStore.start({ noise: 0.2 });
    const store = await openStore(fake.url);
    const taking = Array.from({ length: 5 }, () => take(store, -1n, 30, 4));
    for (let index = 0; index < 10; index += 1) await store.append(freshStream(), someEvents(3), 'noStream');
    const log = positionsOf(await store.readAll(-1n, 100));
    for (const seen of await Promise.all(taking)) expect(seen).toEqual(log);
    fake.stop();
  });
});
