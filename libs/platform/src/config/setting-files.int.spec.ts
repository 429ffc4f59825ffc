import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { Readiness } from '../health/readiness';
import { Metrics } from '../metrics/metrics';
import { ConfigError, readConfig } from './read-config';
import { SettingFiles } from './setting-files';

let root: string;
let path: string;
let readiness: Readiness;
let metrics: Metrics;
let files: SettingFiles;
let told: string[];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'truckflow-files-'));
  path = join(root, 'limit.json');
  [readiness, metrics, told] = [new Readiness(), new Metrics(), []];
  files = new SettingFiles(readConfig({ SETTING_FILES_SECONDS: '1' }), readiness, metrics);
  for (const level of ['error', 'log'] as const) {
    jest
      .spyOn(Logger.prototype, level)
      .mockImplementation((...said: readonly unknown[]) => told.push(`${level}: ${String(said[0])}`));
  }
});

afterEach(async () => {
  jest.restoreAllMocks();
  files.onModuleDestroy();
  await rm(root, { recursive: true });
});

const watch = () =>
  files.watch({
    setting: 'LIMIT_FILE',
    path,
    parse: (text) => {
      if (!/^\d+$/.test(text)) throw new TypeError('holds no number');
      return Number(text);
    },
  });

async function isBroken(): Promise<boolean> {
  const probe = await readiness.probes.get('settingFiles')?.();
  expect(probe?.up).toBe(true);
  const gauge = await metrics.registry.getSingleMetricAsString('truckflow_setting_file_broken');
  const isTold = gauge.includes('{setting="LIMIT_FILE"} 1');
  expect(probe?.detail?.['LIMIT_FILE']).toBe(isTold ? 'BROKEN' : 'READ');
  return isTold;
}

test('what the file says counts without a restart', async () => {
  await writeFile(path, '1');
  const file = await watch();
  await writeFile(path, '2');
  await files.look();
  expect([file.value, files.version]).toEqual([2, 1]);
  await files.look();
  expect([files.version, told]).toEqual([1, ['log: LIMIT_FILE was read again and counts']]);
});

test('it is looked at by itself', async () => {
  await writeFile(path, '1');
  const file = await watch();
  const aside = join(root, 'aside');
  await writeFile(aside, '2');
  await rename(aside, path);
  for (const end = Date.now() + 60_000; file.value !== 2 && Date.now() < end;)
    await new Promise((resolve) => setTimeout(resolve, 20));
  expect(file.value).toBe(2);
});

test.each<[string, () => Promise<void>, RegExp]>([
  [
    'not what it should be',
    () => writeFile(path, 'none'),
    /^error: LIMIT_FILE cannot be used, .*: holds no number$/,
  ],
  ['away', () => rm(path), /^error: LIMIT_FILE cannot be used, the last good one counts: ENOENT/],
])('a file that is %s leaves the last good one in force, said once and aloud', async (_what, spoil, line) => {
  await writeFile(path, '1');
  const file = await watch();
  expect(await isBroken()).toBe(false);
  await spoil();
  await files.look();
  await files.look();
  expect([file.value, files.version, await isBroken()]).toEqual([1, 0, true]);
  expect(told).toEqual([expect.stringMatching(line)]);
  await writeFile(path, '1');
  await files.look();
  expect([file.value, files.version, await isBroken()]).toEqual([1, 0, false]);
  expect(told.at(-1)).toBe('log: LIMIT_FILE was read again and counts');
});

test('at the start it is refused by the name of its setting', async () => {
  await writeFile(path, 'none');
  await expect(watch()).rejects.toThrow(ConfigError);
  await expect(watch()).rejects.toThrow(`LIMIT_FILE names a file that holds no number: ${path}`);
});
