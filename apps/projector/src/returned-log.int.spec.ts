import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openKurrentEventStore } from '#libs/event-store-kurrent';
import type { KurrentEventStore } from '#libs/event-store-kurrent';
import { STREAM_PREFIXES } from '#libs/truck-flow';
import { FakeEventStore } from '../../../test/fakes/eventstore';
import { arrive } from '../testing/arrive';
import { startProjector } from './projector-thread';
import type { ProjectorThread } from './projector-thread';
import { probeViews } from './views-probe';

/*
 * A log that comes back may have gone back. The process is answered by it on one connection, the projector on another
 * and perhaps later: a node each, so that one can be there without the other.
 */

let directory: string;
let own: FakeEventStore;
let projectors: FakeEventStore;
let store: KurrentEventStore;
let thread: ProjectorThread;

/** The trucks that a reader is shown; undefined while nobody is shown any. */
function shown(): readonly string[] | undefined {
  if (!thread.reader.isReady) return undefined;
  const rows = thread.reader.db.prepare('SELECT visit_id AS id FROM truck_visits ORDER BY id').all();
  return (rows as { id: string }[]).map(({ id }) => id);
}

const probe = () =>
  probeViews({ thread, catchUp: 'CAUGHT_UP', behind: undefined, died: undefined, failure: 'it is away' });

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(5);
}

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'returned-log-'));
  own = await FakeEventStore.start({ noise: 0.2 });
  projectors = await FakeEventStore.start({ log: own.log });
  store = await openKurrentEventStore({
    ...{ url: own.url, prefixes: STREAM_PREFIXES, clock: () => new Date(), connectWithin: 60_000 },
    timings: { shortestPause: 1, longestPause: 20 },
  });
  await arrive(store, 'kept');
  thread = startProjector({ directory, eventStore: { url: projectors.url } });
  store.onNewConnection(() => {
    thread.lookAgain();
  });
  await until(() => shown()?.length === 1);
});
afterEach(async () => {
  await thread.close();
  await store.close();
  own.stop();
  projectors.stop();
  rmSync(directory, { recursive: true });
});

/** Both nodes go, and the log is as it was when `back` was made. */
function goBack(back: ReturnType<FakeEventStore['log']['backUp']>): void {
  own.stop();
  projectors.stop();
  own.log.restore(back);
}

async function comeBack(node: FakeEventStore): Promise<FakeEventStore> {
  return FakeEventStore.start({ port: node.port, log: node.log });
}

it('shows none of the old rows to whoever may have seen anything of the new log', async () => {
  const back = own.log.backUp();
  const lost = await arrive(store, 'lost');
  await until(() => shown()?.length === 2);
  goBack(back);
  // Nobody knows better yet.
  expect(shown()).toEqual(['kept', 'lost']);
  own = await comeBack(own);
  await expect(store.readAt(lost)).resolves.toBeUndefined();
  expect(shown()).toBeUndefined();
  await expect(thread.until(lost, 0)).resolves.toBe(false);
  expect(() => thread.reader.snapshot([])).toThrow('the views are being built');
  const reason = 'it is not known whether the views are of this log: it is away';
  expect(probe()).toMatchObject({ up: false, detail: { reason } });
  projectors = await comeBack(projectors);
  await until(() => shown() !== undefined);
  expect(shown()).toEqual(['kept']);
  expect(probe().up).toBe(true);
  expect(thread.forks).toBe(1);
});

it('goes on with the rows when the log is the same, though nothing happens in it', async () => {
  const changes: unknown[] = [];
  thread.onChange(() => changes.push(shown()));
  for (let times = 1; times <= 3; times += 1) {
    goBack(own.log.backUp());
    [own, projectors] = [await comeBack(own), await comeBack(projectors)];
    await store.lastPosition();
    expect(thread.reader.isHeld).toBe(true);
    await expect(thread.until(-1n, 60_000)).resolves.toBe(true);
    expect(shown()).toEqual(['kept']);
    expect(changes).toHaveLength(times);
  }
  expect(thread.forks).toBe(0);
});
