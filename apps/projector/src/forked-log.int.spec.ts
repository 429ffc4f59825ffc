import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventStore } from '#libs/event-sourcing';
import { openKurrentEventStore } from '#libs/event-store-kurrent';
import { openSqliteEventStore } from '#libs/event-store-sqlite';
import { compareWithRebuild } from '#libs/projections';
import { CATALOGUE, trucksOnHand } from '#libs/read-models';
import type { Fork } from '#libs/projections';
import { STREAM_PREFIXES } from '#libs/truck-flow';
import { FakeEventStore } from '../../../test/fakes/eventstore';
import { arrive } from '../testing/arrive';
import { openLog } from './open-log';
import type { LogLocation } from './open-log';
import { startProjector } from './projector-thread';
import type { ProjectorThread } from './projector-thread';

/* Views of a log that went back, or of another one, are shown to nobody: on both engines, at the start and while running. */

const NOW = Date.parse('2021-12-16T00:00:00Z');
const KEPT = ['kept-1', 'kept-2', 'kept-3'];
const LOST = ['lost-1', 'lost-2', 'lost-3', 'lost-4', 'lost-5', 'lost-6'];

let directory: string;
let thread: ProjectorThread;
let forks: Fork[];
/** Every truck that a reader was shown, looked at with each report of the thread. */
let seen: Set<string>;

function follow(location: LogLocation): void {
  thread = startProjector(location, { onFork: (fork) => forks.push(fork), onProgress: look });
}

function look(): void {
  if (!thread.reader.isReady) return;
  const rows = thread.reader.db.prepare('SELECT visit_id AS id FROM truck_visits').all() as { id: string }[];
  for (const { id } of rows) seen.add(id);
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(5);
}

function trucksShown(): number {
  look();
  return thread.reader.isReady ? trucksOnHand(thread.reader.db, 'NORTH_GATE', NOW) : -1;
}

async function arriveAll(store: EventStore, names: readonly string[], data: object = {}): Promise<void> {
  for (const name of names) await arrive(store, name, data);
}

/** Names of the views whose rows are not those of a rebuild. */
async function differing(location: LogLocation): Promise<readonly string[]> {
  const store = await openLog(location);
  const scratch = mkdtempSync(join(tmpdir(), 'forked-scratch-'));
  const compared = await compareWithRebuild({ store, directory, scratch, catalogue: CATALOGUE });
  await store.close();
  rmSync(scratch, { recursive: true });
  expect(compared.position).toBe(thread.position);
  return compared.different;
}

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'forked-log-'));
  forks = [];
  seen = new Set();
});

afterEach(async () => {
  await thread.close();
  rmSync(directory, { recursive: true, force: true });
});

describe('the embedded store', () => {
  const open = (): Promise<EventStore> => openSqliteEventStore({ directory, clock: () => new Date(NOW) });

  it('is recognised as another log where an older events.db was copied into the folder', async () => {
    let store = await open();
    await arriveAll(store, KEPT);
    await store.close();
    copyFileSync(join(directory, 'events.db'), join(directory, 'yesterday.db'));
    store = await open();
    follow({ directory });
    await until(() => trucksShown() === 3);
    await arriveAll(store, LOST);
    await until(() => trucksShown() === 9);
    await thread.close();
    await store.close();
    copyFileSync(join(directory, 'yesterday.db'), join(directory, 'events.db'));
    for (const suffix of ['-wal', '-shm']) rmSync(join(directory, `events.db${suffix}`), { force: true });
    store = await open();
    await arriveAll(store, ['new-1', 'new-2']);
    seen.clear();
    follow({ directory });
    expect(thread.reader.isReady).toBe(false);
    await until(() => trucksShown() === 5);
    expect([...seen].sort()).toEqual([...KEPT, 'new-1', 'new-2']);
    expect(forks).toMatchObject([{ from: 8n, common: { position: 2n } }]);
    expect(await differing({ directory })).toEqual([]);
    await store.close();
  });
});

describe('the served store', () => {
  let fake: FakeEventStore;
  let store: EventStore;
  const location = (): LogLocation => ({ directory, eventStore: { url: fake.url } });

  beforeEach(async () => {
    fake = await FakeEventStore.start({ noise: 0.3, seed: 3 });
    store = await openStore();
    await arriveAll(store, KEPT);
  });
  afterEach(async () => {
    await store.close();
    fake.stop();
  });

  function openStore(): Promise<EventStore> {
    const clock = (): Date => new Date(NOW);
    return openKurrentEventStore({ url: fake.url, prefixes: STREAM_PREFIXES, clock, connectWithin: 60_000 });
  }

  /** The server comes back under its address, on this log or another one, and more trucks arrive. */
  async function serve(log: FakeEventStore['log'] | undefined, arrivals: readonly string[], data?: object) {
    const { port } = fake;
    fake = await FakeEventStore.start({ port, ...(log === undefined ? { seed: 99 } : { log }) });
    await store.close();
    store = await openStore();
    await arriveAll(store, arrivals, data);
  }

  /** The log goes back to the arrivals that are kept, after six more were shown. */
  async function lose(then: (log: FakeEventStore['log']) => Promise<void>): Promise<void> {
    const backup = fake.log.backUp();
    follow(location());
    await until(() => trucksShown() === 3);
    await arriveAll(store, LOST);
    await until(() => trucksShown() === 9);
    const { log } = fake;
    fake.stop();
    log.restore(backup);
    seen.clear();
    await then(log);
  }

  /** A long name, so that the places of lost events lie within others now. */
  const LONG = { carrier: 'A'.repeat(900) };
  const MANY = Array.from({ length: 12 }, (_, index) => `new-${index}`);

  it.each<[name: string, arrivals: readonly string[], data: object]>([
    ['gives some positions again', ['new-1', 'new-2'], {}],
    ['has other events around where the views stood', MANY, LONG],
  ])('that went back while running and %s is followed anew', async (_, arrivals, data) => {
    await lose((log) => serve(log, arrivals, data));
    await until(() => forks.length > 0);
    seen.clear();
    await until(() => trucksShown() === 3 + arrivals.length);
    expect([...seen].sort()).toEqual([...KEPT, ...arrivals].sort());
    expect(forks).toMatchObject([{ common: { stream: 'truckVisit-kept-3' } }]);
    expect(await differing(location())).toEqual([]);
    // And what comes next is shown.
    await arrive(store, 'next');
    await until(() => trucksShown() === 4 + arrivals.length);
  });

  it('that went back while nobody followed is recognised at the start', async () => {
    await lose(async (log) => {
      await thread.close();
      await serve(log, MANY, LONG);
    });
    seen.clear();
    follow(location());
    await until(() => trucksShown() === 15);
    expect([...seen].sort()).toEqual([...KEPT, ...MANY].sort());
    expect(forks).toMatchObject([{ common: { stream: 'truckVisit-kept-3' } }]);
    expect(await differing(location())).toEqual([]);
  });

  it('that is another one than before is recognised while running', async () => {
    follow(location());
    await until(() => trucksShown() === 3);
    fake.stop();
    await serve(undefined, ['other-1']);
    await until(() => forks.length > 0);
    seen.clear();
    await until(() => trucksShown() === 1);
    expect([...seen]).toEqual(['other-1']);
    expect(forks).toMatchObject([{ common: null }]);
    expect(await differing(location())).toEqual([]);
  });

  it('that is away keeps nobody from what was shown before, until it is back and another one', async () => {
    await lose(async () => {
      await thread.close();
    });
    follow(location());
    await until(() => trucksShown() === 9);
    await serve(fake.log, ['new-1']);
    await until(() => forks.length > 0);
    seen.clear();
    await until(() => trucksShown() === 4);
    expect([...seen].sort()).toEqual([...KEPT, 'new-1']);
  });
});
