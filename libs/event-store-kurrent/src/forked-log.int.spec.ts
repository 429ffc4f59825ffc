import { LogForked, markOf } from '#libs/event-sourcing';
import type { RecordedEvent } from '#libs/event-sourcing';
import { FakeEventStore } from '../../../test/fakes/eventstore';
import { openStore } from '../testing/fake-store';
import { storeDirectly } from '../testing/stored-log';
import type { KurrentEventStore } from './event-store';

/* A log that went back to a backup, or is another one, is never taken for the one that was read before. */

const QUICK = { shortestPause: 1, longestPause: 20 };

let fake: FakeEventStore;
let store: KurrentEventStore;

async function start(count: number): Promise<void> {
  fake = await FakeEventStore.start();
  storeDirectly(fake, count, 1);
  store = await openStore(fake.url, { timings: QUICK });
}

/** The server comes back under its address on this log, or on another one. */
async function restart(log?: FakeEventStore['log']): Promise<void> {
  fake.stop();
  const { port } = fake;
  fake = await FakeEventStore.start(log === undefined ? { port, seed: 9 } : { port, log });
}

/** Resolves once `work` is answered by the server again. */
async function answered<Value>(work: () => Promise<Value>): Promise<Value> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if ((error as Error).name !== 'StoreUnavailable') throw error;
    }
  }
}

afterEach(async () => {
  await store.close();
  fake.stop();
});

/** Follows until `count` events have come, then stays with the subscription. */
async function followed(count: number): Promise<{ last: RecordedEvent | undefined; next: Promise<unknown> }> {
  const { signal } = new AbortController();
  const batches = store.subscribe(-1n, { batchSize: 1, signal })[Symbol.asyncIterator]();
  let last: RecordedEvent | undefined;
  for (let index = 0; index < count; index += 1) {
    const { value } = (await batches.next()) as { value: readonly RecordedEvent[] };
    last = value[0];
  }
  return { last, next: batches.next() };
}

it.each<[name: string, lost: number, more: number]>([
  ['and is shorter', 6, 0],
  ['and has grown past it since', 6, 30],
  ['by one event, and another one has its place', 1, 1],
])('a subscription tells when the log has gone back %s', async (_, lost, more) => {
  await start(5);
  const backup = fake.log.backUp();
  storeDirectly(fake, lost, 1);
  const { next } = await followed(5 + lost);
  const failed = expect(next).rejects.toThrow(LogForked);
  const { log } = fake;
  fake.stop();
  log.restore(backup);
  await restart(log);
  storeDirectly(fake, more, 1);
  await failed;
});

it('a subscription tells when the server behind the address is another one', async () => {
  await start(5);
  const { next } = await followed(5);
  const failed = expect(next).rejects.toThrow(LogForked);
  await restart();
  storeDirectly(fake, 40, 1);
  await failed;
});

it('a subscription goes on where the log lost only what it had not given', async () => {
  await start(5);
  const backup = fake.log.backUp();
  const { next } = await followed(5);
  const { log } = fake;
  fake.stop();
  log.restore(backup);
  await restart(log);
  storeDirectly(fake, 1, 1);
  const { value } = (await next) as { value: readonly RecordedEvent[] };
  expect(value[0]?.position).toBe(fake.log.all.at(-1)?.position);
});

it('a read behind a marked event tells it, also where the place lies within another event', async () => {
  await start(5);
  const backup = fake.log.backUp();
  storeDirectly(fake, 6, 1);
  const lost = (await store.readAll(-1n, 100)).slice(5);
  const { log } = fake;
  fake.stop();
  log.restore(backup);
  // What comes now is longer, so that the old places lie within.
  storeDirectly(fake, 1, 1);
  await restart(log);
  storeDirectly(fake, 40, 3);
  await answered(() => store.lastPosition());
  for (const event of lost) {
    const { position } = event;
    const standing = await store.readAt(position);
    expect(standing?.metadata.hash).not.toBe(event.metadata.hash);
    await expect(store.readAll(markOf(event), 10)).rejects.toThrow(LogForked);
    // Of a bare position it is known only where no event begins.
    if (standing === undefined && position < log.end)
      await expect(store.readAll(position, 10)).rejects.toThrow(LogForked);
  }
  expect(lost.some(({ position }) => !log.isBoundary(position))).toBe(true);
});

it('a subscription from within another event fails instead of trying for ever', async () => {
  await start(3);
  const inside = (fake.log.all[1]?.position ?? 0n) + 1n;
  const { signal } = new AbortController();
  const next = store.subscribe(inside, { batchSize: 1, signal })[Symbol.asyncIterator]().next();
  await expect(next).rejects.toThrow(LogForked);
});

it('a read that breaks off at once is read again, and no fork', async () => {
  await start(5);
  const [first] = await store.readAll(-1n, 1);
  if (first === undefined) throw new Error('nothing is stored');
  const breaksOff = () => {
    fake.faults.next('read', { kind: 'breakOff', after: 0, code: null });
  };
  breaksOff();
  expect(await store.readAll(markOf(first), 10)).toHaveLength(4);
  breaksOff();
  expect(await store.readAt(first.position)).toEqual(first);
});
