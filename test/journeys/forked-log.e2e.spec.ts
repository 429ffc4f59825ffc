import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startAdmin } from '../../apps/admin/testing/admin-process';
import { FakeEventStore } from '../fakes/eventstore';
import { ApiClient, tokenFor } from '../server/api-client';
import { StandaloneProcess } from '../server/standalone-process';

/* The drill "restore the log" on both engines: nobody is shown what is gone, and everybody is notified. */

const AT = '2021-12-18T06:00:00+07:00';
let directory: string;
let server: StandaloneProcess;
let operator: ApiClient;
let store: FakeEventStore | undefined;
let reports = 0;

async function start(): Promise<void> {
  const url = store?.url ?? '';
  server = await StandaloneProcess.start({ DATA_DIR: directory, PORT: '0', EVENTSTORE_URL: url });
  const claims = { sub: 'drill', roles: ['manager', 'gate-operator'], gates: ['*'], yards: ['*'] };
  operator = new ApiClient(server.address, await tokenFor(claims));
}

/** Reports arrivals until all are taken. Answers the position of the last. */
async function arrive(prefix: string, count: number): Promise<string> {
  let position = '';
  for (let truck = 0; truck < count; truck += 1) {
    const body = {
      ...{ gate: 'TAN_THANH', direction: 'EXPORT', at: AT, bodyType: 'BOX' },
      tractor: { plate: `12C-${prefix}${truck}.00` },
      consignments: [{ consignmentId: `goods-${prefix}${truck}`, cargoClass: 'DRY' }],
    };
    reports += 1;
    const key = `drill-${reports}`;
    let answer = await operator.post('/truck-visits', key, body);
    while (answer.status === 503) {
      await sleep(50);
      answer = await operator.post('/truck-visits', key, body);
    }
    const text = await answer.text();
    if (answer.status !== 201) throw new Error(text);
    ({ position } = JSON.parse(text) as { position: string });
  }
  return position;
}

interface Queue {
  readonly items?: readonly object[];
}

/** Plates in the queue of the gate; undefined while the views are not ready. */
async function queue(query = ''): Promise<{ status: number; code?: string; plates: string[] }> {
  const answer = await ask(
    `/gate-boards/TAN_THANH/queue?at=${encodeURIComponent('2021-12-18T12:00:00+07:00')}${query}`,
  );
  const body = (await answer.json()) as Queue & { code?: string };
  const plates = (body.items ?? []).map((row) => /12C\d{4}/.exec(JSON.stringify(row))?.[0] ?? '').sort();
  return { status: answer.status, plates, ...(body.code === undefined ? {} : { code: body.code }) };
}

async function ask(path: string): Promise<Response> {
  const token = await tokenFor({ sub: 'drill', roles: ['manager'] });
  return fetch(`${server.address}/api/v1${path}`, { headers: { Authorization: `Bearer ${token}` } });
}

/** The queue as soon as the views can be read; everything that was answered before is looked at too. */
async function untilQueued(count: number): Promise<string[]> {
  for (;;) {
    const { status, plates } = await queue();
    if (status === 200 && plates.length === count) return plates;
    await sleep(20);
  }
}

async function feedCursor(): Promise<string> {
  const answer = await ask('/feed?limit=500');
  await answer.body?.cancel();
  return /cursor=([^&>]+)/.exec(answer.headers.get('link') ?? '')?.[1] ?? '';
}

async function forksCounted(): Promise<string | undefined> {
  const text = await (await fetch(`${server.address}/metrics`)).text();
  return /^truckflow_log_forks_total\{keeper="views"\} (\d+)$/m.exec(text)?.[1];
}

async function untilForked(): Promise<void> {
  while ((await forksCounted()) !== '1') await sleep(20);
}

async function readiness(): Promise<number> {
  const answer = await fetch(`${server.address}/readyz`);
  await answer.body?.cancel();
  return answer.status;
}

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'truckflow-forked-'));
  store = undefined;
});

afterEach(async () => {
  await server.stop();
  store?.stop();
  await rm(directory, { recursive: true });
});

async function expectForked(lost: string, cursor: string): Promise<void> {
  expect(server.said).toMatch(/FORK from position \d+ to \d+, recorded \S+Z: /);
  const gone = await ask(`/feed?cursor=${cursor}`);
  expect([gone.status, await gone.json()]).toMatchObject([410, { code: 'CURSOR_OF_ANOTHER_LOG' }]);
  const after = await queue(`&after=${lost}`);
  expect([200, 410]).toContain(after.status);
  while ((await readiness()) !== 200) await sleep(20);
  const settings = { EVENTSTORE_URL: store?.url ?? '' };
  const verified = await startAdmin(directory, ['verify'], { settings }).ended;
  expect(verified).toMatchObject({ status: 0, errors: '' });
  expect(verified.output).toMatch(/^fork {3}found \S+Z from position \d+ to \d+, recorded \S+Z/m);
  expect(verified.output).toMatch(/views equal their rebuild/);
}

test('an older events.db that is copied into the folder', async () => {
  await start();
  await arrive('10', 3);
  await untilQueued(3);
  await server.stop();
  await copyFile(join(directory, 'events.db'), join(directory, 'yesterday.db'));
  await start();
  const lost = await arrive('20', 6);
  await untilQueued(9);
  const cursor = await feedCursor();
  await server.stop();
  await copyFile(join(directory, 'yesterday.db'), join(directory, 'events.db'));
  for (const suffix of ['-wal', '-shm']) await rm(join(directory, `events.db${suffix}`), { force: true });
  await start();
  // From the first answer on: refused, or without a truck that is in no log.
  for (let forked = false; !forked;) {
    const { status, code, plates } = await queue();
    expect([status, code ?? plates]).toEqual(
      status === 503 ? [503, 'NOT_READY'] : [200, ['12C1000', '12C1010', '12C1020']],
    );
    forked = status === 200;
  }
  await arrive('30', 8);
  expect(await untilQueued(11)).toEqual(expect.arrayContaining(['12C1000', '12C3000', '12C3070']));
  expect(await forksCounted()).toBe('1');
  await expectForked(lost, cursor);
});

test('a served log that is restored while the server runs', async () => {
  store = await FakeEventStore.start({ noise: 0.2, seed: 4 });
  await start();
  await arrive('10', 3);
  await untilQueued(3);
  const backup = store.log.backUp();
  const lost = await arrive('20', 6);
  await untilQueued(9);
  const cursor = await feedCursor();
  const { port, log } = store;
  store.stop();
  log.restore(backup);
  store = await FakeEventStore.start({ port, log });
  const position = await arrive('30', 2);
  // Whoever reads what he has just written, and whoever reads at all, is shown no ghost from the first answer on.
  for (let tries = 0; tries < 50; tries += 1) {
    for (const read of [await queue(), await queue(`&after=${position}`)]) {
      if (read.status === 200) expect(read.plates.filter((plate) => plate.startsWith('12C2'))).toEqual([]);
      else
        expect([read.status, read.code]).toEqual([503, expect.stringMatching(/^(NOT_READY|VIEW_BEHIND)$/)]);
    }
  }
  await untilForked();
  expect(await untilQueued(5)).toEqual(['12C1000', '12C1010', '12C1020', '12C3000', '12C3010']);
  const after = await queue(`&after=${lost}`);
  expect([after.status, after.code]).toEqual([410, 'CURSOR_OF_ANOTHER_LOG']);
  await expectForked(lost, cursor);
});
