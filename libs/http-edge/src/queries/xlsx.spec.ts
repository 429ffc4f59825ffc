import { randomBytes } from 'node:crypto';
import { Writable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Table } from './table';
import { writeWorkbook } from './xlsx';

const PAGES = 300;
const TURNS = 2_000;
const COLUMNS = { text: (row: string) => row };
const table = new Table<string>(
  { after: undefined, views: [], part: {}, page: () => ({ items: [] }) },
  { columns: COLUMNS, fileName: 'texts' },
);

const localText = (_zone: string, instant: number) => new Date(instant).toISOString();

/** Pages of rows that no zip makes smaller, and how many were asked for. */
class Pages {
  asked = 0;

  async *rows(): AsyncGenerator<readonly string[]> {
    for (; this.asked < PAGES; this.asked += 1) {
      yield Array.from({ length: 20 }, () => randomBytes(2_000).toString('base64'));
      await nextTurn();
    }
  }
}

test('rows are read no faster than the workbook is taken', async () => {
  const pages = new Pages();
  let goOn: (() => void) | undefined;
  let isHeld = true;
  const stream = new Writable({
    write(_chunk, _encoding, done) {
      if (isHeld) goOn = done;
      else done();
    },
  });
  const written = writeWorkbook(table, pages.rows(), { stream, zone: 'UTC', localText });
  for (let turn = 0; turn < TURNS || goOn === undefined; turn += 1) await nextTurn();
  expect(pages.asked).toBeLessThan(PAGES);
  isHeld = false;
  goOn();
  await written;
  expect(pages.asked).toBe(PAGES);
});

test('a workbook that cannot be written is given up, however many rows there are', async () => {
  const pages = new Pages();
  const stream = new Writable({
    write(_chunk, _encoding, done) {
      done(new Error('no room'));
    },
  });
  await expect(writeWorkbook(table, pages.rows(), { stream, zone: 'UTC', localText })).rejects.toThrow(
    'no room',
  );
  expect(pages.asked).toBeLessThan(PAGES);
});
