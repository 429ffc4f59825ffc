import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AmbiguousAppend, MemoryEventStore, verify } from '#libs/event-sourcing';
import type { EventStore } from '#libs/event-sourcing';
import { openSqliteEventReader, openSqliteEventStore } from '#libs/event-store-sqlite';
import { CheckpointStream, Superseded } from './checkpoint-stream';

const now = (): string => '2021-12-15T00:00:00.000Z';
const directory = mkdtempSync(join(tmpdir(), 'truckflow-checkpoints-'));
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

const STORES: [string, () => EventStore | Promise<EventStore>][] = [
  ['memory', () => new MemoryEventStore(() => new Date(0))],
  ['the embedded store', () => openSqliteEventStore({ directory, clock: () => new Date(0), thread: 'main' })],
];

describe.each(STORES)('checkpoints in %s', (_name, open) => {
  let store: EventStore;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());

  it('begin with nobody and nothing, and are the last that was appended', async () => {
    const stream = new CheckpointStream(store, 'a', now, 'run-1');
    const none = await stream.latest();
    expect(none).toEqual({ epoch: 0, holder: '', position: -1n, released: true, revision: 'noStream' });
    const taken = await stream.append(none, { epoch: 1, holder: 'a', position: -1n, released: false });
    const next = await stream.append(taken, { epoch: 1, holder: 'a', position: 2n ** 60n, released: true });
    expect(next).toEqual({ epoch: 1, holder: 'a', position: 2n ** 60n, released: true, revision: 1n });
    expect(await stream.latest()).toEqual(next);
  });

  it('refuse the slower of two', async () => {
    const [one, other] = ['b', 'c'].map((name) => new CheckpointStream(store, name, now, `run-${name}`));
    const from = await one?.latest();
    if (one === undefined || other === undefined || from === undefined) throw new Error('unreachable');
    await one.append(from, { epoch: 2, holder: 'b', position: 5n, released: false });
    const late = other.append(from, { epoch: 2, holder: 'c', position: 5n, released: false });
    await expect(late).rejects.toThrow(Superseded);
    expect(await other.latest()).toMatchObject({ holder: 'b', revision: 2n });
  });

  it('are appended once when the answer is lost', async () => {
    const append = store.append.bind(store);
    let lost = false;
    const forgetful = {
      readStream: store.readStream.bind(store),
      append: async (...parts: Parameters<typeof append>) => {
        const answer = await append(...parts);
        if (lost) return answer;
        lost = true;
        throw new AmbiguousAppend('no answer');
      },
    };
    const stream = new CheckpointStream(forgetful, 'd', now, 'run-d');
    const from = await stream.latest();
    const next = await stream.append(from, { epoch: 3, holder: 'd', position: 9n, released: false });
    expect(next.revision).toBe(3n);
    expect((await stream.latest()).revision).toBe(3n);
  });

  it('verify', async () => {
    expect(await verify(store, { gapless: true })).toMatchObject({ events: 4, fault: null });
  });
});

test('can be read beside the server from another connection', async () => {
  const reader = await openSqliteEventReader({ directory });
  const { events } = await reader.readStream('publisher-kafka');
  expect(events.map(({ type }) => type)).toEqual(Array(4).fill('publisher.CheckpointStored.v1'));
  await reader.close();
});
