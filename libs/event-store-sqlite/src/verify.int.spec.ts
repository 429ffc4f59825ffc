import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { hashOf, verify } from '#libs/event-sourcing';
import type { Verified } from '#libs/event-sourcing';
import { seeded, someEvents } from '#libs/event-sourcing/testing';
import { newFolder } from '../testing/temporary-folder';
import { openSqliteEventStore } from './event-store';
import { filesOf } from './layout';
import { openSqliteEventReader } from './open-event-reader';

const MARK = 'MARK-OF-EVENT';

let written: Promise<string> | undefined;

/** Forty events in four streams, at ten times; position n is revision n / 4 of stream n mod 4. */
async function writeLog(): Promise<string> {
  const directory = newFolder();
  cpSync(await (written ??= writeOriginal()), directory, { recursive: true });
  return directory;
}

async function writeOriginal(): Promise<string> {
  const directory = newFolder();
  let minute = 0;
  const clock = (): Date => new Date(Date.UTC(2021, 11, 25, 8, minute));
  const store = await openSqliteEventStore({ directory, clock, thread: 'main' });
  for (; minute < 10; minute++) {
    for (const stream of ['a', 'b', 'c', 'd']) {
      const expected = minute === 0 ? 'noStream' : BigInt(minute - 1);
      await store.append(stream, someEvents(1, { note: `${MARK}-${stream}${minute}` }), expected);
    }
  }
  await store.close();
  return directory;
}

async function check(directory: string): Promise<Verified> {
  const reader = await openSqliteEventReader({ directory });
  try {
    return await verify(reader, { gapless: true });
  } finally {
    await reader.close();
  }
}

function change(directory: string, sql: string): void {
  const db = new DatabaseSync(filesOf(directory).log);
  db.exec(sql);
  expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
  db.close();
}

describe('the check of the whole log', () => {
  it('finds nothing wrong with what was written', async () => {
    await expect(check(await writeLog())).resolves.toEqual({ events: 40, streams: 4, fault: null });
  });

  it('names the stream and revision of a flipped byte that the engine itself calls ok', async () => {
    const directory = await writeLog();
    const { log } = filesOf(directory);
    const bytes = readFileSync(log);
    const place = bytes.indexOf(`${MARK}-c6`);
    bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place);
    writeFileSync(log, bytes);
    change(directory, 'SELECT 1');
    const fault = { stream: 'c', revision: 6n, position: 26n, reason: 'CONTENT' };
    await expect(check(directory)).resolves.toEqual({ events: 26, streams: 4, fault });
  });

  it.each([
    { change: 'another value', sql: "UPDATE event SET data = '{}' WHERE position = 9" },
    { change: 'a space in the text', sql: "UPDATE event SET data = data || ' ' WHERE position = 9" },
    { change: 'text that is no JSON', sql: "UPDATE event SET data = '{' WHERE position = 9" },
    {
      change: 'another actor',
      sql: "UPDATE event SET context = replace(context, '17', '18') WHERE position = 9",
    },
    { change: 'another type', sql: "UPDATE event SET type = 'x.Y.v1' WHERE position = 9" },
    { change: 'another time', sql: "UPDATE event SET event_time = '2021' WHERE position = 9" },
    { change: 'a hash taken from elsewhere', sql: 'UPDATE event SET hash = prev_hash WHERE position = 9' },
  ])('finds $change in the event', async ({ sql }) => {
    const directory = await writeLog();
    change(directory, sql);
    const fault = { stream: 'b', revision: 2n, position: 9n, reason: 'CONTENT' };
    expect((await check(directory)).fault).toEqual(fault);
  });

  it.each([
    {
      change: 'a stream renamed',
      sql: "UPDATE stream SET name = 'z' WHERE id = 3",
      fault: ['z', 0n, 'CONTENT'],
    },
    {
      change: 'two streams exchanged',
      sql: `UPDATE stream SET name = 'z' WHERE id = 1; UPDATE stream SET name = 'a' WHERE id = 2;
            UPDATE stream SET name = 'b' WHERE id = 1`,
      fault: ['b', 0n, 'CONTENT'],
    },
    { change: 'an event removed', sql: 'DELETE FROM event WHERE position = 9', fault: ['c', 2n, 'POSITION'] },
    { change: 'a stream removed', sql: 'DELETE FROM event WHERE stream = 2', fault: ['c', 0n, 'POSITION'] },
    {
      change: 'an event removed and the rest moved up',
      sql: 'DELETE FROM event WHERE position = 9; UPDATE event SET position = position - 1 WHERE position > 9',
      fault: ['b', 3n, 'REVISION'],
    },
    {
      change: 'an event put before an earlier one of another stream',
      sql: `UPDATE event SET position = 100 WHERE position = 3; UPDATE event SET position = 3 WHERE position = 4;
            UPDATE event SET position = 4 WHERE position = 100`,
      fault: ['d', 0n, 'RECORD_TIME'],
    },
  ])('finds $change', async ({ sql, fault: [stream, revision, reason] }) => {
    const directory = await writeLog();
    change(directory, sql);
    expect((await check(directory)).fault).toMatchObject({ stream, revision, reason });
  });

  it('finds an event that was changed together with its own hash, by the next one of its stream', async () => {
    const directory = await writeLog();
    const reader = await openSqliteEventReader({ directory });
    const [event] = await reader.readAll(8n, 1);
    await reader.close();
    const dataText = '{"note":"forged"}';
    const hash = event === undefined ? '' : hashOf({ ...event, dataText }, event.metadata);
    change(directory, `UPDATE event SET data = '${dataText}', hash = '${hash}' WHERE position = 9`);
    const fault = { stream: 'b', revision: 3n, position: 13n, reason: 'CHAIN' };
    expect((await check(directory)).fault).toEqual(fault);
  });

  it('finds 200 of 200 random changes of one character', async () => {
    const directory = await writeLog();
    const random = seeded(7);
    const db = new DatabaseSync(filesOf(directory).log);
    const columns = ['type', 'event_id', 'event_time', 'record_time', 'context', 'data', 'prev_hash', 'hash'];
    for (let round = 0; round < 200; round++) {
      const column = columns[Math.floor(random() * columns.length)] ?? 'data';
      const position = 4 + Math.floor(random() * 36);
      const stored = db.prepare(`SELECT ${column} AS value FROM event WHERE position = ?`).get(position)?.[
        'value'
      ];
      const text = stored as string;
      const place = Math.floor(random() * text.length);
      const changed = `${text.slice(0, place)}${text[place] === '~' ? '!' : '~'}${text.slice(place + 1)}`;
      const update = db.prepare(`UPDATE event SET ${column} = ? WHERE position = ?`);
      update.run(changed, position);
      expect((await check(directory)).fault).toMatchObject({ position: BigInt(position) });
      update.run(text, position);
    }
    db.close();
    await expect(check(directory)).resolves.toMatchObject({ events: 40, fault: null });
  });
});
