import { someEvents } from '../testing/test-events';
import { StreamDamaged } from './damage';
import type { EventReader } from './event-store';
import { FoldedStreams } from './folded-streams';
import { MemoryEventStore } from './memory-store';

const GATE = 'borderGate-CHI_MA';

async function logWith(events: number): Promise<MemoryEventStore> {
  const store = new MemoryEventStore(() => new Date(0));
  if (events > 0) await store.append(GATE, someEvents(events), 'noStream');
  return store;
}

/** The ids of what a gate is folded from; the log under the reader may be replaced by another. */
function gates(log: MemoryEventStore, isDeleted = false) {
  const under = { log, reads: 0 };
  const reader = {
    readStream: (stream: string, from?: bigint) => {
      under.reads += 1;
      return under.log.readStream(stream, from);
    },
    isDeleted: () => Promise.resolve(isDeleted),
  } as unknown as EventReader;
  const decider = { category: 'borderGate', order: { corrections: [], placeOf: () => 0 } } as never;
  const folded = new FoldedStreams(reader, decider, (steps) => steps.map(({ eventId }) => eventId));
  return { under, read: () => folded.read('CHI_MA') };
}

const idsIn = async (log: MemoryEventStore) =>
  (await log.readStream(GATE)).events.map(({ eventId }) => eventId);

it('folds what is new since the last read, at one read each', async () => {
  const log = await logWith(2);
  const { under, read } = gates(log);
  const first = await read();
  expect(first).toMatchObject({ state: await idsIn(log), revision: 1n });
  expect(await read()).toBe(first);
  await log.append(GATE, someEvents(1), 1n);
  expect(await read()).toMatchObject({ state: await idsIn(log), revision: 2n });
  expect(under.reads).toBe(3);
});

it.each([
  ['as long', 3],
  ['shorter', 1],
  ['longer', 5],
  ['empty', 0],
])('holds nothing of a log in whose place stands another that is %s', async (_, events) => {
  const { under, read } = gates(await logWith(3));
  await read();
  under.log = await logWith(events);
  const { revision } = await under.log.readStream(GATE);
  expect(await read()).toMatchObject({ state: await idsIn(under.log), revision });
});

it('takes a stream that was deleted for none that never was', async () => {
  const { under, read } = gates(await logWith(3), true);
  await read();
  under.log = await logWith(0);
  await expect(read()).rejects.toThrow(StreamDamaged);
});
