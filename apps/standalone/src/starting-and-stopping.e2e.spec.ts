import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StandaloneProcess } from '../../../test/server/standalone-process';

const folder = mkdtempSync(join(tmpdir(), 'starting-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('a server tells what the disk has left, in the readiness and as a metric, and ends with exit code 0 when told to stop', async () => {
  const server = await StandaloneProcess.start({ DATA_DIR: folder, PORT: '0', DISK_ALARM_PERCENT: '100' });
  // The disk is reported before the views have caught up, too; only the frame of the answer is another then.
  let readiness = await fetch(`${server.address}/readyz`);
  while (!readiness.ok) readiness = await fetch(`${server.address}/readyz`);
  expect(await readiness.json()).toMatchObject({ details: { disk: { status: 'up', state: 'LOW' } } });
  const metrics = await (await fetch(`${server.address}/metrics`)).text();
  expect(metrics).toMatch(/^truckflow_data_free_ratio 0\.\d+$/m);
  await server.stop();
  await expect(server.ended()).resolves.toBe(0);
});

test.each(['/proc/truckflow', '/dev/null/data'])(
  'a server is refused the data folder %s at once',
  async (place) => {
    await expect(StandaloneProcess.start({ DATA_DIR: place, PORT: '0' })).rejects.toThrow(
      `the server did not start (exit code 1): the data folder ${place} cannot be used: `,
    );
  },
);

test.each([
  [{ JWKS_FILE: '/nowhere/keys' }, 'JWKS_FILE names a file that cannot be read: ENOENT'],
  [{ HOST: 'nobody.invalid' }, 'nobody.invalid is no name that leads to an address: set HOST to an address'],
  [{ HOST: '192.0.2.1' }, '192.0.2.1 is no address of this machine: set HOST to one'],
  [{ PORT: '70000' }, 'PORT must not be greater than 65535\nall settings: npm start -- --help'],
  [
    { TOKEN_MAX_LIFETIM: '60', TOKEN_RATE_LIMIT: '0' },
    'the variable TOKEN_MAX_LIFETIM is no setting: did you mean TOKEN_MAX_LIFETIME?',
  ],
])(
  'a server that is started with %j says what is wrong, and not where in the program',
  async (settings, what) => {
    const started = StandaloneProcess.start({ DATA_DIR: folder, PORT: '0', ...settings });
    const said = await started.then(String, String);
    expect(said).toMatch(what);
    expect(said).not.toMatch(/\n {4}at /);
  },
);

test('a port that is taken is told by its number, with the cure', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const { port } = holder.address() as AddressInfo;
  try {
    const said = await StandaloneProcess.start({ DATA_DIR: folder, PORT: String(port) }).then(String, String);
    expect(said).toContain(`port ${port} of 127.0.0.1 is taken: stop what listens there, or set PORT`);
    expect(said).not.toMatch(/\n {4}at /);
  } finally {
    holder.close();
  }
});
