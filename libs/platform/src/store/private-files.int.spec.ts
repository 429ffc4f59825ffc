import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeToOthers } from './private-files';

const root = mkdtempSync(join(tmpdir(), 'truckflow-private-'));
const modeOf = (...parts: string[]) => (statSync(join(root, ...parts)).mode & 0o7777).toString(8);

afterAll(() => {
  rmSync(root, { recursive: true });
});

function openFolder(name: string, mode: number, files: readonly string[]): string {
  const folder = join(root, name);
  mkdirSync(folder);
  for (const file of files) {
    writeFileSync(join(folder, file), '');
    chmodSync(join(folder, file), 0o666);
  }
  chmodSync(folder, mode);
  return folder;
}

test('a folder that was open to others is closed, with the files of the log and the views', () => {
  const ours = ['events.db', 'events.db-wal', 'server.lock', 'views-1.sqlite', 'views-1.sqlite-shm'];
  closeToOthers(openFolder('data', 0o755, ours));
  expect([modeOf('data'), ...ours.map((file) => modeOf('data', file))]).toEqual([
    '700',
    ...ours.map(() => '600'),
  ]);
});

test('files of others in it are left as they are', () => {
  closeToOthers(openFolder('shared', 0o755, ['keys.json']));
  expect(modeOf('shared', 'keys.json')).toBe('666');
});

test('a folder that all may write to stays that, for others need it', () => {
  closeToOthers(openFolder('temporary', 0o1777, ['events.db']));
  expect([modeOf('temporary'), modeOf('temporary', 'events.db')]).toEqual(['1777', '600']);
});

test('a folder that is not there is none to close', () => {
  expect(() => {
    closeToOthers(join(root, 'nowhere'));
  }).not.toThrow();
});
