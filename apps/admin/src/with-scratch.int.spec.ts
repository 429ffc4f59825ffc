import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runScript } from '../../../libs/event-store-sqlite/testing/child-process';
import { newFolder } from '../testing/data-folder';
import { withScratch } from './with-scratch';

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('removes what a command ended by %s has written', async (signal) => {
  const path = join(newFolder(), 'scratch');
  const ended = await runScript(
    `require('./apps/admin/src/with-scratch').withScratch('${path}', () => {
       require('node:fs').mkdirSync('${path}');
       process.kill(process.pid, '${signal}');
       return new Promise((resolve) => setTimeout(resolve, 60_000));
     })`,
  );
  expect(ended).toEqual({ status: null, output: '', errors: '' });
  expect(existsSync(path)).toBe(false);
});

it('removes it after a failure, and listens to no signal afterwards', async () => {
  const path = join(newFolder(), 'scratch');
  const failing = withScratch(path, () => {
    writeFileSync(path, 'half');
    return Promise.reject(new Error('the disk is full'));
  });
  expect(process.listenerCount('SIGHUP')).toBe(1);
  await expect(failing).rejects.toThrow('the disk is full');
  expect([existsSync(path), process.listenerCount('SIGHUP')]).toEqual([false, 0]);
});
