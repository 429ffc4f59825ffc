import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { status } from '@grpc/grpc-js';
import { FakeEventStore } from '../fakes/eventstore';
import { ApiClient, tokenFor } from '../server/api-client';
import { StandaloneProcess } from '../server/standalone-process';

/* Views that stand still while the log goes on: health, alarm and boards say so, and until when all was well. */

let directory: string;
let store: FakeEventStore;
let server: StandaloneProcess;
let manager: ApiClient;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'truckflow-behind-'));
  store = await FakeEventStore.start();
  server = await StandaloneProcess.start({ DATA_DIR: directory, PORT: '0', EVENTSTORE_URL: store.url });
  const claims = { sub: 'manager', roles: ['manager', 'gate-manager'], gates: ['*'], yards: ['*'] };
  manager = new ApiClient(server.address, await tokenFor(claims));
});

afterAll(async () => {
  await server.stop();
  store.stop();
  await rm(directory, { recursive: true });
});

interface ViewsHealth {
  readonly status: string;
  readonly position: string;
  readonly reason?: string;
  readonly since?: string;
}

async function health(): Promise<ViewsHealth> {
  const answer = await fetch(`${server.address}/readyz`);
  const body = (await answer.json()) as Record<'details' | 'checks', { views: ViewsHealth } | undefined>;
  const views = (body.details ?? body.checks)?.views;
  if (views === undefined) throw new Error(JSON.stringify(body));
  return views;
}

async function until(isSo: (views: ViewsHealth) => boolean): Promise<ViewsHealth> {
  for (;;) {
    const views = await health();
    if (isSo(views)) return views;
    await sleep(100);
  }
}

async function standstill(): Promise<number> {
  const text = await (await fetch(`${server.address}/metrics`)).text();
  return Number(/^truckflow_views_standstill_seconds (\S+)$/m.exec(text)?.[1]);
}

interface Boards {
  readonly asOf: { readonly warning?: { readonly code: string; readonly since: string } };
}

test('a subscription that is refused each time does not stay unnoticed', async () => {
  const before = await until(({ status }) => status === 'up');
  store.faults.plan('subscribe', () => ({ kind: 'fail', code: status.UNKNOWN, details: 'not today' }));
  for (const { call } of store.subscriptions.map((call) => ({ call }))) call.end();
  const body = { at: '2021-12-18T12:00:00+07:00', orderedBy: 'FOREIGN', reason: 'Epidemic control' };
  expect((await manager.post('/border-gates/TAN_THANH/suspension', 'behind', body)).status).toBe(200);
  const down = await until(({ status }) => status === 'down');
  expect(down.position).toBe(before.position);
  expect(down.reason).toMatch(/^the views stand at \d+, the log at \d+: .*not today/);
  expect(Date.parse(down.since ?? '')).not.toBeNaN();
  expect(await standstill()).toBeGreaterThanOrEqual(15);
  for (;;) {
    const { asOf } = await manager.get<Boards>('/gate-boards');
    if (asOf.warning !== undefined) {
      expect(asOf.warning).toEqual({ code: 'VIEWS_BEHIND', since: down.since });
      break;
    }
    await sleep(100);
  }
  store.faults.clear();
  const up = await until(({ status }) => status === 'up');
  expect(BigInt(up.position)).toBeGreaterThan(BigInt(before.position));
  expect(up).not.toHaveProperty('reason');
  while ((await standstill()) > 0) await sleep(100);
  while ((await manager.get<Boards>('/gate-boards')).asOf.warning !== undefined) await sleep(100);
});
