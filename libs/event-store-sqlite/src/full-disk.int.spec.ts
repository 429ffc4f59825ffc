import { StoreFull } from '#libs/event-sourcing';
import { someEvents } from '#libs/event-sourcing/testing';
import { newFolder } from '../testing/temporary-folder';
import { requestOf, tickOf } from '../testing/ticks';
import { OUTCOME } from './append-frame';
import { openSqliteEventStore } from './event-store';
import { openLog } from './log-file';
import { LogWriter } from './log-writer';

const time = '2021-12-25T08:00:00.000Z';
const clock = (): Date => new Date(time);
const large = { text: 'x'.repeat(50_000) };

describe('a full disk', () => {
  it('refuses whole batches, stores nothing of them, and heals by itself when there is space', () => {
    const db = openLog(newFolder(), { time, maxBytes: null });
    const writer = new LogWriter(db);
    writer.commit([tickOf(time, requestOf('a', -1))]);
    const pages = db.prepare('PRAGMA page_count').get()?.['page_count'] as number;
    db.exec(`PRAGMA max_page_count = ${pages}`);
    const refused = writer.commit([
      tickOf(time, requestOf('b', -1), requestOf('a', 0, 1, large), requestOf('c', -1)),
    ]);
    expect(refused).toEqual({
      outcomes: [OUTCOME.full, 0, 0, OUTCOME.full, 0, 0, OUTCOME.full, 0, 0],
      seals: [],
      fatal: null,
    });
    expect(db.prepare('SELECT count(*) AS events FROM event').get()).toEqual({ events: 1 });
    expect(db.prepare('SELECT count(*) AS streams FROM stream').get()).toEqual({ streams: 1 });
    db.exec('PRAGMA max_page_count = 1000000');
    const healed = writer.commit([tickOf(time, requestOf('b', -1), requestOf('a', 0, 1, large))]);
    expect(healed).toMatchObject({
      outcomes: [OUTCOME.appended, 0, 1, OUTCOME.appended, 1, 2],
      fatal: null,
    });
    expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
    db.close();
  });

  it('is StoreFull for who appends, while reads go on', async () => {
    const fatal: Error[] = [];
    const store = await openSqliteEventStore({
      directory: newFolder(),
      clock,
      maxBytes: 300_000,
      onFatal: (error) => fatal.push(error),
    });
    await store.append('a', someEvents(1), 'noStream');
    await expect(store.append('a', someEvents(10, large), 0n)).rejects.toBeInstanceOf(StoreFull);
    await expect(store.readStream('a')).resolves.toMatchObject({ revision: 0n });
    await expect(store.append('a', someEvents(1), 0n)).resolves.toMatchObject({ revision: 1n });
    expect(fatal).toEqual([]);
    await store.close();
  });
});
