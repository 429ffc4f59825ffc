import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { rowsOfViews } from '../../libs/read-models/src/view-digest';
import { newestGeneration, viewFilePath } from '../../libs/read-models/src/views';
import { FakeEventStore } from '../fakes/eventstore';
import { ApiClient, tokenFor } from '../server/api-client';
import { StandaloneProcess } from '../server/standalone-process';

/* What an administrator's tool can do to a visit while the server runs, and what becomes of everybody else. */

const SLOW = 240_000;
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
    expect((await clear(kind)).status).toBe(200);
  }
}, SLOW);

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

function clear(kind: Kind): Promise<Response> {
  const body = { at: `${DAY}08:10:00+07:00`, declarationNumber: `D-${kind}` };
  return post(`/truck-visits/${visits[kind]}/customs-clearance`, body);
}

function disinfect(kind: Kind, time = '08:40'): Promise<Response> {
  const body = { at: `${DAY}${time}:00+07:00`, targets: ['CABIN'], procedureVersion: '2021-1' };
  return post(`/truck-visits/${visits[kind]}/disinfection`, body);
}

/** As the server's own tools do it. */
async function damage(): Promise<void> {
  const client = EventStoreDBClient.connectionString(fake.url);
  const credentials = { username: 'admin', password: 'secret' };
  const streamOf = (kind: Kind) => `truckVisit-${visits[kind]}`;
  await client.tombstoneStream(streamOf('TOMBSTONED'), { credentials });
  await client.deleteStream(streamOf('DELETED'), { credentials });
  await client.setStreamMetadata(streamOf('TRUNCATED'), { truncateBefore: 1 }, { credentials });
  const foreign = jsonEvent({ type: 'weighed', data: { kilograms: 22_000 } });
  await client.appendToStream(streamOf('FOREIGN_EVENT'), foreign, { credentials, expectedRevision: 1n });
  await client.dispose();
}

interface Ready {
  readonly details: { readonly streams: { readonly damaged: number; readonly names: string } };
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
  const metrics = await (await fetch(`${server.address}/metrics`)).text();
  expect(metrics).toContain('truckflow_damaged_streams{accepted="no"} 4');
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

it(
  'sets the damaged visits aside while everything else goes on',
  async () => {
    await damage();
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
    const { items } = await api.get<{ items: { gate: string }[] }>('/gate-boards');
    expect(items.find(({ gate }) => gate === 'TAN_THANH')).toMatchObject({
      trucksOnHand: 1,
      damaged: DAMAGED.length,
      warnings: [{ code: 'STREAM_DAMAGED', pointer: '/damaged' }],
    });
  },
  SLOW,
);

it(
  'takes no damaged holder for one that never arrived, and lets a truck in that is seen',
  async () => {
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
  },
  SLOW,
);

it(
  'finds the same after a restart, and from the log alone',
  async () => {
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
  },
  SLOW,
);
