import { readdirSync } from 'node:fs';
import type { StoredText } from '#libs/event-sourcing';
import { MemoryEventStore, hashOfTexts, storedTextOf } from '#libs/event-sourcing';
import { someEvents } from '#libs/event-sourcing/testing';
import { newFolder } from '../testing/temporary-folder';
import { writtenLog } from '../testing/written-log';
import { openSqliteEventStore } from './event-store';
import { filesOf } from './layout';
import { LogCopy } from './log-copy';
import { SqliteLogLoader } from './log-loader';

/** A refusal with this code, whatever it says. */
const refusal = (code: string): Error => expect.objectContaining({ code }) as Error;

const time = '2021-12-26T08:00:00.000Z';
const clock = (): Date => new Date(time);

function textsOf(directory: string): StoredText[] {
  const log = new LogCopy(filesOf(directory).log);
  const texts = [...log.pages(log.position)].flat();
  log.close();
  return texts;
}

describe('loading sealed events', () => {
  it('gives the same log, text for text, which a server takes up', async () => {
    const source = textsOf(await writtenLog(1_203));
    const directory = newFolder();
    const loader = new SqliteLogLoader(directory, time);
    await loader.writeStored(source.slice(0, 700));
    await loader.writeStored(source.slice(700));
    expect(loader.complete()).toMatchObject({ events: 1_203, streams: 4, position: 1_202n });
    expect(textsOf(directory)).toEqual(source);
    const store = await openSqliteEventStore({ directory, clock, thread: 'main' });
    await store.append('truckVisit-0', someEvents(1), 300n);
    await store.close();
    expect(textsOf(directory)).toHaveLength(1_204);
  });

  it('orders events of another engine by record time and keeps the order of each stream', async () => {
    const times = ['08:00', '08:05', '08:01', '08:05', '08:02', '08:06'];
    const events = await Promise.all(
      times.map(async (at, index) => {
        const store = new MemoryEventStore(() => new Date(`2021-12-25T${at}:00.000Z`));
        await store.append(`yard-${index}`, someEvents(1), 'noStream');
        return (await store.readAll(-1n, 1)).map(storedTextOf);
      }),
    );
    const directory = newFolder();
    const loader = new SqliteLogLoader(directory, time);
    await loader.writeStored(events.flat());
    loader.complete();
    expect(textsOf(directory).map(({ stream }) => stream)).toEqual(
      [0, 2, 4, 1, 3, 5].map((index) => `yard-${index}`),
    );
  });

  it('makes no log of events that are not as they were sealed', async () => {
    const source = textsOf(await writtenLog(8));
    const directory = newFolder();
    const loader = new SqliteLogLoader(directory, time);
    const forged = source.map((event, index) => (index === 5 ? { ...event, dataText: '{}' } : event));
    await loader.writeStored(forged);
    expect(() => loader.complete()).toThrow('CONTENT at truckVisit-1 revision 1, position 5');
    expect(readdirSync(directory)).toEqual(['server.lock']);
  });

  it('makes no log when it is abandoned, and keeps others off while it works', async () => {
    const directory = newFolder();
    const loader = new SqliteLogLoader(directory, time);
    await loader.writeStored(textsOf(await writtenLog(8)));
    expect(() => new SqliteLogLoader(directory, time)).toThrow(refusal('IN_USE'));
    loader.abandon();
    expect(readdirSync(directory)).toEqual(['server.lock']);
  });

  it('refuses a folder that holds a log', async () => {
    const directory = await writtenLog(4);
    expect(() => new SqliteLogLoader(directory, time)).toThrow(refusal('NOT_EMPTY'));
  });

  it('hashes what it hands on', async () => {
    for (const event of textsOf(await writtenLog(8))) expect(hashOfTexts(event)).toBe(event.hash);
  });
});
