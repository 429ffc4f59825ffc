import type { Decider } from './decider';
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
    expect(await note(store, 'a')).toEqual(first);
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

it('events that one command id left on two streams have different ids', () => {
  expect(eventIdOf(context.commandId, 0, 'notes-a')).not.toBe(eventIdOf(context.commandId, 0, 'notes-b'));
});
