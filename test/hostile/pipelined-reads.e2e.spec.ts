import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROUTE_ACCESS } from '../../apps/api/src/access/route-access';
import { autumn2021Lines } from '../scenarios/autumn-2021/generate';
import { ApiClient, tokenFor } from '../server/api-client';
import { StandaloneProcess } from '../server/standalone-process';
import { eventually, RawConnection } from './raw-connection';

jest.setTimeout(900_000);

const PIPELINED = 2_000;
const MOST_GROWTH = 50 * 1024 * 1024;
const ENDS = '2021-10-01T12:00:00+07:00';
const LONG_LISTS = /\/(feed|queue|truck-visits|trucks|deviations|audit-trail|consignments|corrections)$/;

const ONE_DAY = 'from=2021-10-01&to=2021-10-02&step=hour';

const folder = mkdtempSync(join(tmpdir(), 'truckflow-pipelined-'));
const open: RawConnection[] = [];
let server: StandaloneProcess;
let token: string;
let ids: Readonly<Record<string, string>>;

beforeAll(async () => {
  const settings = { PUBLIC_RATE_LIMIT: '1000000', TOKEN_RATE_LIMIT: '1000000' };
  server = await StandaloneProcess.start({ DATA_DIR: folder, PORT: '0', LOG_LEVEL: 'error', ...settings });
  const roles = ['gate-manager', 'manager', 'integration'];
  token = await tokenFor({ sub: 'everyone', roles, gates: ['*'], yards: ['*'] });
  const lines = [...autumn2021Lines({ seed: 1, until: ENDS })];
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  const answers = await new ApiClient(server.address, token).import(text);
  const first = lines.findIndex(({ command }) => command === 'truck-visits');
  const { body } = lines[first] as { body: { consignments?: { consignmentId: string }[] } };
  const { ticket, position } = await arrivalWithTicket();
  await new ApiClient(server.address, token).get(`/public/positions/${ticket.code}?after=${position}`);
  ids = {
    ticket: ticket.code,
    visitId: answers[first]?.id ?? '',
    consignmentId: body.consignments?.[0]?.consignmentId ?? '',
    gate: 'HUU_NGHI',
    yard: 'HUU_NGHI_YARD',
  };
});

interface WithTicket {
  readonly ticket: { readonly code: string };
  readonly position: string;
}

/** Who imports trucks gives no tickets. */
async function arrivalWithTicket(): Promise<WithTicket> {
  const answer = await fetch(`${server.address}/api/v1/truck-visits`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': 'with-ticket',
    },
    body: JSON.stringify({
      gate: 'HUU_NGHI',
      direction: 'EXPORT',
      at: ENDS,
      bodyType: 'BOX',
      tractor: { plate: '12C-900.01' },
      consignments: [{ consignmentId: 'with-ticket', cargoClass: 'DRY' }],
    }),
  });
  return (await answer.json()) as WithTicket;
}

afterAll(async () => {
  for (const connection of open) connection.close();
  await server.stop();
  rmSync(folder, { recursive: true });
});

/** Every route that is read, with the ids of what there is, and as much of it as may be asked for. */
function reads(): string[] {
  return Object.keys(ROUTE_ACCESS)
    .filter((route) => route.startsWith('GET '))
    .map((route) => route.slice('GET '.length).replaceAll(/:(\w+)/g, (_, name: string) => ids[name] ?? name))
    .map((path) => (LONG_LISTS.test(path) ? `${path}?limit=500` : path))
    .map((path) => (path.endsWith('/movements') ? `${path}?${ONE_DAY}` : path));
}

const request = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`;

async function connect(text: string): Promise<RawConnection> {
  const connection = await RawConnection.open(server.address);
  open.push(connection);
  connection.send(text);
  return connection;
}

/** Resident memory in bytes, and how many requests have been answered. */
async function numbers(): Promise<{ memory: number; answered: number }> {
  const text = await (await fetch(`${server.address}/metrics`)).text();
  const sumOf = (metric: string) =>
    [...text.matchAll(/^(\w+)(?:\{[^}]*\})? (\S+)$/gm)]
      .filter(([, name]) => name === metric)
      .reduce((sum, [, , value]) => sum + Number(value), 0);
  return {
    memory: sumOf('process_resident_memory_bytes'),
    answered: sumOf('truckflow_http_request_duration_seconds_count'),
  };
}

test('every read is answered when it is asked for and taken, or the attack asks for nothing', async () => {
  const ends = reads().filter((path) => !path.endsWith('/stream'));
  expect(ends.length).toBeGreaterThan(20);
  // More than once: what is measured below is a server in use, whose memory has grown to what use takes.
  for (const path of Array<string[]>(20).fill(ends).flat()) {
    const answer = await fetch(`${server.address}${path}`, { headers: { authorization: `Bearer ${token}` } });
    expect([path, answer.status]).toEqual([path, 200]);
    await answer.arrayBuffer();
  }
});

const statusesOf = ({ answer }: RawConnection) => answer.match(/(?<=HTTP\/1\.1 )\d+/g) ?? [];

test('who sends a hundred reads ahead and takes their answers gets all of them, in order', async () => {
  const some = ['/livez', '/nothing', '/docs', '/api/v1/gate-boards'];
  const connection = await connect(some.map(request).join('').repeat(25));
  await eventually('all are answered', () => statusesOf(connection).length === 100);
  expect(statusesOf(connection)).toEqual(Array<string[]>(25).fill(['200', '404', '200', '200']).flat());
  connection.send(request('/livez'));
  await eventually('the connection goes on', () => statusesOf(connection).length === 101);
});

test('who sends more ahead gets the first of them whole, and an end that says so', async () => {
  const connection = await connect(request('/livez').repeat(PIPELINED));
  await eventually('the connection ends', () => connection.ended);
  const statuses = statusesOf(connection);
  expect(statuses.length).toBeGreaterThan(100);
  expect(statuses).toEqual(Array(statuses.length).fill('200'));
  const last = connection.answer.slice(connection.answer.lastIndexOf('HTTP/1.1 '));
  expect(last).toMatch(/^connection: close\r$/im);
  expect(last).toMatch(/\r\n\r\n\{"status":"ok"\}$/);
});

test('two thousand reads of every kind, sent at once and never taken, leave memory as it was and others served', async () => {
  const honest = new ApiClient(server.address, token);
  const before = await numbers();
  for (const path of reads()) (await connect(request(path).repeat(PIPELINED))).stopReading();
  let last = before;
  let most = 0;
  await eventually('the server has no more to do', async () => {
    expect((await fetch(`${server.address}/livez`)).status).toBe(200);
    expect(await honest.get<object>('/gate-boards')).toHaveProperty('items');
    const { answered } = last;
    last = await numbers();
    most = Math.max(most, last.memory);
    // The three of this look.
    return last.answered - answered <= 3;
  });
  expect(last.answered - before.answered).toBeGreaterThan(reads().length);
  expect(most - before.memory).toBeLessThan(MOST_GROWTH);
});
