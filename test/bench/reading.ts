import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type autocannon from 'autocannon';
import { ApiClient, partsOf, tokenFor } from '../server/api-client';
import { StandaloneProcess } from '../server/standalone-process';
import type { Bench } from './bench';
import { BareProcess } from './bare-process';
import type { Figure } from './figures';
import { GateRequests } from './gate-requests';
import { sendAll } from './http-load';
import { pairedRounds, ratiosOf, samplesOf } from './paired-rounds';
import type { Round } from './paired-rounds';
import { processorTime, untilIdle } from './process-usage';

const WARM_UPS = 3;
const REQUESTS = 3_000;
const PATIENCE = 60_000;
const QUEUED = 2_500;
const GATES = 30;
const TRUCKS_A_GATE = 300;
const ASKED = ['GATE_11', 'GATE_12', 'GATE_13'];

type Side = 'bare' | 'full' | 'read' | 'same';

/** T14: a page of 50 of a queue of 2,500, against a bare Fastify that sends the same rows of the same file. */
export const queuePages: Bench = {
  name: 't14',
  async run({ rounds, directory }) {
    const gate = 'TAN_THANH';
    const { server, bare, token } = await serve(directory, [gate], QUEUED);
    try {
      const path = `/api/v1/gate-boards/${gate}/queue?limit=50`;
      const measured = await pairedRounds<Side>({ rounds, warmUps: WARM_UPS }, [
        { name: 'bare', slice: () => measure(bare, gets([`/queue/${gate}`])) },
        { name: 'full', slice: () => measure(server, gets([path], token)) },
        { name: 'read', slice: () => measure(server, gets(instantsOf(path), token)) },
        { name: 'same', slice: unchanged(server, path, token) },
      ]);
      return [...figuresOf('T14 queue page', measured), ...figuresOfRead('T14 queue page', measured)];
    } finally {
      await server.stop();
      await bare.stop();
    }
  },
};

/** T15: the boards and the yards of 3 among 30 gates, against a bare Fastify that counts the same rows. */
export const boardsAmongMany: Bench = {
  name: 't15',
  async run({ rounds, directory }) {
    const gates = Array.from({ length: GATES }, (_, number) => `GATE_${number + 1}`);
    const { server, bare, token } = await serve(directory, gates, TRUCKS_A_GATE, ASKED);
    try {
      const figures: Figure[] = [];
      for (const [what, kind, places] of [
        ['T15 gate boards', 'gate-boards', ASKED],
        ['T15 yards', 'yards', ASKED.map((gate) => `${gate}_YARD`)],
      ] as const) {
        const path = `/api/v1/${kind}`;
        const bareKind = kind === 'yards' ? 'yards' : 'boards';
        const measured = await pairedRounds<Side>({ rounds, warmUps: WARM_UPS }, [
          { name: 'bare', slice: () => measure(bare, gets([`/${bareKind}/${places.join(',')}`])) },
          { name: 'full', slice: () => measure(server, gets([path], token)) },
          { name: 'read', slice: () => measure(server, gets(instantsOf(path), token)) },
          { name: 'same', slice: unchanged(server, path, token) },
        ]);
        figures.push(...figuresOf(what, measured), ...figuresOfRead(what, measured));
      }
      return figures;
    } finally {
      await server.stop();
      await bare.stop();
    }
  },
};

interface Served {
  readonly server: StandaloneProcess;
  readonly bare: BareProcess;
  /** Of somebody who may see the gates asked for, and no other. */
  readonly token: string;
}

/** A server with so many trucks on hand at each gate, and the bare reader of its views. */
async function serve(
  directory: string,
  gates: readonly string[],
  trucks: number,
  asked: readonly string[] = gates,
): Promise<Served> {
  const settings = { PORT: '0', DATA_DIR: directory, TOKEN_RATE_LIMIT: '1000000000' };
  const server = await StandaloneProcess.start(settings);
  try {
    await fill(server, gates, trucks);
    const token = await tokenFor({ sub: 'operator-17', roles: ['gate-operator'], gates: [...asked] });
    return { server, token, bare: await BareProcess.start('bare-reader', viewsIn(directory)) };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function fill(server: StandaloneProcess, gates: readonly string[], trucks: number): Promise<void> {
  const chief = await tokenFor({ sub: 'chief', roles: ['gate-manager'], gates: ['*'], yards: ['*'] });
  const client = new ApiClient(server.address, chief);
  const requests = new GateRequests(chief);
  for (const gate of gates) {
    if (gate.startsWith('GATE_')) await register(client, gate);
    for (const { text } of partsOf(requests.arrivalLines(trucks, gate))) {
      const refused = (await client.import(text)).find(({ status }) => status !== 200);
      if (refused !== undefined) throw new Error(`an arrival was refused: ${JSON.stringify(refused)}`);
    }
  }
  await untilIdle(server.pid, PATIENCE);
}

async function register(client: ApiClient, gate: string): Promise<void> {
  const at = '2021-12-01T00:00:00+07:00';
  const name = { vi: gate, zh: gate, en: gate };
  const hours = [{ lane: 'MAIN', weekdays: ['MON'], from: '07:00', to: '19:00' }];
  const opened = {
    gate,
    name,
    timeZone: 'Asia/Ho_Chi_Minh',
    lanes: ['MAIN'],
    hours,
    handoverMode: 'FOREIGN_YARD',
    at,
  };
  const yard = {
    yard: `${gate}_YARD`,
    gate,
    name: gate,
    capacity: { min: 500, max: 700 },
    tenure: 'PERMANENT',
    at,
  };
  for (const [path, body] of [
    ['/border-gates', opened],
    ['/yards', yard],
  ] as const) {
    const answer = await client.post(path, `${path.slice(1)}-${gate}`, body);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  }
}

/** The folder that holds the views. */
function viewsIn(directory: string): string {
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  const file = names.find((name) => /views-\d+\.sqlite$/.test(name));
  if (file === undefined) throw new Error('no views are built');
  return join(directory, dirname(file));
}

function gets(paths: readonly string[], token?: string, tag?: string): autocannon.Request[] {
  const headers = {
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(tag === undefined ? {} : { 'if-none-match': tag }),
  };
  return Array.from({ length: REQUESTS }, (_, number) => {
    return { method: 'GET', path: paths[number % paths.length] ?? '', headers };
  });
}

/** Each as of another time, always before the last: nothing that was read helps the next. */
function instantsOf(path: string): string[] {
  const now = Date.now();
  return Array.from({ length: REQUESTS }, (_, number) => {
    return `${path}${path.includes('?') ? '&' : '?'}at=${new Date(now - number * 1_000).toISOString()}`;
  });
}

/** Asks with the tag of what it has, which is what the server has. */
function unchanged(server: StandaloneProcess, path: string, token: string) {
  return async () => {
    const headers = { authorization: `Bearer ${token}` };
    const tag = (await fetch(`${server.address}${path}`, { headers })).headers.get('etag');
    if (tag === null) throw new Error(`${path} has no ETag`);
    return measure(server, gets([path], token, tag));
  };
}

interface Server {
  readonly address: string;
  readonly pid: number;
}

async function measure({ address, pid }: Server, requests: readonly autocannon.Request[]) {
  const before = processorTime(pid);
  const { rate, p50 } = await sendAll(address, requests);
  return { rate, p50, cpu: (processorTime(pid) - before) / requests.length };
}

function figuresOf(what: string, measured: readonly Round<Side>[]): Figure[] {
  return [
    { name: `${what}, bare`, unit: 'per s', samples: samplesOf(measured, 'bare', 'rate') },
    { name: what, unit: 'per s', samples: samplesOf(measured, 'full', 'rate') },
    { name: `${what}, bare, CPU`, unit: 'µs', samples: samplesOf(measured, 'bare', 'cpu') },
    { name: `${what}, CPU`, unit: 'µs', samples: samplesOf(measured, 'full', 'cpu') },
    { name: `${what}, unchanged, CPU`, unit: 'µs', samples: samplesOf(measured, 'same', 'cpu') },
    {
      name: `${what} / bare, requests per s`,
      unit: 'ratio',
      samples: ratiosOf(measured, 'rate', ['full', 'bare']),
      floor: 0.5,
    },
    { name: `bare / ${what}, CPU`, unit: 'ratio', samples: ratiosOf(measured, 'cpu', ['bare', 'full']) },
    {
      name: `${what}, unchanged / full, CPU`,
      unit: 'ratio',
      samples: ratiosOf(measured, 'cpu', ['same', 'full']),
    },
  ];
}

/** When nothing that was read before helps. */
function figuresOfRead(what: string, measured: readonly Round<Side>[]): Figure[] {
  return [
    { name: `${what}, read anew, CPU`, unit: 'µs', samples: samplesOf(measured, 'read', 'cpu') },
    {
      name: `${what}, read anew / bare, requests per s`,
      unit: 'ratio',
      samples: ratiosOf(measured, 'rate', ['read', 'bare']),
      floor: 0.5,
    },
    {
      name: `${what}, unchanged / read anew, CPU`,
      unit: 'ratio',
      samples: ratiosOf(measured, 'cpu', ['same', 'read']),
    },
  ];
}
