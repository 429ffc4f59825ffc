import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { LogFaulty, StoreFull } from '#libs/event-sourcing';
import { someEvents } from '#libs/event-sourcing/testing';
import { runScript } from '../testing/child-process';
import { newFolder } from '../testing/temporary-folder';
import { tinyDisk } from '../testing/tiny-disk';
import { writtenLog } from '../testing/written-log';
import { backupLog, restorationsOf, restoreLog } from './backup';
import { openSqliteEventStore } from './event-store';
import { filesOf } from './layout';

/** A refusal with this code, whatever it says. */
const refusal = (code: string): Error => expect.objectContaining({ code }) as Error;

const time = '2021-12-26T08:00:00.000Z';
const clock = (): Date => new Date(time);

async function backedUp(events = 40): Promise<{ directory: string; file: string }> {
  const directory = await writtenLog(events);
  const file = join(newFolder(), 'backup.db');
  backupLog(directory, file);
  return { directory, file };
}

async function readBack(directory: string): Promise<unknown> {
  const store = await openSqliteEventStore({ directory, clock, thread: 'main' });
  const log = await store.readAll(-1n, 1_000);
  await store.close();
  return log;
}

describe('a backup', () => {
  it('restores to the same log, event for event, which then goes on', async () => {
    const { directory, file } = await backedUp();
    const elsewhere = newFolder();
    expect(restoreLog(file, elsewhere, { time })).toMatchObject({ events: 40, streams: 4, position: 39n });
    expect(await readBack(elsewhere)).toEqual(await readBack(directory));
    const store = await openSqliteEventStore({ directory: elsewhere, clock, thread: 'main' });
    await expect(store.append('truckVisit-0', someEvents(1), 9n)).resolves.toEqual({
      revision: 10n,
      position: 40n,
      recordTime: clock().toISOString(),
    });
    await store.close();
  });

  it('notes in the restored log where it was taken up again, once for every time', async () => {
    const { directory, file } = await backedUp();
    expect(restorationsOf(directory)).toEqual([]);
    const [second, third] = [newFolder(), newFolder()];
    const { hash } = restoreLog(file, second, { time });
    expect(restorationsOf(second)).toEqual([{ restored: time, position: 39n, hash }]);
    const again = join(newFolder(), 'again.db');
    backupLog(second, again);
    restoreLog(again, third, { time: '2021-12-27T08:00:00.000Z' });
    expect(restorationsOf(third)).toHaveLength(2);
  });

  it('is one state of the log while a server goes on writing', async () => {
    const directory = await writtenLog(40);
    const store = await openSqliteEventStore({ directory, clock });
    const writing = Promise.all(
      Array.from({ length: 500 }, (_, index) => store.append(`yard-${index}`, someEvents(3), 'noStream')),
    );
    const file = join(newFolder(), 'backup.db');
    const { events } = backupLog(directory, file);
    await writing;
    await store.close();
    expect((events - 40) % 3).toBe(0);
    expect(restoreLog(file, newFolder(), { time })).toMatchObject({ events });
  });

  it('is one file, complete without any other', async () => {
    const { file } = await backedUp();
    expect(readdirSync(join(file, '..'))).toEqual(['backup.db']);
  });

  it('replaces nothing', async () => {
    const { directory, file } = await backedUp();
    expect(() => backupLog(directory, file)).toThrow(refusal('NOT_EMPTY'));
  });

  it.each(['/nowhere/backup.db', '/proc/backup.db'])('cannot be made as %s, and says so', async (file) => {
    const directory = await writtenLog(4);
    expect(() => backupLog(directory, file)).toThrow(refusal('NOT_USABLE'));
    expect(() => backupLog(directory, file)).toThrow(`${file}.partial cannot be written: `);
  });

  it('of a log with a changed byte is refused by the stream and revision', async () => {
    const directory = await writtenLog(40);
    const db = new DatabaseSync(filesOf(directory).log);
    db.exec("UPDATE event SET data = '{}' WHERE position = 9");
    db.close();
    const file = join(newFolder(), 'backup.db');
    expect(() => backupLog(directory, file)).toThrow(LogFaulty);
    const { log } = filesOf(directory);
    expect(() => backupLog(directory, file)).toThrow(
      `${log}: CONTENT at truckVisit-1 revision 2, position 9`,
    );
    expect(readdirSync(join(file, '..'))).toEqual([]);
  });

  it('that is killed half-way leaves no backup, and the next one works', async () => {
    const directory = await writtenLog(40);
    const file = join(newFolder(), 'backup.db');
    const ended = await runScript(
      `require('#libs/event-store-sqlite').backupLog('${directory}', '${file}',
         () => process.kill(process.pid, 'SIGKILL'))`,
    );
    expect(ended).toMatchObject({ status: null, errors: '' });
    expect(readdirSync(join(file, '..'))).toEqual(['backup.db.partial']);
    expect(backupLog(directory, file)).toMatchObject({ events: 40 });
    expect(readdirSync(join(file, '..'))).toEqual(['backup.db']);
  });
});

describe('a restoration is refused', () => {
  it('into a folder that holds a log', async () => {
    const { directory, file } = await backedUp();
    expect(() => restoreLog(file, directory, { time })).toThrow(refusal('NOT_EMPTY'));
  });

  it('into the folder of a running server', async () => {
    const { directory, file } = await backedUp();
    const store = await openSqliteEventStore({ directory, clock, thread: 'main' });
    expect(() => restoreLog(file, directory, { time })).toThrow(refusal('IN_USE'));
    await store.close();
  });

  it.each([
    ['that is not there', () => undefined, 'MISSING'],
    [
      'that is no database',
      (file: string) => {
        writeFileSync(file, 'no database '.repeat(1_000));
      },
      'DAMAGED',
    ],
    [
      'that is another database',
      (file: string) => {
        new DatabaseSync(file).exec('CREATE TABLE x (y)');
      },
      'MISSING',
    ],
    [
      'that was cut off',
      (file: string, whole: Buffer) => {
        writeFileSync(file, whole.subarray(0, whole.length - 8192));
      },
      'DAMAGED',
    ],
  ])('from a file %s', async (_name, write, code) => {
    const { file } = await backedUp();
    const bad = join(newFolder(), 'bad.db');
    write(bad, readFileSync(file));
    const directory = newFolder();
    expect(() => restoreLog(bad, directory, { time })).toThrow(refusal(code));
    expect(() => restoreLog(bad, directory, { time })).toThrow(bad);
    expect(existsSync(filesOf(directory).log)).toBe(false);
  });
});

describe('files that lie about', () => {
  it('of a log that is gone are removed before a new one takes its place', async () => {
    const { directory: source, file } = await backedUp();
    const directory = newFolder();
    const { log, wal } = filesOf(directory);
    // The write-ahead log of another log: SQLite would replay it.
    const other = await writtenLog(4);
    const db = new DatabaseSync(filesOf(other).log);
    db.exec("UPDATE event SET data = '{}'");
    writeFileSync(wal, readFileSync(filesOf(other).wal));
    writeFileSync(`${log}-shm`, 'stale');
    db.close();
    restoreLog(file, directory, { time });
    expect(await readBack(directory)).toEqual(await readBack(source));
  });
});

describe('a full disk', () => {
  it('refuses a backup and leaves nothing of it', async () => {
    const directory = await writtenLog(400);
    const mount = newFolder();
    const disk = tinyDisk(mount, 64);
    if (disk === null) return;
    const ended = await runScript(
      `try { require('#libs/event-store-sqlite').backupLog('${directory}', '${mount}/backup.db') }
       catch (error) { console.log(error.name, require('node:fs').readdirSync('${mount}').length) }`,
      disk,
    );
    expect(ended.output).toBe(`${StoreFull.name} 0\n`);
  });
});
