import { idsOf, someEvents } from '#libs/event-sourcing/testing';
import { runScript } from '../testing/child-process';
import { newFolder } from '../testing/temporary-folder';
import { openSqliteEventStore } from './event-store';
import { openSqliteEventReader } from './open-event-reader';

const clock = (): Date => new Date();

describe('a reader of its own', () => {
  it('follows the log live, each event once and in order', async () => {
    const directory = newFolder();
    const store = await openSqliteEventStore({ directory, clock });
    const reader = await openSqliteEventReader({ directory });
    const abort = new AbortController();
    const seen: string[] = [];
    const following = (async () => {
      for await (const batch of reader.subscribe(-1n, { batchSize: 20, signal: abort.signal })) {
        seen.push(...idsOf(batch));
        if (seen.length === 400) abort.abort();
      }
    })();
    for (let round = 0; round < 20; round++) {
      await Promise.all(
        Array.from({ length: 10 }, (_, i) => store.append(`s-${round}-${i}`, someEvents(2), 'noStream')),
      );
    }
    await following;
    expect(seen).toEqual(idsOf(await store.readAll(-1n, 1_000)));
    await reader.close();
    await store.close();
  });

  it('is woken by a single append in another process', async () => {
    const directory = newFolder();
    const store = await openSqliteEventStore({ directory, clock, thread: 'main' });
    const following = runScript(`
      const { openSqliteEventReader } = require('#libs/event-store-sqlite');
      (async () => {
        const reader = await openSqliteEventReader({ directory: '${directory}' });
        const { signal } = new AbortController();
        for await (const batch of reader.subscribe(0n, { batchSize: 5, signal })) {
          console.log(batch.map((event) => event.stream).join());
          break;
        }
        await reader.close();
      })();`);
    await store.append('first', someEvents(1), 'noStream');
    await store.append('second', someEvents(1), 'noStream');
    await expect(following).resolves.toMatchObject({ status: 0, output: 'second\n', errors: '' });
    await store.close();
  });

  it('ends its subscriptions when it is closed', async () => {
    const directory = newFolder();
    const store = await openSqliteEventStore({ directory, clock, thread: 'main' });
    const reader = await openSqliteEventReader({ directory });
    const { signal } = new AbortController();
    const waiting = reader.subscribe(-1n, { batchSize: 5, signal })[Symbol.asyncIterator]().next();
    await reader.lastPosition();
    await reader.close();
    await expect(waiting).resolves.toMatchObject({ done: true });
    await store.close();
  });

  it('reads a folder without a running server', async () => {
    const directory = newFolder();
    const store = await openSqliteEventStore({ directory, clock, thread: 'main' });
    await store.append('a', someEvents(3), 'noStream');
    await store.close();
    const reader = await openSqliteEventReader({ directory });
    await expect(reader.readStream('a')).resolves.toMatchObject({ revision: 2n });
    await reader.close();
  });
});
