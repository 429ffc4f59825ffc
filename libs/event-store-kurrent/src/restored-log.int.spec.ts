import { commandIdOf, FoldedStreams, transact } from '#libs/event-sourcing';
import type { CommandContext, Decider, NewEvent } from '#libs/event-sourcing';
import { freshStream, idsOf, someEvents } from '#libs/event-sourcing/testing';
import { FakeEventStore } from '../../../test/fakes/eventstore';
import { openStore } from '../testing/fake-store';
import type { KurrentEventStore } from './event-store';

/* Nothing is decided on what a process remembers of a log that has gone back since, however much that has grown. */

let fake: FakeEventStore;
/** Of the process that remembers, and of another one, by whose clock it is later. */
let [ours, others]: KurrentEventStore[] = [];

/** The log goes back to the moment before `lost`, and `regrown` is appended to it by another process. */
async function restoredAfter(lost: () => Promise<unknown>, regrown: () => Promise<unknown>): Promise<void> {
  const { log, port } = fake;
  const backup = log.backUp();
  await lost();
  fake.stop();
  log.restore(backup);
  fake = await FakeEventStore.start({ port, log });
  others = await openStore(fake.url, { clock: () => new Date(Date.now() + 60_000) });
  await regrown();
  while (ours?.state.status !== 'connected') await reached();
}

/** A call that is answered also where the store is not, so that it is found again. */
const reached = (): Promise<unknown> => (ours as KurrentEventStore).lastPosition().catch(() => undefined);

beforeEach(async () => {
  fake = await FakeEventStore.start();
  ours = await openStore(fake.url, { timings: { shortestPause: 1, longestPause: 20 } });
});

afterEach(() => {
  expect(fake.violations).toEqual([]);
  fake.stop();
});

it('an event that was sent again is not taken for the one that is gone, though it has its id and its place', async () => {
  const [stream, events] = [freshStream(), someEvents(1)];
  const append = (store?: KurrentEventStore) => store?.append(stream, events, 'noStream');
  await ours?.readStream(stream);
  await restoredAfter(
    async () => {
      await append(ours);
      await ours?.readStream(stream);
    },
    async () => append(others),
  );
  const there = await others?.readStream(stream);
  expect(await ours?.readStream(stream)).toEqual(there);
  await ours?.append(stream, someEvents(1), 0n);
  expect((await others?.readStream(stream))?.events.at(-1)?.metadata.prevHash).toBe(
    there?.events[0]?.metadata.hash,
  );
});

/** Notes a text when another one was noted before it. */
const notebook: Decider<string> = {
  category: 'history',
  order: { correctionType: 'history.Corrected.v1', placeOf: () => 1 },
  decide: (text, { recorded }) => {
    const isOpen = recorded.some(({ data }) => (data as { text?: string }).text === 'open');
    if (recorded.length > 0 && !isOpen) throw new RangeError('nothing was opened');
    return { events: [{ type: 'history.Noted.v1', data: { text }, eventTime: TIME }], warnings: [] };
  },
};
const TIME = '2021-12-15T06:40:00+07:00';

function note(
  store: KurrentEventStore | undefined,
  id: string,
  text: string,
  prepare: () => Promise<unknown> = () => Promise.resolve(),
) {
  const context: CommandContext = {
    actor: { sub: 'clerk', agency: null },
    role: '',
    device: null,
    source: 'OPERATOR',
    commandId: commandIdOf('clerk', `${id} ${text}`),
    requestHash: text,
    correlation: null,
    causation: null,
    policyVersion: null,
  };
  const transaction = { id, prepare: () => prepare().then(() => text), context };
  return transact(store as KurrentEventStore, notebook, transaction);
}

const textsIn = async (id: string) =>
  (await others?.readStream(`history-${id}`))?.events.map(({ data }) => (data as { text?: string }).text);

it('a command that is sent again is recorded again, and not answered with what is gone', async () => {
  const id = crypto.randomUUID();
  await note(ours, id, 'open');
  await restoredAfter(
    async () => {
      await note(ours, id, 'lost');
      await ours?.readStream(`history-${id}`);
    },
    () => Promise.resolve(),
  );
  await note(ours, id, 'lost');
  expect(await textsIn(id)).toEqual(['open', 'lost']);
});

it('a decision on what is gone does not stand where another history has its length by now, and was read meanwhile', async () => {
  const [id, gate] = [crypto.randomUUID(), freshStream()];
  await ours?.readStream(gate);
  await restoredAfter(
    async () => {
      await note(ours, id, 'open');
      await ours?.readStream(`history-${id}`);
    },
    () => note(others, id, 'closed'),
  );
  const readByAnother = async () => {
    await ours?.readStream(gate);
    await ours?.readStream(`history-${id}`);
  };
  await expect(note(ours, id, 'late', readByAnother)).rejects.toThrow('nothing was opened');
  expect(await textsIn(id)).toEqual(['closed']);
});

it('a stream that is folded is folded anew', async () => {
  const id = crypto.randomUUID();
  const fold = (steps: readonly { readonly eventId: string }[]) => steps.map(({ eventId }) => eventId);
  const folded = new FoldedStreams(ours as KurrentEventStore, notebook, fold);
  const events = (count: number): NewEvent[] =>
    someEvents(count).map((event) => ({ ...event, type: 'history.Noted.v1' }));
  const stream = `history-${id}`;
  await ours?.append(stream, events(1), 'noStream');
  for (const more of [1, 2]) {
    const length = (await folded.read(id)).state.length;
    await restoredAfter(
      async () => {
        await ours?.append(stream, events(1), BigInt(length - 1));
        expect((await folded.read(id)).state).toHaveLength(length + 1);
      },
      async () => others?.append(stream, events(more), BigInt(length - 1)),
    );
    expect((await folded.read(id)).state).toEqual(idsOf((await others?.readStream(stream))?.events ?? []));
  }
});
