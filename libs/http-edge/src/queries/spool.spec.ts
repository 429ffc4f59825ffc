import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';
import { Spool } from './spool';

const folder = mkdtempSync(join(tmpdir(), 'truckflow-spool-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function filled(pieces: readonly string[]): Promise<Spool> {
  const spool = new Spool(folder);
  for (const piece of pieces) spool.write(piece);
  spool.end();
  await finished(spool);
  return spool;
}

test('what is short stays in memory', async () => {
  const content = await (await filled(['a', 'b'])).content();
  expect(content).toEqual(Buffer.from('ab'));
});

test('what is long is read from a file that has no name', async () => {
  const pieces = Array.from({ length: 40 }, (_, number) => String(number).padStart(64 * 1024, '.'));
  const spool = await filled(pieces);
  expect(readdirSync(folder)).toEqual([]);
  const content = (await spool.content()) as Readable;
  expect((await buffer(content)).toString('utf8')).toBe(pieces.join(''));
});

test('what nobody reads is let go', async () => {
  const spool = await filled(['x'.repeat(2 * 1024 * 1024)]);
  spool.destroy();
  await finished(spool, { writable: false }).catch(() => undefined);
  expect(readdirSync(folder)).toEqual([]);
});

test('a folder that is not there is told to the writer', async () => {
  const spool = new Spool(join(folder, 'none'));
  spool.end('x'.repeat(2 * 1024 * 1024));
  await expect(finished(spool)).rejects.toThrow('ENOENT');
});
