import { AmbiguousAppend, StoreUnavailable } from '#libs/event-sourcing';
import { freshStream, someEvents } from '#libs/event-sourcing/testing';
import { FakeEventStoreProcess } from '../../../test/fakes/eventstore';
import { openStore } from '../testing/fake-store';

/** Detection by keep-alive, and what the machine adds. */
const DETECTED = 12_600 + 3_000;

describe('a frozen server', () => {
  it('F-20: is noticed within 12.6 s by appends, reads and subscriptions, which go on when it thaws', async () => {
    const fake = await FakeEventStoreProcess.start();
    const store = await openStore(fake.url);
    const stream = freshStream();
    await store.append(stream, someEvents(1), 'noStream');
    await store.readStream(stream);
    const { signal } = new AbortController();
    const batches = store.subscribe(-1n, { batchSize: 10, signal })[Symbol.asyncIterator]();
    await batches.next();
    fake.freeze();
    const begun = performance.now();
    const next = batches.next();
    await expect(store.readStream(stream)).rejects.toThrow(StoreUnavailable);
    expect(performance.now() - begun).toBeLessThan(4_000);
    await expect(store.append(stream, someEvents(1), 0n)).rejects.toThrow(AmbiguousAppend);
    expect(performance.now() - begun).toBeLessThan(DETECTED);
    fake.thaw();
    const slice = await untilItReads(() => store.readStream(stream));
    const expected = slice.revision;
    await store.append(stream, someEvents(1), expected);
    const { value } = (await next) as { value: readonly { revision: bigint }[] };
    expect(value[0]?.revision).toBe(1n);
    await fake.kill();
  });
});

async function untilItReads<Value>(read: () => Promise<Value>): Promise<Value> {
  for (;;) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
