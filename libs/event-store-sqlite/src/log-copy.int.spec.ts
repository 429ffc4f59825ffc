import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { newFolder } from '../testing/temporary-folder';
import { writtenLog } from '../testing/written-log';
import { filesOf } from './layout';
import { openLogIn } from './log-copy';

/** How many events the pages of the log give. */
function countPages(directory: string): number {
  const log = openLogIn(directory);
  try {
    return [...log.pages(log.position)].flat().length;
  } finally {
    log.close();
  }
}

/** A log without the events at these positions, as a damaged page of an index leaves it. */
async function logWithout(...positions: number[]): Promise<string> {
  const directory = await writtenLog(600);
  const db = new DatabaseSync(filesOf(directory).log);
  for (const position of positions) db.prepare('DELETE FROM event WHERE position = ?').run(position);
  db.close();
  return directory;
}

describe('the pages of a log', () => {
  it('hold every event', async () => {
    expect(countPages(await logWithout())).toBe(600);
  });

  it.each([
    [0, [0]],
    [7, [7]],
    [500, [500, 501]],
    [598, [598]],
  ])('end at the first one that is missing, here %s', async (first, missing) => {
    const directory = await logWithout(...missing);
    expect(() => countPages(directory)).toThrow(`is damaged: there is no event at position ${first}`);
  });
});

it('is refused where the log is no file', () => {
  const directory = newFolder();
  mkdirSync(filesOf(directory).log);
  expect(() => openLogIn(directory)).toThrow(expect.objectContaining({ code: 'NOT_USABLE' }) as Error);
});

it('names damage in one line', async () => {
  const directory = await writtenLog(40);
  const path = filesOf(directory).log;
  const bytes = readFileSync(path);
  // Bytes that each page keeps free: the last cells now lie beyond the end.
  bytes[20] = 0x41;
  writeFileSync(path, bytes);
  const log = openLogIn(directory);
  expect(() => log.check()).toThrow(/^[^\n]*damaged[^\n]*$/);
  log.close();
});
