import { verify } from '#libs/event-sourcing';
import type { RecordedEvent } from '#libs/event-sourcing';
import { freshStream, idsOf, pick, proofSize, seeded, someEvents } from '#libs/event-sourcing/testing';
import { FakeEventStore } from '../../../test/fakes/eventstore';
import { openStore, TEST_PREFIXES } from '../testing/fake-store';
import { storeStream } from '../testing/stored-log';
import { KurrentReader } from './event-reader';
import { openKurrentEventReader } from './open-event-store';

const TURNS = proofSize({ test: 25, proof: 60 });

describe('streams read to be decided on', () => {
  it.each([1, 2, 3])('are what the server has, while two processes write (seed %i)', async (seed) => {
    const fake = await FakeEventStore.start({ noise: 0.2 });
    const stores = [await openStore(fake.url), await openStore(fake.url)];
    const reader = await openKurrentEventReader({ url: fake.url, prefixes: TEST_PREFIXES });
    const random = seeded(seed);
    const streams = Array.from({ length: 4 }, freshStream);
    for (let turn = 0; turn < TURNS; turn += 1) {
      const stream = pick(random, streams);
      const { revision } = await pick(random, stores).readStream(stream);
      const events = someEvents(1 + Math.floor(random() * 3));
      const appends = stores.map((store) => store.append(stream, events, revision));
      await Promise.allSettled([...appends, pick(random, stores).append(stream, someEvents(1), revision)]);
      const from = BigInt(Math.floor(random() * 12));
      for (const store of stores) {
        expect(await store.readStream(stream)).toEqual(await reader.readStream(stream));
        expect(await store.readStream(stream, from)).toEqual(await reader.readStream(stream, from));
      }
    }
    expect((await verify(reader, { gapless: false })).fault).toBeNull();
    await reader.close();
    fake.stop();
  });

  it('ask the server for the last known event and the news', async () => {
    const fake = await FakeEventStore.start();
    const [ours, others] = [await openStore(fake.url), await openStore(fake.url)];
    const stream = freshStream();
    const [events, foreign] = [someEvents(3), someEvents(2)];
    const news = jest.spyOn(KurrentReader.prototype, 'readSome');
    const whole = jest.spyOn(KurrentReader.prototype, 'readStream');
    for (const [index, event] of events.entries()) {
      await ours.append(stream, [event], index === 0 ? 'noStream' : BigInt(index - 1));
      await ours.readStream(stream);
    }
    await others.append(stream, foreign, 2n);
    expect(idsOf((await ours.readStream(stream)).events)).toEqual(idsOf([...events, ...foreign]));
    const read = await Promise.all(news.mock.results.map(({ value }) => value as Promise<RecordedEvent[]>));
    // The last known one each time; where the others append, and where that ended; the last known one and two more.
    expect(read.map(({ length }) => length)).toEqual([1, 1, 1, 1, 1, 3]);
    expect(whole).not.toHaveBeenCalled();
    jest.restoreAllMocks();
    fake.stop();
  });

  it('see what another process sealed at the place where this one thought its own', async () => {
    const fake = await FakeEventStore.start();
    const later = (): Date => new Date(Date.now() + 60_000);
    const [ours, others] = [await openStore(fake.url), await openStore(fake.url, { clock: later })];
    const stream = freshStream();
    const [events, next] = [someEvents(1), someEvents(1)];
    await others.append(stream, events, 'noStream');
    await expect(ours.append(stream, events, 'noStream')).resolves.toMatchObject({ revision: 0n });
    await ours.append(stream, next, 0n);
    expect(await ours.readStream(stream)).toEqual(await others.readStream(stream));
    expect((await verify(ours, { gapless: false })).fault).toBeNull();
    fake.stop();
  });

  it('forget what a server that was restored no longer has', async () => {
    let fake = await FakeEventStore.start();
    const store = await openStore(fake.url);
    const stream = freshStream();
    await store.append(stream, someEvents(3), 'noStream');
    await store.readStream(stream);
    fake.stop();
    fake = await FakeEventStore.start({ port: fake.port });
    await expect(store.readStream(stream)).resolves.toEqual({ events: [], revision: 'noStream' });
    const other = someEvents(1);
    storeStream(fake, stream, other);
    expect(idsOf((await store.readStream(stream)).events)).toEqual(idsOf(other));
    fake.stop();
  });
});
