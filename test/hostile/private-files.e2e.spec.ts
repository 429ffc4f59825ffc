import { chmodSync, lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runAdmin } from '../../apps/admin/testing/admin-process';
import { StandaloneProcess } from '../server/standalone-process';

const root = mkdtempSync(join(tmpdir(), 'truckflow-files-'));

afterAll(() => {
  rmSync(root, { recursive: true });
});

/** What others may do with anything at or below a path, by its mode; empty when nothing. */
function openToOthers(path: string): string[] {
  const { mode } = lstatSync(path);
  const inside = lstatSync(path).isDirectory() ? readdirSync(path).map((name) => join(path, name)) : [];
  const own = (mode & 0o077) === 0 ? [] : [`${path} ${(mode & 0o777).toString(8)}`];
  return [...own, ...inside.flatMap(openToOthers)];
}

async function underUmask<T>(mask: number, work: () => Promise<T>): Promise<T> {
  const before = process.umask(mask);
  try {
    return await work();
  } finally {
    process.umask(before);
  }
}

const startOn = (DATA_DIR: string) => StandaloneProcess.start({ DATA_DIR, PORT: '0', LOG_LEVEL: 'error' });

const data = join(root, 'umask-0', 'data');

/** Every other umask opens less. */
describe('under umask 0', () => {
  const written = mkdtempSync(join(root, 'written-'));

  test('nobody else can read the data folder of a server that runs', async () => {
    const server = await underUmask(0, () => startOn(data));
    expect(readdirSync(data)).toEqual(expect.arrayContaining(['events.db', 'events.db-wal', 'server.lock']));
    expect(openToOthers(data)).toEqual([]);
    await server.stop();
    expect(openToOthers(data)).toEqual([]);
  });

  test('nobody else can read backups, exports, and a log made from them', async () => {
    const restored = join(written, 'restored');
    const commands = [
      [data, 'backup', join(written, 'border.db')],
      [data, 'export', join(written, 'border.ndjson')],
      [restored, 'restore', join(written, 'border.db')],
      [restored, 'rebuild'],
      [restored, 'verify'],
    ] as const;
    for (const [folder, ...args] of commands) {
      const { status, errors } = await underUmask(0, () => runAdmin(folder, ...args));
      expect([args, status, errors]).toEqual([args, 0, '']);
    }
    expect(readdirSync(written).sort()).toEqual(['border.db', 'border.ndjson', 'restored']);
    expect(readdirSync(written).flatMap((name) => openToOthers(join(written, name)))).toEqual([]);
  });
});

test('a data folder that was open to others is closed when the server starts', async () => {
  chmodSync(data, 0o777);
  for (const name of readdirSync(data)) chmodSync(join(data, name), 0o666);
  const server = await startOn(data);
  expect(openToOthers(data)).toEqual([]);
  await server.stop();
});
