import { someEvents } from '../testing/test-events';
import { StreamDamaged } from './damage';
import type { DamageReason } from './damage';
import { DamagedStreams, settingAside } from './damaged-streams';
import type { RecordedEvent } from './event';
import { MemoryEventStore } from './memory-store';

const STREAM = 'truckVisit-1';

/** A store whose one stream reads as it was changed from outside. */
async function changed(change: (events: readonly RecordedEvent[]) => readonly RecordedEvent[]) {
  const memory = new MemoryEventStore(() => new Date(0));
  await memory.append(STREAM, someEvents(3), 'noStream');
  const readStream = memory.readStream.bind(memory);
  const store = Object.assign(memory, {
    readStream: async (stream: string, from?: bigint) => {
      const slice = await readStream(stream, from);
      return { ...slice, events: change(slice.events) };
    },
  });
  const damaged = new DamagedStreams();
  return { store: settingAside(store, damaged), damaged };
}

const damage = (reason: DamageReason) => expect.objectContaining({ name: 'StreamDamaged', reason }) as Error;

it('lets pass what is whole', async () => {
  const { store, damaged } = await changed((events) => events);
  await expect(store.readStream(STREAM)).resolves.toMatchObject({ revision: 2n });
  await expect(store.readStream(STREAM, 1n)).resolves.toMatchObject({ revision: 2n });
  await expect(store.append(STREAM, someEvents(1), 2n)).resolves.toMatchObject({ revision: 3n });
  expect(damaged.all).toEqual([]);
});

it.each<[DamageReason, (events: readonly RecordedEvent[]) => readonly RecordedEvent[]]>([
  ['TRUNCATED', (events) => events.slice(1)],
  ['REVISION', ([first, , third]) => [first, third] as RecordedEvent[]],
  [
    'CHAIN',
    ([first, ...rest]) =>
      [{ ...first, metadata: { ...first?.metadata, hash: 'another' } }, ...rest] as RecordedEvent[],
  ],
])('decides nothing on a stream with %s, and tells of it once', async (reason, change) => {
  const { store, damaged } = await changed(change);
  const told = jest.fn();
  damaged.onFound = told;
  await expect(store.readStream(STREAM)).rejects.toEqual(damage(reason));
  await expect(store.readStream(STREAM)).rejects.toEqual(damage(reason));
  expect(damaged.all).toEqual([{ stream: STREAM, reason, isAccepted: false }]);
  expect(told).toHaveBeenCalledTimes(1);
});

it('neither reads nor appends to what the views have come upon, and says whether somebody has looked at it', async () => {
  const { store, damaged } = await changed((events) => events);
  damaged.meet(new StreamDamaged(STREAM, 'REVISION'));
  damaged.show([{ stream: STREAM, reason: 'DELETED', isAccepted: true }]);
  const refused = expect.objectContaining({ reason: 'DELETED', isAccepted: true }) as Error;
  await expect(store.readStream(STREAM)).rejects.toEqual(refused);
  await expect(store.append(STREAM, someEvents(1), 2n)).rejects.toEqual(refused);
  expect(damaged.all).toEqual([{ stream: STREAM, reason: 'DELETED', isAccepted: true }]);
  damaged.show([]);
  await expect(store.readStream(STREAM)).resolves.toMatchObject({ revision: 2n });
});

it('takes a part of a stream that begins later than was asked for one whose beginning is hidden', async () => {
  const { store } = await changed((events) => events.slice(1));
  await expect(store.readStream(STREAM, 1n)).rejects.toEqual(damage('TRUNCATED'));
});

it('remembers nothing of what the views have come upon', async () => {
  const { store: memory, damaged } = await changed((events) => events);
  const slice = await memory.readStream(STREAM);
  const recall = () => ({ of: (_: string) => slice, upToDate: () => Promise.resolve() });
  const store = settingAside(Object.assign(memory, { recall }), damaged);
  expect(store.recall().of(STREAM)).toBe(slice);
  damaged.show([{ stream: STREAM, reason: 'DELETED', isAccepted: false }]);
  expect(store.recall().of(STREAM)).toBeUndefined();
});

it('tells once of each, whoever comes upon it, and again in another log', () => {
  const damaged = new DamagedStreams();
  const told: string[] = [];
  damaged.onFound = ({ stream }) => told.push(stream);
  const shown = (stream: string) => ({ stream, reason: 'CHAIN', isAccepted: false }) as const;
  damaged.meet(new StreamDamaged('a', 'CHAIN'));
  damaged.show([shown('a'), shown('b')]);
  damaged.show([shown('a'), shown('b'), shown('c')]);
  damaged.meet(new StreamDamaged('b', 'CHAIN'));
  expect(told).toEqual(['a', 'b', 'c']);
  damaged.forget();
  expect(damaged.all).toEqual([]);
  damaged.meet(new StreamDamaged('a', 'CHAIN'));
  expect(told).toEqual(['a', 'b', 'c', 'a']);
});
