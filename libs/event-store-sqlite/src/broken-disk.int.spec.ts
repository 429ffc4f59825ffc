import { verify } from '#libs/event-sourcing';
import { runScript } from '../testing/child-process';
import { newFolder } from '../testing/temporary-folder';
import { openSqliteEventReader } from './open-event-reader';
import { openSqliteEventStore } from './event-store';

/** Appends until an append fails, and prints the position of each one that was answered. */
const APPEND_UNTIL_REFUSED = `
  const { openSqliteEventStore } = require('#libs/event-store-sqlite');
  const { someEvents } = require('#libs/event-sourcing/testing');
  (async () => {
    const store = await openSqliteEventStore({ directory: process.env.FOLDER, clock: () => new Date() });
    let expected = 'noStream';
    for (;;) {
      const { revision, position } = await store.append('truckVisit-1', someEvents(20, 'x'.repeat(5000)), expected);
      expected = revision;
      console.log(String(position));
    }
  })().catch(async (error) => {
    console.log(error.name);
    await new Promise((resolve) => setTimeout(resolve, 10_000));
  });`;

/** In blocks of 512 bytes, well above what is reserved: writing beyond it fails with an I/O error. */
const FILE_SIZE_LIMIT = 'ulimit -f 50000;';

describe('a disk that refuses a write', () => {
  it('ends the process with a clear message, and loses nothing that was answered', async () => {
    const directory = newFolder();
    const ended = await runScript(
      APPEND_UNTIL_REFUSED,
      `FOLDER='${directory}' && export FOLDER && ${FILE_SIZE_LIMIT}`,
    );
    expect(ended.status).toBe(1);
    expect(ended.errors).toMatch(/event store: the log cannot be written: .*; ending the process/);
    const answered = ended.output.split('\n').filter((line) => /^\d+$/.test(line));
    const last = BigInt(answered.at(-1) ?? -1);
    expect(last).toBeGreaterThan(1_000n);

    const store = await openSqliteEventStore({ directory, clock: () => new Date() });
    expect(await store.lastPosition()).toBeGreaterThanOrEqual(last);
    await store.close();
    const reader = await openSqliteEventReader({ directory });
    await expect(verify(reader, { gapless: true })).resolves.toMatchObject({ fault: null });
    await reader.close();
  });
});
