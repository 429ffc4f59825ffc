/* Benchmarks of reads: pages of a queue, boards and yards, against a bare Fastify. */
import type autocannon from 'autocannon';
import type { StandaloneProcess } from '../server/standalone-process';
import type { Bench } from './bench';
import type { Figure } from './figures';
import { serve } from './filled-server';
import { sendAll } from './http-load';
import { pairedRounds, ratiosOf, samplesOf } from './paired-rounds';
import type { Round } from './paired-rounds';
import { processorTime } from './process-usage';

const WARM_UPS = 3;
const REQUESTS = 3_000;
const QUEUED = 2_500;
const GATES = 30;
const TRUCKS_A_GATE = 300;
const ASKED = ['GATE_11', 'GATE_12', 'GATE_13'];

type Side = 'bare' | 'full' | 'read' | 'same';
/** Of a page of 500. */
type LongSide = 'full' | 'read' | 'same';

/** Long pages are few at a time: the server cuts who leaves too many of them unread. */
const LONG_REQUESTS = 480;
const LONG_CONNECTIONS = 8;
/** A 304 costs at most this share of the page of 500 as it is built. */
const MOST_OF_LONG = 0.1;

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
      return [
        ...figuresOf('T14 queue page', measured),
        ...figuresOfRead('T14 queue page', measured),
        ...(await longPages(server, token, rounds, `/api/v1/gate-boards/${gate}/queue?limit=500`)),
      ];
    } finally {
      await server.stop();
      await bare.stop();
    }
  },
};

/** What a page of 500 costs, and the answer that it did not change. */
async function longPages(
  server: StandaloneProcess,
  token: string,
  rounds: number,
  path: string,
): Promise<Figure[]> {
  const what = 'T14 queue page of 500';
  const ask = (requests: readonly autocannon.Request[]) =>
    measure(server, requests.slice(0, LONG_REQUESTS), LONG_CONNECTIONS);
  const measured = await pairedRounds<LongSide>({ rounds, warmUps: WARM_UPS }, [
    { name: 'full', slice: () => ask(gets([path], token)) },
    { name: 'read', slice: () => ask(gets(instantsOf(path), token)) },
    { name: 'same', slice: async () => ask(gets([path], token, await tagOf(server, path, token))) },
  ]);
  return [
    { name: `${what}, read anew, CPU`, unit: 'µs', samples: samplesOf(measured, 'read', 'cpu') },
    { name: `${what}, unchanged, CPU`, unit: 'µs', samples: samplesOf(measured, 'same', 'cpu') },
    {
      name: `${what}, unchanged / full, CPU`,
      unit: 'ratio',
      samples: ratiosOf(measured, 'cpu', ['same', 'full']),
    },
    {
      name: `${what}, unchanged / read anew, CPU`,
      unit: 'ratio',
      samples: ratiosOf(measured, 'cpu', ['same', 'read']),
      ceiling: MOST_OF_LONG,
    },
  ];
}

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
  return async () => measure(server, gets([path], token, await tagOf(server, path, token)));
}

async function tagOf(server: StandaloneProcess, path: string, token: string): Promise<string> {
  const headers = { authorization: `Bearer ${token}` };
  const tag = (await fetch(`${server.address}${path}`, { headers })).headers.get('etag');
  if (tag === null) throw new Error(`${path} has no ETag`);
  return tag;
}

interface Server {
  readonly address: string;
  readonly pid: number;
}

async function measure(
  { address, pid }: Server,
  requests: readonly autocannon.Request[],
  connections?: number,
) {
  const before = processorTime(pid);
  const { rate, p50 } = await sendAll(address, requests, connections);
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
