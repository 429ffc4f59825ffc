import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { MemoryEventStore } from '#libs/event-sourcing';
import { arrival, gateRegistered, recordIn } from '../../../read-models/testing/given-events';
import type { GivenEvent } from '../../../read-models/testing/given-events';
import { CATALOGUE } from '../../../read-models/src/catalogue/border-catalogue';
import { forkInWords } from './log-fork';
import type { Fork } from './log-fork';
import { landmarksOf, lastCommon, remember } from './log-marks';
import { Projector } from '../projector/projector';
import type { ProjectorOptions } from '../projector/projector-options';
import { digestOfViews } from '../files/view-digest';
import { openViewDatabase } from '../files/view-database';
import { openViews, viewFilePath, ViewsNotReady, ViewsReader } from '../files/views-reader';

/* The views of one log are never shown for those of another. */

const AT = '2021-12-15T06:40:00+07:00';

const trucks = (prefix: string, count: number): GivenEvent[] =>
  Array.from({ length: count }, (_, index) => arrival(`${prefix}${index}`, AT));

/** What a projector tells, in the order in which it tells it. */
interface Told {
  readonly steps: string[];
  readonly forks: Fork[];
}

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'log-fork-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

/** A log whose events were recorded a second apart; what came `later`, after a backup was restored, from the next hour on. */
async function logWith(
  events: readonly GivenEvent[],
  later: readonly GivenEvent[] = [],
): Promise<MemoryEventStore> {
  let second = 0;
  const store = new MemoryEventStore(() => new Date(Date.UTC(2022, 0, 1) + second * 1_000));
  for (const given of events) {
    second += 1;
    await recordIn(store, given);
  }
  for (const given of later) {
    second = Math.max(second, 3_600) + 1;
    await recordIn(store, given);
  }
  return store;
}

/** Follows a log until its end is shown. */
async function follow(
  store: MemoryEventStore,
  options: Partial<Pick<ProjectorOptions, 'batchSize' | 'onFork' | 'onRetry'>> = {},
): Promise<Told> {
  const told: Told = { steps: [], forks: [] };
  const stop = new AbortController();
  const last = await store.lastPosition();
  const projector = new Projector({
    ...{ store, directory, catalogue: CATALOGUE, batchSize: 5, signal: stop.signal },
    onProgress: ({ generation, views }) => {
      if (generation === null) return;
      told.steps.push(`shown ${generation}`);
      if (views.every(({ position }) => position === last)) stop.abort();
    },
    onDisowned: () => told.steps.push('disowned', `shown ${projector.progress().generation}`),
    onFork: (fork) => {
      told.steps.push('fork');
      told.forks.push(fork);
    },
    onRetry: (error) => {
      throw error;
    },
    ...options,
  });
  await projector.run();
  return told;
}

function digestIn(folder: string): string {
  const reader = openViews(folder, CATALOGUE);
  const digest = digestOfViews(reader.db);
  reader.close();
  return digest;
}

/** The same views of the same log, built in another folder. */
async function builtAnew(store: MemoryEventStore): Promise<string> {
  const before = directory;
  directory = mkdtempSync(join(tmpdir(), 'log-fork-anew-'));
  await follow(store);
  const digest = digestIn(directory);
  rmSync(directory, { recursive: true });
  directory = before;
  return digest;
}

const COMMON = [gateRegistered(), ...trucks('kept', 8)];

/** The views of the common part with what was lost behind it, followed event by event. */
async function followLost(lost: readonly GivenEvent[]): Promise<void> {
  await follow(await logWith(COMMON));
  await follow(await logWith([...COMMON, ...lost]), { batchSize: 1 });
}

it.each<[name: string, later: readonly GivenEvent[]]>([
  ['is shorter', []],
  ['gave its positions to others', trucks('anew', 6)],
  ['has grown beyond what was shown', trucks('anew', 40)],
])('views of a log that went back and %s are built anew before anybody reads them', async (_, later) => {
  await followLost(trucks('lost', 6));
  const restored = await logWith(COMMON, later);
  const { steps, forks } = await follow(restored);
  expect(steps.slice(0, 3)).toEqual(['disowned', 'shown null', 'fork']);
  expect(steps).not.toContain('shown 1');
  expect(forks).toMatchObject([{ from: 14n, common: { position: 8n, stream: 'truckVisit-kept7' } }]);
  expect(forks.map(forkInWords)[0]).toMatch(/^from position 14 to 8, recorded 2022-01-01T00:00:09.000Z: /);
  expect(digestIn(directory)).toBe(await builtAnew(restored));
});

it('views of another log are built anew, and nothing is said to be common', async () => {
  await followLost(trucks('of-one', 4));
  const other = await logWith([], trucks('of-another', 30));
  const { forks } = await follow(other);
  expect(forks).toEqual([{ from: 12n, common: null }]);
  expect(forks.map(forkInWords)[0]).toMatch(/^from position 12 to the beginning: /);
  expect(digestIn(directory)).toBe(await builtAnew(other));
});

it("views are nobody's to read from the moment on in which their log turns out to have gone back", async () => {
  await followLost([]);
  const store = await logWith([...COMMON, ...trucks('lost', 6)]);
  const restored = await logWith(COMMON, trucks('anew', 6));
  const readAll = store.readAll.bind(store);
  let read = 0;
  store.readAll = (after, limit) => {
    read += 1;
    if (read < 3) return readAll(after, limit);
    for (const name of ['readAll', 'readAt', 'readStream', 'readHistories'] as const)
      Object.assign(store, { [name]: restored[name].bind(restored) });
    return restored.readAll(after, limit);
  };
  const { steps } = await follow(store, { batchSize: 1 });
  expect(steps.slice(steps.indexOf('disowned'))).toEqual(['disowned', 'shown null', 'fork', 'shown 2']);
  expect(digestIn(directory)).toBe(await builtAnew(restored));
});

it('a fork that cannot be noted is told, and the views are built anew all the same', async () => {
  await followLost(trucks('lost', 6));
  const restored = await logWith(COMMON, trucks('anew', 6));
  const told: string[] = [];
  await follow(restored, {
    onFork: () => {
      throw new Error('no space is left');
    },
    onRetry: ({ message }) => told.push(message),
  });
  expect(told).toEqual(['no space is left']);
  expect(digestIn(directory)).toBe(await builtAnew(restored));
});

it('a moment of views that nobody has opened is given to nobody', async () => {
  await followLost([]);
  const reader = new ViewsReader(directory, CATALOGUE);
  expect(() => reader.snapshot([])).toThrow(ViewsNotReady);
  expect(reader.isReady).toBe(false);
});

it('views of the same log go on as they are', async () => {
  await followLost(trucks('later', 3));
  const { steps, forks } = await follow(await logWith([...COMMON, ...trucks('later', 9)]));
  expect(forks).toEqual([]);
  expect(new Set(steps)).toEqual(new Set(['shown 1']));
});

describe('a file of a version that remembered no events', () => {
  const changeFile = (sql: string): void => {
    const db = new DatabaseSync(viewFilePath(directory, 1));
    db.exec(sql);
    db.close();
  };

  it('is taken on where the event at its position was recorded when it says', async () => {
    await follow(await logWith(COMMON));
    changeFile('DROP TABLE projection_mark');
    expect((await follow(await logWith(COMMON))).forks).toEqual([]);
    const db = new DatabaseSync(viewFilePath(directory, 1), { readOnly: true });
    expect(db.prepare('SELECT position FROM projection_mark').all()).toEqual([{ position: 8 }]);
    db.close();
  });

  it('is built anew where another event was recorded there, or none', async () => {
    for (const later of [trucks('anew', 30), []]) {
      await follow(await logWith([...COMMON, ...trucks('lost', 3)]));
      changeFile('DROP TABLE projection_mark');
      const restored = await logWith(COMMON, later);
      const { forks } = await follow(restored);
      expect(forks).toEqual([{ from: 11n, common: null }]);
      expect(digestIn(directory)).toBe(await builtAnew(restored));
      rmSync(directory, { recursive: true });
    }
  });
});

it('views that stand at different events are all looked at', async () => {
  await followLost(trucks('lost', 6));
  const db = new DatabaseSync(viewFilePath(directory, 1));
  // One of them stopped long before, where the log has not changed.
  db.exec("UPDATE projection_checkpoint SET position = 8 WHERE name = 'gate-queue'");
  db.close();
  const { forks } = await follow(await logWith(COMMON, trucks('anew', 20)));
  expect(forks).toMatchObject([{ from: 14n, common: { position: 8n } }]);
});

it('of a long time enough places are remembered to tell how far two logs agree, and no more', async () => {
  const many = trucks('kept', 1_600);
  const db = openViewDatabase(':memory:', []);
  const log = await (await logWith(many)).readAll(-1n, 2_000);
  for (const event of log) remember(db, [event]);
  expect(db.prepare('SELECT count(*) AS marks FROM projection_mark').get()).toEqual({ marks: 1_001 });
  const common = await lastCommon(db, await logWith(many.slice(0, 1_100)));
  expect(common).toMatchObject({ position: 1_099n });
  expect(landmarksOf(log).map(({ position }) => position)).toEqual(
    Array.from({ length: 16 }, (_, index) => BigInt(index) * 100n + 99n),
  );
});
