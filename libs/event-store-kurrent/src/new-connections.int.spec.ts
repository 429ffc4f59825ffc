import { setTimeout as sleep } from 'node:timers/promises';
import { FakeEventStore } from '../../../test/fakes/eventstore';
import { openStore } from '../testing/fake-store';
import { storeDirectly } from '../testing/stored-log';
import type { KurrentEventStore } from './event-store';

/* Behind each new connection there may be another log: whoever keeps what he read before is notified in time. */

const QUICK = { shortestPause: 10, longestPause: 200 };

let fake: FakeEventStore;
let store: KurrentEventStore;
let told: string[];

beforeEach(async () => {
  fake = await FakeEventStore.start();
  storeDirectly(fake, 5, 1);
  store = await openStore(fake.url, { timings: QUICK });
  told = [];
  store.onNewConnection(() => told.push('another connection'));
});
afterEach(async () => {
  await store.close();
  fake.stop();
});

async function restart(): Promise<void> {
  fake.stop();
  fake = await FakeEventStore.start({ port: fake.port, log: fake.log });
}

async function read(): Promise<void> {
  await store.lastPosition();
  told.push('an answer');
}

it('the connection that there is is told at once, and no second time', async () => {
  await read();
  await read();
  expect(told).toEqual(['another connection', 'an answer', 'an answer']);
});

it('a server that went and came back while nobody asked is told before its first answer', async () => {
  for (let times = 0; times < 3; times += 1) {
    told = [];
    await restart();
    await read();
    await read();
    expect(told).toEqual(['another connection', 'an answer', 'an answer']);
  }
});

it('a server that is away, or there and silent, is told only once it answers', async () => {
  told = [];
  fake.stop();
  await expect(store.lastPosition()).rejects.toMatchObject({ name: 'StoreUnavailable' });
  expect(told).toEqual([]);
  fake = await FakeEventStore.start({ port: fake.port, log: fake.log });
  fake.pause();
  await expect(store.lastPosition()).rejects.toMatchObject({ name: 'StoreUnavailable' });
  expect(told).toEqual([]);
  fake.resume();
  while (store.state.status !== 'connected') await sleep(5);
  await read();
  expect(told).toEqual(['another connection', 'an answer']);
});
