import { copyFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreUnavailable } from '#libs/event-sourcing';
import { someEvents } from '#libs/event-sourcing/testing';
import { newFolder } from '../testing/temporary-folder';
import { requestOf } from '../testing/ticks';
import { addRequest, beginFrame, OUTCOME } from './append-frame';
import type { Frame } from './append-frame';
import { openSqliteEventStore } from './event-store';
import type { SqliteEventStore } from './event-store';
import { filesOf } from './layout';
import { WriterHost } from './writer-host';
import type { WriterMessage } from './writer-host';

const clock = (): Date => new Date('2021-12-25T08:00:00.000Z');

interface Opened {
  readonly directory: string;
  readonly store: SqliteEventStore;
  /** Resolves with why the log can no longer be written safely. */
  readonly fatal: Promise<Error>;
}

async function opened(): Promise<Opened> {
  const directory = newFolder();
  const { promise: fatal, resolve: onFatal } = Promise.withResolvers<Error>();
  const store = await openSqliteEventStore({ directory, clock, onFatal });
  await store.append('truckVisit-1', someEvents(1), 'noStream');
  return { directory, store, fatal };
}

/** Positions that the log in a file holds. */
function positionsIn(path: string): unknown[] {
  const db = new DatabaseSync(path, { readOnly: true });
  const rows = db.prepare('SELECT position FROM event ORDER BY position').all();
  db.close();
  return rows.map(({ position }) => position);
}

/** What an operator does who puts yesterday's file back, or takes a file away, under a server that runs. */
const MISHAPS: readonly [string, (directory: string) => void][] = [
  [
    'another file takes the place of the log',
    (directory) => {
      copyFileSync(filesOf(directory).log, join(directory, 'yesterday.db'));
      renameSync(join(directory, 'yesterday.db'), filesOf(directory).log);
    },
  ],
  [
    'the log is removed',
    (directory) => {
      rmSync(filesOf(directory).log);
    },
  ],
  [
    'the write-ahead log is removed',
    (directory) => {
      rmSync(filesOf(directory).wal);
    },
  ],
];

describe.each(MISHAPS)('where %s under a running server', (_, mishap) => {
  it('nothing more is acknowledged, and the store says why', async () => {
    const { directory, store, fatal } = await opened();
    mishap(directory);
    const appending = store.append('truckVisit-1', someEvents(1), 0n);
    await expect(appending).rejects.toBeInstanceOf(StoreUnavailable);
    expect((await fatal).message).toMatch(/events\.db.* was replaced or removed/);
    await store.close();
  });

  it('that is noticed although nobody appends', async () => {
    const { directory, store, fatal } = await opened();
    mishap(directory);
    expect((await fatal).message).toMatch(/events\.db.* was replaced or removed/);
    await store.close();
  });
});

it('what is refused where the write-ahead log was removed is not recorded', async () => {
  const { directory, store } = await opened();
  const { log, wal } = filesOf(directory);
  rmSync(wal);
  await expect(store.append('truckVisit-1', someEvents(1), 0n)).rejects.toBeInstanceOf(StoreUnavailable);
  await store.close();
  expect(positionsIn(log)).toEqual([0]);
});

it('what was committed while the files were taken away is told as uncertain, before the writer stops', () => {
  const directory = newFolder();
  const told: WriterMessage[] = [];
  const host = new WriterHost({ directory, time: clock().toISOString(), maxBytes: null }, (message) => {
    told.push(message);
  });
  const frame = beginFrame(clock().toISOString());
  addRequest(frame, requestOf('truckVisit-1', -1));
  addRequest(frame, requestOf('truckVisit-1', 7));
  host.handle(whoseReadingRemoves(filesOf(directory).log, frame));
  host.close();
  const stopped = expect.stringMatching(/events\.db was replaced or removed/) as string;
  const { ambiguous } = OUTCOME;
  expect(told).toEqual([
    { answers: { outcomes: [ambiguous, 0, 0, ambiguous, 0, 0], seals: [] } },
    { stopped },
  ]);
});

/** Frames that are read after it was looked at the files, and before what is in them is committed. */
function whoseReadingRemoves(path: string, frame: Frame): readonly Frame[] {
  const frames = [frame];
  const map = frames.map.bind(frames);
  return Object.assign(frames, {
    map: (...given: Parameters<typeof map>) => {
      rmSync(path);
      return map(...given);
    },
  });
}

it('the file that was taken away holds all that was acknowledged, and the other one nothing of it', async () => {
  const { directory, store, fatal } = await opened();
  const { log } = filesOf(directory);
  const yesterday = newFolder();
  const other = await openSqliteEventStore({ directory: yesterday, clock });
  await other.append('truckVisit-2', someEvents(1), 'noStream');
  await other.close();
  renameSync(log, join(directory, 'taken-away.db'));
  copyFileSync(filesOf(yesterday).log, log);
  await fatal;
  await store.close();
  expect(positionsIn(join(directory, 'taken-away.db'))).toEqual([0]);
  const again = await openSqliteEventStore({ directory, clock });
  await expect(again.readStream('truckVisit-1')).resolves.toMatchObject({ revision: 'noStream' });
  await expect(again.readStream('truckVisit-2')).resolves.toMatchObject({ revision: 0n });
  await again.close();
});
