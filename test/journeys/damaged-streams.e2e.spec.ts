import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { startAdmin } from '../../apps/admin/testing/admin-process';
import { rowsOfViews } from '../../libs/projections/src/files/view-digest';
import { newestGeneration, viewFilePath } from '../../libs/projections/src/files/views-reader';
import { administrator, FakeEventStore } from '../fakes/eventstore';
import { ApiClient, tokenFor } from '../server/api-client';
import { StandaloneProcess } from '../server/standalone-process';

/* What an administrator's tool can do to a visit while the server runs, and what becomes of everybody else. */

jest.setTimeout(240_000);
const DAY = '2021-12-15T';
const TRUCKS = {
  TOMBSTONED: '12C-100.01',
  DELETED: '12C-100.02',
  TRUNCATED: '12C-100.03',
  FOREIGN_EVENT: '12C-100.04',
  whole: '12C-100.05',
};
type Kind = keyof typeof TRUCKS;
const DAMAGED = ['TOMBSTONED', 'DELETED', 'TRUNCATED', 'FOREIGN_EVENT'] as const;

let folder: string;
let fake: FakeEventStore;
let server: StandaloneProcess;
let api: ApiClient;
const visits = {} as Record<Kind, string>;
let keys = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'truckflow-damage-'));
  fake = await FakeEventStore.start();
  await start('one');
  for (const kind of Object.keys(TRUCKS) as Kind[]) {
    const arrived = await post('/truck-visits', arrivalOf(TRUCKS[kind], '06:40'));
    visits[kind] = ((await arrived.json()) as { id: string }).id;
    const cleared = await step(kind, 'customs-clearance', '08:10', { declarationNumber: `D-${kind}` });
    expect(cleared.status).toBe(200);
  }
});

afterAll(async () => {
  await server.stop();
  fake.stop();
  await rm(folder, { recursive: true });
});

async function start(data: string): Promise<void> {
  const settings = { DATA_DIR: join(folder, data), PORT: '0', EVENTSTORE_URL: fake.url, LOG_LEVEL: 'silent' };
  server = await StandaloneProcess.start(settings);
  const claims = { sub: 'manager', roles: ['manager', 'gate-manager'], gates: ['*'], yards: ['*'] };
  api = new ApiClient(server.address, await tokenFor(claims));
}

function post(path: string, body: object): Promise<Response> {
  return api.post(path, `key-${(keys += 1)}`, body);
}

function arrivalOf(plate: string, time: string, more: object = {}): object {
  return {
    gate: 'TAN_THANH',
    direction: 'EXPORT',
    at: `${DAY}${time}:00+07:00`,
    tractor: { plate },
    bodyType: 'REEFER_CONTAINER',
    consignments: [{ consignmentId: `goods-of-${plate}`, cargoClass: 'FRESH_PRODUCE' }],
    ...more,
  };
}

function step(kind: Kind, name: string, time: string, more: object): Promise<Response> {
  return post(`/truck-visits/${visits[kind]}/${name}`, { at: `${DAY}${time}:00+07:00`, ...more });
}

function disinfect(kind: Kind, time = '08:40'): Promise<Response> {
  return step(kind, 'disinfection', time, { targets: ['CABIN'], procedureVersion: '2021-1' });
}

async function damage(): Promise<void> {
  const streamOf = (kind: Kind) => `truckVisit-${visits[kind]}`;
  await administrator.tombstone(fake.url, streamOf('TOMBSTONED'));
  await administrator.delete(fake.url, streamOf('DELETED'));
  await administrator.truncate(fake.url, streamOf('TRUNCATED'), 1);
  await administrator.write(fake.url, streamOf('FOREIGN_EVENT'));
}

async function csvOf(path: string): Promise<string> {
  const Authorization = `Bearer ${await tokenFor({ sub: 'manager', roles: ['manager'] })}`;
  return (await fetch(`${server.address}/api/v1${path}?format=csv`, { headers: { Authorization } })).text();
}

interface Ready {
  readonly details: { readonly streams: { readonly damaged: number; readonly names: string } };
}

async function untilMeasured(line: string): Promise<void> {
  for (;;) {
    const metrics = await (await fetch(`${server.address}/metrics`)).text();
    if (metrics.includes(`${line}\n`)) return;
    await sleep(100);
  }
}

async function untilFound(count: number): Promise<Ready['details']['streams']> {
  for (;;) {
    const answer = await fetch(`${server.address}/readyz`);
    const { details } = (await answer.json()) as Ready;
    if (answer.status === 200 && details.streams.damaged === count) return details.streams;
    await sleep(100);
  }
}

async function expectSetAside(): Promise<void> {
  const { names } = await untilFound(DAMAGED.length);
  expect(names.split(' ').sort()).toEqual(DAMAGED.map((kind) => `truckVisit-${visits[kind]}`).sort());
  await untilMeasured('truckflow_damaged_streams{accepted="no"} 4');
  for (const kind of DAMAGED) {
    const refused = await disinfect(kind);
    expect([kind, refused.status, await refused.json()]).toEqual([
      kind,
      409,
      expect.objectContaining({ code: 'STREAM_DAMAGED' }),
    ]);
  }
}

function rowsOf(data: string): unknown {
  const directory = join(folder, data);
  const db = new DatabaseSync(viewFilePath(directory, newestGeneration(directory) ?? 0), { readOnly: true });
  const { projection_checkpoint: _, ...rows } = rowsOfViews(db, {});
  db.close();
  return rows;
}

it('sets the damaged visits aside while everything else goes on', async () => {
  await damage();
  // At once, whether or not the views have come upon it.
  for (const kind of DAMAGED) expect([kind, (await disinfect(kind)).status]).toEqual([kind, 409]);
  await expectSetAside();
  const answer = await disinfect('whole');
  expect(answer.status).toBe(200);
  const { position } = (await answer.json()) as { position: string };
  const shown = await api.get<{ steps: unknown[] }>(`/truck-visits/${visits.whole}?after=${position}`);
  expect(shown.steps).toHaveLength(3);
  for (const kind of DAMAGED) {
    await expect(api.get(`/truck-visits/${visits[kind]}`)).resolves.toMatchObject({
      stage: 'CUSTOMS_CLEARED',
      damaged: true,
    });
  }
  const queue = await csvOf('/gate-boards/TAN_THANH/queue');
  for (const kind of [...DAMAGED, 'whole'] as const)
    expect(queue).toMatch(new RegExp(`,${visits[kind]},${kind !== 'whole'}$`, 'm'));
  const trail = await csvOf(`/consignments/goods-of-${TRUCKS.DELETED}/audit-trail`);
  expect(trail).toMatch(new RegExp(`,${visits.DELETED},.*,true$`, 'm'));
  const { items } = await api.get<{ items: { gate: string }[] }>('/gate-boards');
  expect(items.find(({ gate }) => gate === 'TAN_THANH')).toMatchObject({
    trucksOnHand: 1,
    damaged: DAMAGED.length,
    warnings: [{ code: 'STREAM_DAMAGED', pointer: '/damaged' }],
  });
});

it('tells nobody of a damaged visit who may not know of it', async () => {
  const claims = { sub: 'elsewhere', roles: ['gate-operator'], gates: ['CHI_MA'] };
  const elsewhere = new ApiClient(server.address, await tokenFor(claims));
  const body = { at: `${DAY}08:40:00+07:00`, targets: ['CABIN'], procedureVersion: '2021-1' };
  for (const kind of DAMAGED) {
    const path = `/truck-visits/${visits[kind]}/disinfection`;
    expect([kind, (await elsewhere.post(path, `elsewhere-${kind}`, body)).status]).toEqual([kind, 404]);
  }
});

it('takes no damaged holder for one that never arrived, and lets a truck in that is seen', async () => {
  const stream = `truckVisit-${visits.DELETED}`;
  const before = fake.log.all.filter((event) => event.stream === stream).length;
  const refused = await post('/truck-visits', arrivalOf(TRUCKS.DELETED, '09:40'));
  expect([refused.status, await refused.json()]).toEqual([
    409,
    expect.objectContaining({ code: 'STREAM_DAMAGED' }),
  ]);
  expect(fake.log.all.filter((event) => event.stream === stream)).toHaveLength(before);
  const seen = { observed: true, observation: 'it stands in lane 2' };
  const observed = await post('/truck-visits', arrivalOf(TRUCKS.DELETED, '09:45', seen));
  expect(observed.status).toBe(201);
});

it('finds the same after a restart, and from the log alone', async () => {
  await server.stop();
  await start('one');
  await expectSetAside();
  await server.stop();
  await start('two');
  await expectSetAside();
  expect((await disinfect('whole', '08:50')).status).toBe(200);
  await server.stop();
  await start('one');
  await untilFound(DAMAGED.length);
  await server.stop();
  expect(rowsOf('two')).toEqual(rowsOf('one'));
  await start('one');
});

function admin(...args: string[]): ReturnType<typeof startAdmin>['ended'] {
  return startAdmin(join(folder, 'one'), args, { settings: { EVENTSTORE_URL: fake.url } }).ended;
}

it('is listed whole by verify', async () => {
  const { status, output, errors } = await admin('verify');
  expect(status).toBe(1);
  const listed = output.split('\n').filter((line) => line.startsWith('fault'));
  expect(listed.map((line) => line.replace(/(?: revision \d+)?, position \d+$/, '')).sort()).toEqual(
    DAMAGED.map((kind) => `fault  ${kind} at truckVisit-${visits[kind]}`).sort(),
  );
  expect(errors).toMatch(/^LOG_FAULTY: EventStoreDB: .*, and 3 more\n$/);
});

it('is accepted by somebody, which ends the alarm and lets the truck in, and the mark stays', async () => {
  const stream = `truckVisit-${visits.TOMBSTONED}`;
  expect((await post('/truck-visits', arrivalOf(TRUCKS.TOMBSTONED, '10:40'))).status).toBe(409);
  const reason = ['--reason', 'deleted by mistake', '--by', 'shift lead'];
  const accepted = await admin('accept-damage', stream, ...reason);
  expect([accepted.status, accepted.errors]).toEqual([0, '']);
  await untilMeasured('truckflow_damaged_streams{accepted="yes"} 1');
  await untilMeasured('truckflow_damaged_streams{accepted="no"} 3');
  expect((await untilFound(DAMAGED.length)).names).toContain(stream);
  expect((await disinfect('TOMBSTONED')).status).toBe(409);
  expect((await post('/truck-visits', arrivalOf(TRUCKS.TOMBSTONED, '10:50'))).status).toBe(201);
  const nothing = await admin('accept-damage', `truckVisit-${visits.whole}`, '--reason', 'nothing');
  expect([nothing.status, nothing.errors]).toEqual([3, expect.stringMatching(/^NOT_DAMAGED: /)]);
});

it('keeps no server from starting, also where it is what every server registers', async () => {
  await administrator.tombstone(fake.url, 'dedicatedDriver-CHI_MA-D05');
  await administrator.delete(fake.url, 'dedicatedDriver-CHI_MA-D06');
  await untilFound(DAMAGED.length + 2);
  const end = fake.log.all.length;
  await server.stop();
  await start('one');
  await untilFound(DAMAGED.length + 2);
  expect(fake.log.all).toHaveLength(end);
});
