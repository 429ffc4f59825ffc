import {
  BACKWARDS,
  END,
  EventStoreDBClient,
  jsonEvent,
  NO_STREAM,
  START,
  StreamDeletedError,
  StreamNotFoundError,
} from '@eventstore/db-client';
import type { ResolvedEvent } from '@eventstore/db-client';
import { status } from '@grpc/grpc-js';
import { generate } from 'selfsigned';
import { closeClient } from '../../../libs/event-store-kurrent/src/client-internals';
import { freshStream } from '#libs/event-sourcing/testing';
import { FakeEventStore } from './index';

/* What a KurrentDB 26.1 was seen to answer, through the client that the adapter uses. */

const LARGEST = 2n ** 63n - 1n;

let fake: FakeEventStore;
let client: EventStoreDBClient;

const events = (count: number) =>
  Array.from({ length: count }, (_, number) => jsonEvent({ type: 'happened', data: { number } }));

async function appended(stream: string, count: number): Promise<void> {
  for (const event of events(count)) await client.appendToStream(stream, event, { expectedRevision: 'any' });
}

async function all(reading: AsyncIterable<ResolvedEvent>): Promise<ResolvedEvent[]> {
  const read: ResolvedEvent[] = [];
  for await (const event of reading) read.push(event);
  return read;
}

const revisionsOf = (read: readonly ResolvedEvent[]) => read.map(({ event }) => event?.revision);
const pairOf = (position: bigint) => ({ commit: position, prepare: position });

/** The next event of a subscription to the log, or why it ended; `then` is done when it has caught up. */
async function firstOf(position: bigint, then: () => Promise<unknown> = () => Promise.resolve()) {
  const subscription = client.subscribeToAll({ fromPosition: pairOf(position) });
  let done: Promise<unknown> = Promise.resolve();
  try {
    return await new Promise<ResolvedEvent | Error>((resolve) => {
      subscription.on('data', resolve).on('error', resolve);
      subscription.on('caughtUp', () => {
        done = then();
      });
    });
  } finally {
    await done;
    await subscription.unsubscribe().catch(() => undefined);
  }
}

beforeEach(async () => {
  fake = await FakeEventStore.start();
  client = EventStoreDBClient.connectionString(fake.url);
});

afterEach(async () => {
  await closeClient(client);
  fake.stop();
});

describe('a stream that was deleted softly', () => {
  it('is not found, while the log still holds its events and its metadata', async () => {
    const stream = freshStream();
    await appended(stream, 2);
    await client.deleteStream(stream);
    await expect(all(client.readStream(stream))).rejects.toThrow(StreamNotFoundError);
    await expect(all(client.readStream(stream, { direction: BACKWARDS, fromRevision: END }))).rejects.toThrow(
      StreamNotFoundError,
    );
    const log = await all(client.readAll({ fromPosition: START }));
    expect(log.map(({ event }) => event?.type)).toEqual(['happened', 'happened', '$metadata']);
    const { metadata } = await client.getStreamMetadata(stream);
    expect(metadata?.truncateBefore).toBe(Number(LARGEST));
  });

  it('takes an append as to a new stream, and goes on counting', async () => {
    const stream = freshStream();
    await appended(stream, 2);
    await client.deleteStream(stream);
    const result = await client.appendToStream(stream, events(1), { expectedRevision: NO_STREAM });
    expect(result.nextExpectedRevision).toBe(2n);
    expect(revisionsOf(await all(client.readStream(stream)))).toEqual([2n]);
    const { metadata } = await client.getStreamMetadata(stream);
    expect(metadata?.truncateBefore).toBe(2);
  });
});

it('a truncated stream gives only what is left of it', async () => {
  const stream = freshStream();
  await appended(stream, 3);
  await client.setStreamMetadata(stream, { truncateBefore: 1 });
  expect(revisionsOf(await all(client.readStream(stream)))).toEqual([1n, 2n]);
  const backwards = client.readStream(stream, { direction: BACKWARDS, fromRevision: END, maxCount: 5 });
  expect(revisionsOf(await all(backwards))).toEqual([2n, 1n]);
});

describe('a tombstoned stream', () => {
  it('refuses reads, appends and its metadata, for good', async () => {
    const stream = freshStream();
    await appended(stream, 1);
    await client.tombstoneStream(stream);
    const reading = all(client.readStream(stream));
    await expect(reading).rejects.toThrow(StreamDeletedError);
    await expect(reading).rejects.toMatchObject({ code: status.FAILED_PRECONDITION, streamName: stream });
    await expect(client.appendToStream(stream, events(1), { expectedRevision: 0n })).rejects.toThrow(
      StreamDeletedError,
    );
    await expect(client.appendToStream(stream, events(1), { expectedRevision: NO_STREAM })).rejects.toThrow(
      StreamDeletedError,
    );
    await expect(client.getStreamMetadata(stream)).rejects.toThrow(StreamDeletedError);
    await expect(client.deleteStream(stream)).rejects.toThrow(StreamDeletedError);
    await expect(client.tombstoneStream(stream)).rejects.toThrow(StreamDeletedError);
  });

  it('ends with an event of its own, which readers of the log and subscriptions are given', async () => {
    const stream = freshStream();
    await appended(stream, 1);
    await client.tombstoneStream(stream);
    const [first, last] = await all(client.readAll({ fromPosition: START }));
    const tombstone = { streamId: stream, type: '$streamDeleted', revision: LARGEST, isJson: false };
    expect(last?.event).toMatchObject(tombstone);
    expect(last?.event?.data).toHaveLength(0);
    expect(last?.event?.metadata).toBeUndefined();
    expect(await firstOf(first?.event?.position?.commit ?? 0n)).toMatchObject({ event: tombstone });
  });
});

describe('a place behind the end of the log', () => {
  it('is empty to a read, and hides from a subscription what is appended before it', async () => {
    await appended(freshStream(), 2);
    const behind = fake.log.end + 300n;
    expect(await all(client.readAll({ fromPosition: pairOf(behind) }))).toEqual([]);
    const seen = await firstOf(behind, async () => {
      await appended(freshStream(), 10);
    });
    expect((seen as ResolvedEvent).event?.position?.commit).toBeGreaterThan(behind);
    expect(fake.log.all.filter(({ position }) => position < behind).length).toBeGreaterThan(2);
  });
});

describe('a place in the middle of an event', () => {
  it('is an invalid position to a subscription', async () => {
    await appended(freshStream(), 2);
    const inside = (fake.log.all[1]?.position ?? 0n) + 1n;
    expect(await firstOf(inside)).toMatchObject({
      message: expect.stringContaining('Trying to read from an invalid position') as string,
    });
  });

  it('is an unknown error to a read', async () => {
    await appended(freshStream(), 2);
    const inside = (fake.log.all[1]?.position ?? 0n) + 1n;
    await expect(all(client.readAll({ fromPosition: pairOf(inside) }))).rejects.toThrow(
      /Unexpected ReadAllResult: InvalidPosition/,
    );
  });
});

describe('several events at once', () => {
  it('are answered with the position of the last, also when they are sent again', async () => {
    const [stream, sent] = [freshStream(), events(3)];
    const first = await client.appendToStream(stream, sent, { expectedRevision: NO_STREAM });
    const again = await client.appendToStream(stream, sent, { expectedRevision: NO_STREAM });
    const last = fake.log.all.at(-1)?.position;
    expect(first).toMatchObject({ nextExpectedRevision: 2n, position: { commit: last } });
    expect(again).toMatchObject({ nextExpectedRevision: 2n, position: { commit: last } });
    expect(fake.log.all).toHaveLength(3);
  });

  it('are answered one by one when one is sent again alone', async () => {
    const [stream, sent] = [freshStream(), events(3)];
    await client.appendToStream(stream, sent, { expectedRevision: NO_STREAM });
    const again = await client.appendToStream(stream, sent.slice(1, 2), { expectedRevision: 0n });
    expect(again).toMatchObject({
      nextExpectedRevision: 1n,
      position: { commit: fake.log.all[1]?.position },
    });
  });
});

it('a wrong password is refused at the first question that the client asks with it', async () => {
  const certificate = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });
  const account = { username: 'truckflow', password: 'right' };
  const guarded = await FakeEventStore.start({ certificate, account });
  const asked = async (password: string) => {
    const { port } = guarded;
    const trusted = { rootCertificate: Buffer.from(certificate.cert) };
    const one = new EventStoreDBClient({ endpoint: { address: '127.0.0.1', port } }, trusted, {
      ...account,
      password,
    });
    try {
      return await all(one.readStream(freshStream()));
    } finally {
      await closeClient(one);
    }
  };
  await expect(asked('wrong')).rejects.toMatchObject({ code: status.UNAUTHENTICATED });
  await expect(asked('right')).rejects.toThrow(StreamNotFoundError);
  guarded.stop();
});

it('an event of 1.1 MB is taken', async () => {
  const stream = freshStream();
  const large = jsonEvent({ type: 'happened', data: { text: 'x'.repeat(1_100_000) } });
  await client.appendToStream(stream, large, { expectedRevision: NO_STREAM });
  expect(revisionsOf(await all(client.readStream(stream)))).toEqual([0n]);
});

it('an append of nothing to no stream is answered as done, and nothing is stored', async () => {
  const stream = freshStream();
  const result = await client.appendToStream(stream, [], { expectedRevision: NO_STREAM });
  expect(result).toMatchObject({ success: true, nextExpectedRevision: 0n });
  await expect(all(client.readStream(stream))).rejects.toThrow(StreamNotFoundError);
});
