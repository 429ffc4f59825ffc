import type { Decider } from './decider';
import type { RecordedEvent } from './event';
import { AmbiguousAppend, StoreFull, StoreUnavailable } from './event-store';
import { eventIdOf, commandIdOf, uuidV5 } from './identity';
import { MemoryEventStore } from './memory-store';
import { transact } from './transact';
import type { CommandContext } from './transact';

const notes: Decider<string> = {
  category: 'notes',
  order: { correctionType: 'notes.Corrected.v1', placeOf: () => 0 },
  decide: (text) => ({
    events: [{ type: 'notes.Noted.v1', data: { text }, eventTime: '2021-12-15T06:40:00+07:00' }],
    warnings: [],
  }),
};

const context: CommandContext = {
  actor: { sub: 'clerk', agency: null },
  role: '',
  device: null,
  source: 'OPERATOR',
  commandId: commandIdOf('clerk', 'key-1'),
  requestHash: 'first',
  correlation: null,
  causation: null,
  policyVersion: null,
};

const note = (store: MemoryEventStore, id: string, given = context) =>
  transact(store, notes, { id, prepare: () => 'text', context: given });

function newStore(): MemoryEventStore {
  let second = 0;
  return new MemoryEventStore(() => new Date(Date.UTC(2021, 11, 25, 8, 0, second++)));
}

describe('a command that comes again', () => {
  it('is answered from its events, with their ids and when they were recorded', async () => {
    const store = newStore();
    const first = await note(store, 'a');
    expect(first).toMatchObject({
      eventIds: [eventIdOf(context.commandId, 0, 'notes-a')],
      recordTime: '2021-12-25T08:00:00.000Z',
    });
    await note(store, 'a', { ...context, commandId: commandIdOf('clerk', 'key-2') });
    expect(await note(store, 'a')).toEqual({ ...first, repeated: true });
  });

  it('is recognised when its event has the id of an older program', async () => {
    const store = newStore();
    const metadata = { ...context, eventTime: '2021-12-15T06:40:00+07:00', index: 0, schemaVersion: 1 };
    const eventId = uuidV5(context.commandId, '0');
    await store.append('notes-a', [{ type: 'notes.Noted.v1', eventId, data: {}, metadata }], 'noStream');
    expect(await note(store, 'a')).toMatchObject({ eventIds: [eventId], revision: 0n });
    expect(await store.lastPosition()).toBe(0n);
  });
});

it('a command whose answer was lost is answered with when it was recorded, not with when it was sent again', async () => {
  const store = newStore();
  const append = store.append.bind(store);
  let sent = 0;
  store.append = async (...given) => {
    const appended = await append(...given);
    sent += 1;
    if (sent === 1) throw new AmbiguousAppend('no answer');
    return { ...appended, recordTime: '2021-12-25T09:00:00.000Z' };
  };
  expect(await note(store, 'a')).toMatchObject({ revision: 0n, recordTime: '2021-12-25T08:00:00.000Z' });
  expect(sent).toBe(2);
});

it.each([new StoreUnavailable('gone', { refused: 'the password is wrong' }), new StoreFull('full')])(
  'a command whose answer was lost may be recorded, also where it cannot be sent again: $name',
  async (failure) => {
    const store = newStore();
    const lost = new AmbiguousAppend('no answer');
    const append = store.append.bind(store);
    store.append = async (...given) => {
      store.append = () => Promise.reject(failure);
      await append(...given);
      throw lost;
    };
    await expect(note(store, 'a')).rejects.toMatchObject({ name: 'StoreUnavailable', cause: lost });
  },
);

it('events that one command id left on two streams have different ids', () => {
  expect(eventIdOf(context.commandId, 0, 'notes-a')).not.toBe(eventIdOf(context.commandId, 0, 'notes-b'));
});

describe('a command on a stream that is remembered', () => {
  const second = { ...context, commandId: commandIdOf('clerk', 'key-2') };

  /** A process that remembers the first events of every stream, and tells how often it reads. */
  function remembering(store: MemoryEventStore, length: number) {
    const known = new Map<string, readonly RecordedEvent[]>();
    const seen = { reads: 0 };
    const readStream = store.readStream.bind(store);
    const recalled = {
      upToDate: () => Promise.resolve(),
      of: (stream: string) => {
        const events = known.get(stream)?.slice(0, length);
        return events && { events, revision: events.at(-1)?.revision ?? ('noStream' as const) };
      },
    };
    const process = Object.assign(store, {
      remember: async (stream: string) => known.set(stream, (await readStream(stream)).events),
      recall: () => recalled,
      readStream: (stream: string, from?: bigint) => {
        seen.reads += 1;
        return readStream(stream, from);
      },
    });
    return { process, seen };
  }

  it('is decided on that without a read, and read when that is not all of it', async () => {
    for (const [length, reads] of [
      [1, 0],
      [0, 1],
    ] as const) {
      const { process, seen } = remembering(newStore(), length);
      await note(process, 'a');
      await process.remember('notes-a');
      seen.reads = 0;
      expect(await note(process, 'a', second)).toMatchObject({ revision: 1n });
      expect(seen.reads).toBe(reads);
    }
  });

  it('is refused only as it is read', async () => {
    const { process, seen } = remembering(newStore(), 0);
    const once: Decider<string> = {
      ...notes,
      decide: (text, history) => {
        if (history.recorded.length !== 1) throw new RangeError(`${history.recorded.length} are there`);
        return notes.decide(text, history);
      },
    };
    await note(process, 'a');
    await process.remember('notes-a');
    seen.reads = 0;
    const transaction = { id: 'a', prepare: () => 'text', context: second };
    expect(await transact(process, once, transaction)).toMatchObject({ revision: 1n });
    const third = { ...transaction, context: { ...context, commandId: commandIdOf('clerk', 'key-3') } };
    await expect(transact(process, once, third)).rejects.toThrow('2 are there');
    expect(seen.reads).toBe(2);
  });

  it('has nothing to record only as it is read', async () => {
    const { process, seen } = remembering(newStore(), 1);
    const twice: Decider<string> = {
      ...notes,
      decide: (text, history) =>
        history.recorded.length < 2 ? { events: [], warnings: [] } : notes.decide(text, history),
    };
    await note(process, 'a');
    await note(process, 'a', second);
    await process.remember('notes-a');
    seen.reads = 0;
    const third = { ...context, commandId: commandIdOf('clerk', 'key-3') };
    const transaction = { id: 'a', prepare: () => 'text', context: third };
    expect(await transact(process, twice, transaction)).toMatchObject({ revision: 2n });
    expect(seen.reads).toBe(1);
  });

  it.each([new StoreUnavailable('gone'), new StoreFull('full')])(
    'is not decided anew where nothing can be recorded: $name',
    async (failure) => {
      const { process, seen } = remembering(newStore(), 1);
      await note(process, 'a');
      await process.remember('notes-a');
      seen.reads = 0;
      process.append = () => Promise.reject(failure);
      await expect(note(process, 'a', second)).rejects.toBe(failure);
      expect(seen.reads).toBe(0);
    },
  );

  it('is given the first answer again, also where only the log has it', async () => {
    const { process } = remembering(newStore(), 0);
    const first = await note(process, 'a');
    await process.remember('notes-a');
    expect(await note(process, 'a')).toEqual({ ...first, repeated: true });
    await expect(note(process, 'a', { ...context, requestHash: 'another' })).rejects.toThrow();
    expect(await process.lastPosition()).toBe(0n);
  });
});
