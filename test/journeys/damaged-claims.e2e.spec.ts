import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hashedStreamOf, successorOf } from '#libs/event-sourcing';
import { nameOf } from '#libs/truck-flow';
import { startAdmin } from '../../apps/admin/testing/admin-process';
import { administrator, FakeEventStore } from '../fakes/eventstore';
import { ApiClient, tokenFor } from '../server/api-client';
import { StandaloneProcess } from '../server/standalone-process';

/* A truck that is on hand, and whose claims somebody damages while two replicas run. */

jest.setTimeout(240_000);
const CLAIMS = hashedStreamOf('claim', nameOf({ kind: 'tractor', id: '12C10005' }));

interface Replica {
  readonly server: StandaloneProcess;
  readonly api: ApiClient;
}

let folder: string;
let fake: FakeEventStore;
let replicas: Replica[];
let keys = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'truckflow-claims-'));
  fake = await FakeEventStore.start();
  replicas = [await replica('one'), await replica('two')];
});

afterAll(async () => {
  for (const { server } of replicas) await server.stop();
  fake.stop();
  await rm(folder, { recursive: true });
});

const settings = (data: string) => ({ DATA_DIR: join(folder, data), PORT: '0', EVENTSTORE_URL: fake.url });

async function replica(data: string): Promise<Replica> {
  const server = await StandaloneProcess.start({ ...settings(data), LOG_LEVEL: 'silent' });
  const claims = { sub: 'manager', roles: ['manager', 'gate-manager'], gates: ['*'], yards: ['*'] };
  return { server, api: new ApiClient(server.address, await tokenFor(claims)) };
}

async function comes({ api }: Replica, time: string): Promise<[status: number, body: unknown]> {
  const answer = await api.post('/truck-visits', `key-${(keys += 1)}`, {
    gate: 'TAN_THANH',
    direction: 'EXPORT',
    at: `2021-12-15T${time}:00+07:00`,
    tractor: { plate: '12C-100.05' },
    bodyType: 'REEFER_CONTAINER',
    consignments: [{ consignmentId: 'LYCHEE-1', cargoClass: 'FRESH_PRODUCE' }],
  });
  return [answer.status, await answer.json()];
}

async function allAnswer(time: string, expected: unknown): Promise<void> {
  for (const one of replicas)
    expect(await comes(one, time)).toEqual([409, expect.objectContaining(expected)]);
}

async function untilMeasured(line: string): Promise<void> {
  for (const { server } of replicas) {
    while (!(await (await fetch(`${server.address}/metrics`)).text()).includes(`${line}\n`)) await sleep(100);
  }
}

const damaged = (stream: string) => ({
  code: 'STREAM_DAMAGED',
  detail: expect.stringContaining(stream) as string,
});
const HELD = { code: 'ASSET_HAS_LIVE_VISIT' };

it('bars its truck until somebody has looked at it, and then no second one gets in, on any replica', async () => {
  const [one, two] = replicas as [Replica, Replica];
  const [status, body] = await comes(one, '06:40');
  expect(status).toBe(201);
  const { id } = body as { id: string };
  const look = (stream: string) => {
    const args = ['accept-damage', stream, '--reason', 'looked at'];
    return startAdmin(join(folder, 'one'), args, { settings: settings('one') }).ended;
  };
  const accept = async (stream: string, count: number) => {
    const { output } = await look(stream);
    expect(output).toContain(`\nholder    truckVisit-${id}\n`);
    await untilMeasured(`truckflow_damaged_streams{accepted="yes"} ${count}`);
    await untilMeasured('truckflow_damaged_streams{accepted="no"} 0');
  };
  await administrator.repeat(fake.url, CLAIMS);
  await allAnswer('07:10', damaged(CLAIMS));
  await accept(CLAIMS, 1);
  await allAnswer('07:20', HELD);
  const next = successorOf(CLAIMS);
  await administrator.delete(fake.url, next);
  await untilMeasured('truckflow_damaged_streams{accepted="no"} 1');
  await allAnswer('07:30', damaged(next));
  await accept(next, 2);
  // The answer names who holds it, from the stream in which it goes on.
  expect((await look(CLAIMS)).output).toMatch(/^accepted {2}CHAIN at .*\n {10}by .*\n$/);
  await allAnswer('07:40', HELD);
  replicas.push(await replica('three'));
  await untilMeasured('truckflow_damaged_streams{accepted="yes"} 2');
  await allAnswer('07:50', HELD);
  const seen = { at: '2021-12-15T08:00:00+07:00', observed: true, observation: 'it drove through' };
  expect((await two.api.post(`/truck-visits/${id}/crossing`, 'crossing', seen)).status).toBe(200);
  expect((await comes(two, '08:30'))[0]).toBe(201);
  await allAnswer('08:40', HELD);
});
