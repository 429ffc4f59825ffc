import { writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { someEvents } from '#libs/event-sourcing/testing';
import { runScript } from '../testing/child-process';
import { newFolder } from '../testing/temporary-folder';
import { openSqliteEventStore } from './event-store';
import { filesOf } from './layout';
import { assertDurable, openLog } from './log-file';
import { openSqliteEventReader } from './open-event-reader';

const clock = (): Date => new Date('2021-12-25T08:00:00Z');
const options = { time: '2021-12-25T08:00:00.000Z', maxBytes: null };

/** A folder whose log holds three events. */
async function folderWithEvents(): Promise<string> {
  const directory = newFolder();
  const store = await openSqliteEventStore({ directory, clock, thread: 'main' });
  await store.append('truckVisit-1', someEvents(3), 'noStream');
  await store.close();
  return directory;
}

function change(directory: string, sql: string): void {
  const db = new DatabaseSync(filesOf(directory).log);
  db.exec(sql);
  db.close();
}

describe('durability', () => {
  it('writes with the full synchronisation that it reads back', () => {
    const db = openLog(newFolder(), options);
    expect(db.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
    expect(db.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    db.close();
  });

  it.each([['PRAGMA synchronous = NORMAL'], ['PRAGMA synchronous = OFF'], ['PRAGMA journal_mode = DELETE']])(
    'refuses to start after %s',
    (pragma) => {
      const db = openLog(newFolder(), options);
      db.exec(pragma);
      expect(() => {
        assertDurable(db);
      }).toThrow('the log would not survive a power cut');
      db.close();
    },
  );
});

describe('one server a folder', () => {
  it('refuses a second store of the same process, and serves again when the first is closed', async () => {
    const directory = newFolder();
    const first = await openSqliteEventStore({ directory, clock });
    await expect(openSqliteEventStore({ directory, clock })).rejects.toMatchObject({
      code: 'IN_USE',
      message: `another server is running on the data folder ${directory}; stop it first`,
    });
    await first.append('truckVisit-1', someEvents(1), 'noStream');
    await first.close();
    const second = await openSqliteEventStore({ directory, clock });
    await expect(second.lastPosition()).resolves.toBe(0n);
    await second.close();
  });

  it('refuses a second process, and holds nobody up once it is dead', async () => {
    const directory = newFolder();
    const script = (then: string): string => `
      require('#libs/event-store-sqlite').openSqliteEventStore({ directory: '${directory}', clock: () => new Date() })
        .then(() => { ${then} }, (error) => { console.log(error.code); process.exit(3); });`;
    const store = await openSqliteEventStore({ directory, clock, thread: 'main' });
    await expect(runScript(script('process.exit(0)'))).resolves.toMatchObject({
      status: 3,
      output: 'IN_USE\n',
    });
    await store.close();
    await expect(runScript(script("process.kill(process.pid, 'SIGKILL')"))).resolves.toMatchObject({
      status: null,
    });
    const next = await openSqliteEventStore({ directory, clock, thread: 'main' });
    await next.close();
  });
});

describe('a log that cannot be served', () => {
  it.each([
    ['a hole', 'DELETE FROM event WHERE position = 1'],
    ['no beginning', 'DELETE FROM event WHERE position = 0'],
  ])('is refused for %s in its positions', async (_name, sql) => {
    const directory = await folderWithEvents();
    change(directory, sql);
    await expect(openSqliteEventStore({ directory, clock, thread: 'main' })).rejects.toMatchObject({
      code: 'DAMAGED',
    });
  });

  it('is refused when a newer program wrote it', async () => {
    const directory = await folderWithEvents();
    change(directory, 'UPDATE log SET format = 99');
    await expect(openSqliteEventStore({ directory, clock, thread: 'main' })).rejects.toMatchObject({
      code: 'NEWER_FORMAT',
    });
  });

  it('is refused when it is no log at all', async () => {
    const directory = newFolder();
    writeFileSync(filesOf(directory).log, 'no database '.repeat(1_000));
    await expect(openSqliteEventStore({ directory, clock, thread: 'main' })).rejects.toMatchObject({
      code: 'DAMAGED',
    });
  });

  it.each(['/proc/truckflow/data', '/dev/null/data'])('is refused, at once, in %s', async (directory) => {
    await expect(openSqliteEventStore({ directory, clock, thread: 'main' })).rejects.toMatchObject({
      code: 'NOT_USABLE',
      message: expect.stringContaining(`the data folder ${directory} cannot be used: `) as string,
    });
  });

  it('is not made by who only wants to read', async () => {
    await expect(openSqliteEventReader({ directory: newFolder() })).rejects.toMatchObject({
      code: 'MISSING',
    });
  });
});

describe('after a crash', () => {
  it('goes on from the write-ahead log that was left behind', async () => {
    const directory = newFolder();
    const script = `
      const { someEvents } = require('#libs/event-sourcing/testing');
      require('#libs/event-store-sqlite')
        .openSqliteEventStore({ directory: '${directory}', clock: () => new Date() })
        .then(async (store) => {
          await store.append('truckVisit-1', someEvents(2), 'noStream');
          process.kill(process.pid, 'SIGKILL');
        });`;
    await runScript(script);
    const store = await openSqliteEventStore({ directory, clock, thread: 'main' });
    await expect(store.append('truckVisit-1', someEvents(1), 1n)).resolves.toMatchObject({
      revision: 2n,
      position: 2n,
    });
    await store.close();
  });
});
