import { verify } from '#libs/event-sourcing';
import { freshStream, idsOf, pick, proofSize, seeded, seeds, someEvents } from '#libs/event-sourcing/testing';
import { FakeEventStore } from '../../../test/fakes/eventstore';
import { openStore, TEST_PREFIXES } from '../testing/fake-store';
import { storeStream } from '../testing/stored-log';
import { openKurrentEventReader } from './open-event-store';

const TURNS = proofSize({ test: 25, proof: 60 });

describe('streams read to be decided on', () => {
  it.each(seeds(1, 3))('are what the server has, while two processes write (seed %i)', async (seed) => {
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

  it('ask the server once for the news of all that is remembered', async () => {
    const fake = await FakeEventStore.start();
    const [ours, others] = [await openStore(fake.url), await openStore(fake.url)];
    const streams = Array.from({ length: 20 }, freshStream);
    for (const stream of streams) {
      await ours.readStream(stream);
      await ours.append(stream, someEvents(2), 'noStream');
    }
    const news = new Map<string, string[]>();
    for (const stream of streams) {
      const events = someEvents(3);
      await others.append(stream, events, 1n);
      news.set(stream, idsOf(events));
    }
    const before = fake.faults.countOf('read');
    const slices = await Promise.all(streams.map((stream) => ours.readStream(stream)));
    expect(fake.faults.countOf('read')).toBe(before + 1);
    for (const [index, stream] of streams.entries())
      expect(idsOf(slices[index]?.events.slice(2) ?? [])).toEqual(news.get(stream));
    await ours.append(streams[0] ?? '', someEvents(1), 4n);
    expect(fake.faults.countOf('read')).toBe(before + 1);
    fake.stop();
  });

  it('are read themselves where there is more news than is worth it', async () => {
    const fake = await FakeEventStore.start();
    const [ours, others] = [await openStore(fake.url), await openStore(fake.url)];
    const [stream, other] = [freshStream(), freshStream()];
    await ours.append(stream, someEvents(1), 'noStream');
    await ours.readStream(stream);
    storeStream(fake, other, someEvents(600));
    const news = someEvents(1);
    await others.append(stream, news, 0n);
    expect(idsOf((await ours.readStream(stream)).events).slice(1)).toEqual(idsOf(news));
    fake.stop();
  });

  it('are remembered, too, when only their ends are asked for', async () => {
    const fake = await FakeEventStore.start();
    const [ours, others] = [await openStore(fake.url), await openStore(fake.url)];
    const streams = Array.from({ length: 20 }, freshStream);
    for (const stream of streams) await others.append(stream, someEvents(3), 'noStream');
    for (const stream of streams)
      expect((await ours.readStream(stream, 2n)).events.map(({ revision }) => revision)).toEqual([2n]);
    for (const stream of streams) await others.append(stream, someEvents(1), 2n);
    const before = fake.faults.countOf('read');
    const slices = await Promise.all(streams.map((stream) => ours.readStream(stream, 3n)));
    expect(slices.map(({ events }) => events.map(({ revision }) => revision))).toEqual(
      streams.map(() => [3n]),
    );
    expect(fake.faults.countOf('read')).toBe(before + 1);
    fake.stop();
  });

  it('are read from where they are asked for when they are too long to be remembered, once for all who ask', async () => {
    const fake = await FakeEventStore.start();
    const store = await openStore(fake.url);
    for (const [length, from, reads] of [
      [500, 499n, 1],
      // Who comes while one is under way shares the next.
      [502, 501n, 2],
    ] as const) {
      const stream = freshStream();
      storeStream(fake, stream, someEvents(length));
      await store.readStream(stream);
      const before = fake.faults.countOf('read');
      const slices = await Promise.all(Array.from({ length: 9 }, () => store.readStream(stream, from)));
      expect(slices.map(({ events }) => events.map(({ revision }) => revision))).toEqual(
        slices.map(() => [from]),
      );
      expect([length, fake.faults.countOf('read') - before]).toEqual([length, reads]);
    }
    fake.stop();
  });

  it('an append of events that the log had before is answered without their record time', async () => {
    const fake = await FakeEventStore.start();
    const [ours, others] = [await openStore(fake.url), await openStore(fake.url)];
    const stream = freshStream();
    await ours.readStream(stream);
    const recalled = ours.recall();
    const events = someEvents(2);
    const first = await others.append(stream, events, 'noStream');
    expect(first.recordTime).toBeDefined();
    await ours.recall().upToDate();
    await recalled.upToDate();
    const { revision, position } = first;
    expect(await ours.append(stream, events, 'noStream')).toEqual({ revision, position });
    expect(idsOf(ours.recall().of(stream)?.events ?? [])).toEqual(idsOf(events));
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
