import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { status } from '@grpc/grpc-js';
import type { EventStore, RecordedEvent } from '#libs/event-sourcing';
import { UNREADABLE } from '#libs/event-sourcing';
import { freshStream, someEvents } from '#libs/event-sourcing/testing';
import { FakeCluster, FakeEventStore } from '../../../test/fakes/eventstore';
import { openStore } from '../testing/fake-store';
import { storeStream } from '../testing/stored-log';
import { closeClient } from './client-internals';

/* What an administrator's tool does to a stream, as the port shows it. */

const credentials = { username: 'admin', password: 'secret' };

let fake: FakeEventStore;
let admin: EventStoreDBClient;

beforeAll(async () => {
  fake = await FakeEventStore.start({ noise: 0.2 });
  admin = EventStoreDBClient.connectionString(fake.url);
});

afterAll(async () => {
  await closeClient(admin);
  fake.stop();
});

/** By a process that has not seen the stream before. */
async function stored(count: number): Promise<{ readonly store: EventStore; readonly stream: string }> {
  const stream = freshStream();
  await (await openStore(fake.url)).append(stream, someEvents(count), 'noStream');
  return { store: await openStore(fake.url), stream };
}

async function logOf(store: EventStore, stream: string): Promise<RecordedEvent[]> {
  return (await store.readAll(-1n, 1_000)).filter((event) => event.stream === stream);
}

const damage = (reason: string) => expect.objectContaining({ name: 'StreamDamaged', reason }) as Error;

it('a tombstone ends reads and appends, and stands in the log', async () => {
  const { store, stream } = await stored(2);
  await admin.tombstoneStream(stream, { credentials });
  await expect(store.readStream(stream)).rejects.toEqual(damage('TOMBSTONED'));
  await expect(store.append(stream, someEvents(1), 1n)).rejects.toEqual(damage('TOMBSTONED'));
  await expect(store.append(stream, someEvents(1), 'noStream')).rejects.toEqual(damage('TOMBSTONED'));
  await expect(store.isDeleted?.(stream)).resolves.toBe(true);
  const log = await logOf(store, stream);
  expect(log.map(({ type }) => type === UNREADABLE)).toEqual([false, false, true]);
  expect(log[2]).toMatchObject({ data: { type: '$streamDeleted', damage: 'TOMBSTONED' } });
  await expect(store.lastPosition()).resolves.toBe(log[2]?.position);
});

it('a stream that was deleted softly reads as missing, can be told from one that never was, and stands in the log', async () => {
  const { store, stream } = await stored(2);
  await admin.deleteStream(stream, { credentials });
  await expect(store.readStream(stream)).resolves.toEqual({ events: [], revision: 'noStream' });
  await expect(store.isDeleted?.(stream)).resolves.toBe(true);
  await expect(store.isDeleted?.(freshStream())).resolves.toBe(false);
  const log = await logOf(store, stream);
  expect(log[2]).toMatchObject({ type: UNREADABLE, data: { type: '$metadata', damage: 'DELETED' } });
});

it('an append that is numbered otherwise than it was sealed is damage, also when its answer was lost', async () => {
  const { store, stream } = await stored(2);
  await admin.deleteStream(stream, { credentials });
  await expect(store.append(stream, someEvents(1), 'noStream')).rejects.toEqual(damage('REVISION'));
  const lost = await stored(2);
  await admin.deleteStream(lost.stream, { credentials });
  fake.faults.next('append', { kind: 'loseAnswer', code: status.UNAVAILABLE });
  await expect(lost.store.append(lost.stream, someEvents(1), 'noStream')).rejects.toEqual(damage('REVISION'));
  fake.faults.clear();
});

it.each([
  ['$tb', { truncateBefore: 1 }],
  ['$maxCount', { maxCount: 1 }],
  ['$maxAge', { maxAge: 60 }],
])('F-27: a limit %s of a stream stands in the log, and no start is refused for it', async (name, limit) => {
  const { stream } = await stored(2);
  await admin.setStreamMetadata(stream, limit, { credentials, expectedRevision: 'no_stream' });
  const store = await openStore(fake.url);
  const log = await logOf(store, stream);
  expect(log.at(-1)).toMatchObject({
    type: UNREADABLE,
    data: { damage: 'TRUNCATED', reason: expect.stringContaining(name) as string },
  });
});

it('a stream whose beginning is hidden, or whose chain is broken, is not decided on as it is remembered', async () => {
  const cut = await stored(2);
  await admin.setStreamMetadata(cut.stream, { truncateBefore: 1 }, { credentials });
  await expect(cut.store.readStream(cut.stream)).resolves.toMatchObject({ revision: 1n });
  expect(cut.store.recall?.().of(cut.stream)).toBeUndefined();
  const broken = await stored(1);
  const stranger = freshStream();
  storeStream(fake, stranger, someEvents(2));
  const [, strange] = fake.log.all.filter(({ stream }) => stream === stranger);
  if (strange === undefined) throw new Error('nothing is stored');
  fake.log.append(broken.stream, [{ ...strange, id: crypto.randomUUID() }], 0n);
  await expect(broken.store.readStream(broken.stream)).resolves.toMatchObject({ revision: 1n });
  expect(broken.store.recall?.().of(broken.stream)).toBeUndefined();
});

it('whether a stream was deleted is asked of the leader', async () => {
  const cluster = await FakeCluster.start();
  const follower = cluster.nodes.find((node) => node !== cluster.leader);
  if (follower === undefined) throw new Error('nobody follows');
  const store = await openStore(follower.url);
  const before = follower.faults.countOf('read');
  await expect(store.isDeleted(freshStream())).resolves.toBe(false);
  expect(follower.faults.countOf('read')).toBe(before);
  cluster.stop();
});

it('metadata that hide nothing are none of our business', async () => {
  const { store, stream } = await stored(1);
  await admin.setStreamMetadata(
    stream,
    { owner: 'gate office' },
    { credentials, expectedRevision: 'no_stream' },
  );
  await expect(logOf(store, stream)).resolves.toHaveLength(1);
});

it('a subscription is told of damage as it happens', async () => {
  const { store, stream } = await stored(2);
  const wait = new AbortController();
  const told = (async () => {
    for await (const batch of store.subscribe(await store.lastPosition(), {
      batchSize: 10,
      signal: wait.signal,
    })) {
      const found = batch.find((event) => event.stream === stream);
      if (found !== undefined) return found;
    }
    return undefined;
  })();
  await admin.deleteStream(stream, { credentials });
  await expect(told).resolves.toMatchObject({ type: UNREADABLE, data: { damage: 'DELETED' } });
  wait.abort();
  const foreign = jsonEvent({ type: 'weighed', data: {} });
  const other = await stored(1);
  await admin.appendToStream(other.stream, foreign, { credentials, expectedRevision: 0n });
  await expect(other.store.readStream(other.stream)).rejects.toEqual(damage('FOREIGN_EVENT'));
  await expect(other.store.append(other.stream, someEvents(1), 1n)).rejects.toEqual(damage('FOREIGN_EVENT'));
});
