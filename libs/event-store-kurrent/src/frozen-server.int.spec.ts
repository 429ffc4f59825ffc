import { AmbiguousAppend, StoreUnavailable } from '#libs/event-sourcing';
import { freshStream, someEvents } from '#libs/event-sourcing/testing';
import { FakeEventStoreProcess } from '../../../test/fakes/eventstore';
import { openStore } from '../testing/fake-store';

describe('a frozen server', () => {
  it('F-20: is noticed by appends, reads and subscriptions, which go on when it thaws', async () => {
    const fake = await FakeEventStoreProcess.start();
    const store = await openStore(fake.url);
    const stream = freshStream();
    await store.append(stream, someEvents(1), 'noStream');
    await store.readStream(stream);
    const { signal } = new AbortController();
    const batches = store.subscribe(-1n, { batchSize: 10, signal })[Symbol.asyncIterator]();
    await batches.next();
    fake.freeze();
    const next = batches.next();
    await expect(store.readStream(stream)).rejects.toThrow(StoreUnavailable);
    await expect(store.append(stream, someEvents(1), 0n)).rejects.toThrow(AmbiguousAppend);
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
