import { DatabaseSync } from 'node:sqlite';
import { someEvents } from '#libs/event-sourcing/testing';
import { newFolder } from '../testing/temporary-folder';
import { requestOf, tickOf } from '../testing/ticks';
import { ANSWER_LENGTH, OUTCOME } from './append-frame';
import type { AppendRequest } from './append-frame';
import { openSqliteEventStore } from './event-store';
import { filesOf } from './layout';
import { openLog } from './log-file';
import { LogWriter } from './log-writer';

const time = '2021-12-25T08:00:00.000Z';
const clock = (): Date => new Date(time);

/** Small, so that most commands are found in the table. */
const IN_MEMORY = 1_000;

function openWriter(directory: string): { readonly db: DatabaseSync; readonly writer: LogWriter } {
  const db = openLog(directory, { time, maxBytes: null });
  return { db, writer: openWriterOn(db) };
}

function outcomeOf(writer: LogWriter, request: AppendRequest): number | undefined {
  return writer.commit([tickOf(time, request)]).outcomes[0];
}

/** The same command asking for something else, of another stream. */
const changed = (request: AppendRequest): AppendRequest => ({
  ...request,
  stream: `${request.stream}-other`,
  requestHash: 'another',
});

describe('the requests of a log', () => {
  it('are indexed when an older program wrote the log, and when one went on with it', () => {
    const directory = newFolder();
    const requests = Array.from({ length: 5_000 }, (_, index) => requestOf(`s-${index}`, -1));
    const written = openWriter(directory);
    written.writer.commit([tickOf(time, ...requests)]);
    written.db.exec('DROP TABLE command; DROP TABLE command_index');
    written.db.close();
    const { db, writer } = openWriter(directory);
    expect(db.prepare('SELECT count(*) AS n FROM command').get()).toEqual({ n: 5_000 });
    for (const request of requests.slice(-3))
      expect(outcomeOf(writer, changed(request))).toBe(OUTCOME.keyReused);
    db.exec('DELETE FROM command; UPDATE command_index SET position = 4998');
    const last = requests.at(-1) ?? requestOf('none', -1);
    const again = openWriterOn(db);
    expect(outcomeOf(again, changed(last))).toBe(OUTCOME.keyReused);
    db.close();
  });

  it('are told from the table and from memory, and move to the table when nobody appends', () => {
    const { db, writer } = openWriter(newFolder());
    const requests = Array.from({ length: 2_600 }, (_, index) => requestOf(`s-${index}`, -1));
    const inTable = () => db.prepare('SELECT count(*) AS n FROM command').get()?.['n'];
    for (const request of requests) writer.commit([tickOf(time, request)]);
    expect(inTable()).toBe(2_000);
    expect(writer.rest()).toEqual({ more: false, fatal: null });
    expect(inTable()).toBe(2_600);
    writer.commit([tickOf(time, requestOf('last', -1))]);
    for (const request of [0, 1_999, 2_000, 2_599].flatMap((index) => requests[index] ?? []))
      expect(outcomeOf(writer, changed(request))).toBe(OUTCOME.keyReused);
    db.close();
  });

  it('are all known after a process that was killed on the way to the table', () => {
    const { db, writer } = openWriter(newFolder());
    const requests = Array.from({ length: IN_MEMORY + 1 }, (_, index) => requestOf(`s-${index}`, -1));
    for (const request of requests) writer.commit([tickOf(time, request)]);
    const { n } = db.prepare('SELECT count(*) AS n FROM command').get() as { n: number };
    expect(n).toBeGreaterThan(0);
    expect(n).toBeLessThan(IN_MEMORY / 2);
    const after = openWriterOn(db);
    const { outcomes } = after.commit([tickOf(time, ...requests.map(changed))]);
    expect(outcomes.filter((_, index) => index % ANSWER_LENGTH === 0)).toEqual(
      requests.map(() => OUTCOME.keyReused),
    );
    db.close();
  });

  it('are told apart where two command ids have one key, in memory and in the table', () => {
    const { db, writer } = openWriter(newFolder());
    const one = requestOf('one', -1);
    const commandId = `${one.commandId.slice(0, 18)}-8000-000000000000`;
    const events = one.events.map((event) => ({
      ...event,
      contextText: event.contextText.replace(one.commandId, commandId),
    }));
    const twin = { ...one, stream: 'twin', commandId, events };
    const rest = Array.from({ length: 600 }, (_, index) => requestOf(`s-${index}`, -1));
    expect(outcomeOf(writer, one)).toBe(OUTCOME.appended);
    expect(outcomeOf(writer, twin)).toBe(OUTCOME.appended);
    for (const request of [one, twin]) expect(outcomeOf(writer, changed(request))).toBe(OUTCOME.keyReused);
    writer.commit([tickOf(time, ...rest)]);
    expect(writer.rest()).toEqual({ more: false, fatal: null });
    expect(db.prepare('SELECT count(DISTINCT key) AS keys, count(*) AS n FROM command').get()).toEqual({
      keys: 601,
      n: 602,
    });
    for (const request of [one, twin]) expect(outcomeOf(writer, changed(request))).toBe(OUTCOME.keyReused);
    db.close();
  });

  it('do not count beyond the end of a log that was cut off', () => {
    const { db, writer } = openWriter(newFolder());
    const requests = Array.from({ length: 5_000 }, (_, index) => requestOf(`s-${index}`, -1));
    writer.commit([tickOf(time, ...requests)]);
    db.exec('DELETE FROM event WHERE position >= 10; DELETE FROM stream WHERE id > 10');
    const after = openWriterOn(db);
    const [kept, lost] = [requests[9], requests[10]];
    if (kept === undefined || lost === undefined) throw new Error('there are no such requests');
    expect(outcomeOf(after, changed(kept))).toBe(OUTCOME.keyReused);
    expect(outcomeOf(after, changed(lost))).toBe(OUTCOME.appended);
    db.close();
  });

  it('are forgotten with a transaction that failed', () => {
    const { db, writer } = openWriter(newFolder());
    writer.commit([tickOf(time, requestOf('a', -1))]);
    const pages = db.prepare('PRAGMA page_count').get()?.['page_count'] as number;
    db.exec(`PRAGMA max_page_count = ${pages}`);
    const [small, large] = [requestOf('b', -1), requestOf('c', -1, 1, { text: 'x'.repeat(50_000) })];
    expect(writer.commit([tickOf(time, small, large)]).outcomes[0]).toBe(OUTCOME.full);
    db.exec('PRAGMA max_page_count = 1000000');
    expect(outcomeOf(writer, changed(small))).toBe(OUTCOME.appended);
    db.close();
  });

  it('do not hold up a start because an event was damaged from outside', async () => {
    const directory = newFolder();
    const store = await openSqliteEventStore({ directory, clock, thread: 'main' });
    await store.append('a', someEvents(1), 'noStream');
    await store.append('b', someEvents(1), 'noStream');
    await store.close();
    const db = new DatabaseSync(filesOf(directory).log);
    db.exec("UPDATE event SET context = '[' WHERE position = 0");
    db.close();
    const again = await openSqliteEventStore({ directory, clock, thread: 'main' });
    await expect(again.append('c', someEvents(1), 'noStream')).resolves.toMatchObject({ position: 2n });
    await again.close();
  });
});

function openWriterOn(db: DatabaseSync): LogWriter {
  return new LogWriter(db, IN_MEMORY);
}
