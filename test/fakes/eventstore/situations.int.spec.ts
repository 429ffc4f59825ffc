import { EventStoreDBClient, jsonEvent, NO_STREAM, START } from '@eventstore/db-client';
import type { ResolvedEvent } from '@eventstore/db-client';
import { status } from '@grpc/grpc-js';
import { closeClient } from '../../../libs/event-store-kurrent/src/client-internals';
import { freshStream } from '#libs/event-sourcing/testing';
import { FakeCluster, FakeEventStore } from './index';

/* What the fake can be put through, as a client sees it. */

const event = () => jsonEvent({ type: 'happened', data: {} });
const clients: EventStoreDBClient[] = [];

function clientOf({ url }: { readonly url: string }): EventStoreDBClient {
  const client = EventStoreDBClient.connectionString(url);
  clients.push(client);
  return client;
}

async function idsOf(client: EventStoreDBClient): Promise<(string | undefined)[]> {
  const ids: (string | undefined)[] = [];
  for await (const resolved of client.readAll({ fromPosition: START })) ids.push(resolved.event?.id);
  return ids;
}

const append = (client: EventStoreDBClient, stream = freshStream()) =>
  client.appendToStream(stream, event(), { expectedRevision: NO_STREAM, requiresLeader: true });

afterEach(async () => {
  for (const client of clients.splice(0)) await closeClient(client);
});

it('a log that went back has lost its newest events, and gives their positions again', async () => {
  const before = await FakeEventStore.start();
  const kept = await append(clientOf(before));
  const backup = before.log.backUp();
  const stream = freshStream();
  const lost = await append(clientOf(before), stream);
  before.stop();
  before.log.restore(backup);
  const after = await FakeEventStore.start({ port: before.port, log: before.log });
  const client = clientOf(after);
  expect(await idsOf(client)).toHaveLength(1);
  const anew = await append(client, stream);
  expect(anew.position?.commit).toBe(lost.position?.commit);
  expect(anew.position?.commit).toBeGreaterThan(kept.position?.commit ?? 0n);
  after.stop();
});

it('another log stands under the same address', async () => {
  const one = await FakeEventStore.start();
  await append(clientOf(one));
  const [before] = await idsOf(clientOf(one));
  one.stop();
  const other = await FakeEventStore.start({ port: one.port });
  await append(clientOf(other));
  const [after] = await idsOf(clientOf(other));
  expect(after).toBeDefined();
  expect(after).not.toBe(before);
  other.stop();
});

it('a pause holds up reads, appends and subscriptions, and nothing of them is lost', async () => {
  const fake = await FakeEventStore.start();
  const client = clientOf(fake);
  await append(client);
  const seen: ResolvedEvent[] = [];
  const subscription = client.subscribeToAll();
  await new Promise<void>((resolve) => {
    subscription.on('data', (resolved) => seen.push(resolved)).on('caughtUp', resolve);
  });
  fake.pause();
  const answered: string[] = [];
  const appending = append(client).then(() => answered.push('append'));
  const reading = idsOf(client).then(() => answered.push('read'));
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(answered).toEqual([]);
  fake.resume();
  await Promise.all([appending, reading]);
  while (seen.length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
  await subscription.unsubscribe();
  fake.stop();
});

it('a subscription is refused each time', async () => {
  const fake = await FakeEventStore.start();
  fake.faults.plan('subscribe', () => ({ kind: 'fail', code: status.UNKNOWN, details: 'not today' }));
  const client = clientOf(fake);
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const subscription = client.subscribeToAll();
    const error = await new Promise<Error>((resolve) => subscription.on('error', resolve));
    expect(error.message).toContain('not today');
  }
  expect(fake.faults.countOf('subscribe')).toBe(3);
  fake.stop();
});

it('a frozen leader answers nobody while the others elect another, which has every event', async () => {
  const cluster = await FakeCluster.start();
  await append(clientOf(cluster));
  const frozen = cluster.freezeLeader();
  expect(cluster.leader).not.toBe(frozen);
  const client = clientOf(cluster);
  await append(client);
  expect(await idsOf(client)).toHaveLength(2);
  const direct = clientOf(frozen);
  const late = append(direct);
  frozen.resume();
  await expect(late).rejects.toMatchObject({ type: 'not-leader' });
  cluster.stop();
});
