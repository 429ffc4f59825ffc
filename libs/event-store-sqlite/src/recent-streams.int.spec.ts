import { contextTextOf } from '#libs/event-sourcing';
import { pick, seeded, seeds, someEvents } from '#libs/event-sourcing/testing';
import { newFolder } from '../testing/temporary-folder';
import { openSqliteEventStore } from './event-store';
import { openSqliteEventReader } from './open-event-reader';
import { RecentStreams } from './recent-streams';

const clock = (): Date => new Date();

/** An append of `count` events after `before` others, as the writer answered it. */
function answered(before: number, count: number) {
  const events = someEvents(count).map(({ type, eventId, data, metadata }) => ({
    type,
    eventId,
    eventTime: metadata.eventTime,
    contextText: contextTextOf(metadata),
    dataText: JSON.stringify(data),
  }));
  const hashes = events.map((_, index) => String(before + index).padStart(64, '0'));
  const last = BigInt(before + count - 1);
  return {
    revision: last,
    position: last,
    events,
    seal: `2021-12-15T00:00:00.000Z${hashes.join('')}`,
  };
}

function revisionsIn(recent: RecentStreams, stream: string, from = 0n): bigint[] | undefined {
  return recent.read(stream, from)?.events.map((event) => event.revision);
}

describe('the streams used lately', () => {
  it('are whole, chained and ended by the last append', () => {
    const recent = new RecentStreams();
    recent.extend('a', answered(0, 2));
    recent.extend('a', answered(2, 1));
    expect(revisionsIn(recent, 'a')).toEqual([0n, 1n, 2n]);
    expect(revisionsIn(recent, 'a', 2n)).toEqual([2n]);
    expect(recent.read('a', 3n)).toEqual({ events: [], revision: 2n });
    expect(recent.read('a', 2n ** 70n)).toEqual({ events: [], revision: 2n });
    const chain = recent.read('a', 0n)?.events.map(({ metadata }) => [metadata.prevHash, metadata.hash]);
    expect(chain?.map(([before]) => before)).toEqual([null, chain?.[0]?.[1], chain?.[1]?.[1]]);
  });

  it('are not begun in the middle, nor told of an append twice', () => {
    const recent = new RecentStreams();
    recent.extend('a', answered(4, 1));
    expect(recent.read('a', 0n)).toBeUndefined();
    recent.extend('b', answered(0, 2));
    recent.extend('b', answered(1, 1));
    expect(revisionsIn(recent, 'b')).toEqual([0n, 1n]);
    recent.extend('b', answered(0, 1));
    expect(revisionsIn(recent, 'b')).toEqual([0n, 1n]);
  });

  it('are let go in the order of their last use', () => {
    const recent = new RecentStreams();
    for (let index = 0; index < 24_000; index++) recent.extend(`s-${index}`, answered(0, 1));
    expect(revisionsIn(recent, 's-0')).toEqual([0n]);
    recent.extend('new', answered(0, 2));
    recent.extend('s-0', answered(1, 1));
    expect(revisionsIn(recent, 's-0')).toEqual([0n, 1n]);
    expect(['s-1', 's-2', 's-3', 's-4'].map((stream) => revisionsIn(recent, stream))).toEqual([
      undefined,
      undefined,
      undefined,
      [0n],
    ]);
  });

  it('are known not to be there, until something is appended', () => {
    const recent = new RecentStreams();
    expect(recent.read('none', 0n)).toBeUndefined();
    recent.keep('none', []);
    expect(recent.read('none', 0n)).toEqual({ events: [], revision: 'noStream' });
    expect(recent.read('none', 7n)).toEqual({ events: [], revision: 'noStream' });
    recent.extend('none', answered(0, 1));
    expect(revisionsIn(recent, 'none')).toEqual([0n]);
    recent.keep('long', []);
    recent.extend('long', answered(0, 501));
    expect(recent.read('long', 0n)).toBeUndefined();
  });

  it('are let go when they are very long', () => {
    const recent = new RecentStreams();
    recent.extend('long', answered(0, 500));
    expect(revisionsIn(recent, 'long')).toHaveLength(500);
    recent.extend('long', answered(500, 1));
    expect(recent.read('long', 0n)).toBeUndefined();
  });
});

describe('reading from memory', () => {
  it.each(seeds(1, 4))('is reading from the file (seed %i)', async (seed) => {
    const random = seeded(seed);
    const directory = newFolder();
    // A thread for one of them: to start it costs more than all else here.
    const thread = seed === 1 ? 'worker' : 'main';
    let store = await openSqliteEventStore({ directory, clock, thread });
    const reader = await openSqliteEventReader({ directory });
    const streams = ['a', 'b', 'c', 'd'];
    const append = async (stream: string) => {
      const { revision } = await store.readStream(stream);
      const events = someEvents(1 + Math.floor(random() * 3));
      const twice = [store.append(stream, events, revision), store.append(stream, events, revision)];
      await Promise.allSettled([...twice, store.append(stream, someEvents(1), revision)]);
    };
    for (let turn = 0; turn < 60; turn++) {
      await Promise.all([append(pick(random, streams)), store.readStream(pick(random, streams))]);
      const [stream, from] = [pick(random, streams), BigInt(Math.floor(random() * 12))];
      expect(await store.readStream(stream)).toEqual(await reader.readStream(stream));
      expect(await store.readStream(stream, from)).toEqual(await reader.readStream(stream, from));
      if (random() > 0.05) continue;
      await store.close();
      store = await openSqliteEventStore({ directory, clock, thread });
    }
    await reader.close();
    await store.close();
  });

  it('sees each append that was answered before, though a read of the file is under way', async () => {
    const directory = newFolder();
    const before = await openSqliteEventStore({ directory, clock, thread: 'main' });
    const streams = Array.from({ length: 20 }, (_, index) => `s-${index}`);
    for (const stream of streams) await before.append(stream, someEvents(1), 'noStream');
    await before.close();
    const store = await openSqliteEventStore({ directory, clock });
    for (const stream of streams) {
      const reading = store.readStream(stream);
      await store.append(stream, someEvents(1), 0n);
      await reading;
      expect((await store.readStream(stream)).events).toHaveLength(2);
      const missing = store.readStream(`new ${stream}`);
      await store.append(`new ${stream}`, someEvents(1), 'noStream');
      await missing;
      expect((await store.readStream(`new ${stream}`)).events).toHaveLength(1);
    }
    await store.close();
  });
});
