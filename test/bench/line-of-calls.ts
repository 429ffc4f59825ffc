/* Benchmark of the line of a gate: who is called next, where a truck stands, and a month of overtakings. */
import { pick, seeded } from '#libs/event-sourcing/testing';
import { ApiClient, partsOf, tokenFor } from '../server/api-client';
import { StandaloneProcess } from '../server/standalone-process';
import { BareProcess } from './bare-process';
import type { Bench } from './bench';
import { percentileOf } from './figures';
import type { Figure } from './figures';
import { viewsIn } from './filled-server';
import { clearedLines, stepLine, textOf, trucksFrom } from './line-requests';
import type { LineTruck } from './line-requests';
import { pairedRounds, ratiosOf, samplesOf } from './paired-rounds';
import { untilIdle } from './process-usage';

const GATE = 'TAN_THANH';
/** The gate whose month of turns is read. */
const MONTH_AT = 'CHI_MA';
const QUEUED = 2_500;
const CALLS = 300;
const A_MONTH = 9_000;
const READS = 200;
/** Reports a second beside the reads. */
const BESIDE = 200;
const PATIENCE = 120_000;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const BASIS = '1/QĐ-BENCH';
/** Milliseconds; how long a read takes beside others is the machine's too. */
const MOST = { read: '<= 50', month: 500 };

type Side = 'bare' | 'next' | 'position' | 'month';

/**
 * A day of 2,500 queued trucks and 300 calls under an order: `next-calls` and `position` beside 200 reports a second, each
 * against a bare Fastify that selects the rows of the same line by the same index; and the overtakings of a month of
 * 9,000 calls.
 */
export const lineOfCalls: Bench = {
  name: 'line',
  async run({ rounds, directory }) {
    const settings = { PORT: '0', DATA_DIR: directory, TOKEN_RATE_LIMIT: '1000000000' };
    const server = await StandaloneProcess.start(settings);
    try {
      const chief = await tokenFor({ sub: 'chief', roles: ['gate-manager'], gates: ['*'], yards: ['*'] });
      const client = new ApiClient(server.address, chief);
      const reports = await fill(client);
      await untilIdle(server.pid, PATIENCE);
      const bare = await BareProcess.start('bare-reader', viewsIn(directory));
      try {
        const asked = async (address: string, paths: readonly string[]) => read(address, chief, paths);
        const calls = `/api/v1/gate-boards/${GATE}/next-calls`;
        const month = `/api/v1/gate-boards/${MONTH_AT}/overtakings?${monthOf()}&limit=500`;
        const positions = reports.line.map(({ visitId }) => `/api/v1/truck-visits/${visitId}/position`);
        const beside = async <Answer>(reading: () => Promise<Answer>) => reports.beside(client, reading);
        const measured = await pairedRounds<Side>({ rounds, warmUps: 1 }, [
          { name: 'bare', slice: () => beside(() => asked(bare.address, [`/line/${GATE}`])) },
          { name: 'next', slice: () => beside(() => asked(server.address, [calls])) },
          { name: 'position', slice: () => beside(() => asked(server.address, positions)) },
          { name: 'month', slice: () => read(server.address, chief, [month], 1) },
        ]);
        const p95 = (side: Side) => samplesOf(measured, side, 'p95');
        const over = (side: Side) => ratiosOf(measured, 'p95', [side, 'bare']);
        return [
          { name: 'bare read of the line, p95', unit: 'ms', samples: p95('bare') },
          { name: `next calls of ${QUEUED}, p95`, unit: 'ms', samples: p95('next'), goal: MOST.read },
          { name: 'position, p95', unit: 'ms', samples: p95('position'), goal: MOST.read },
          { name: `overtakings of ${A_MONTH} calls`, unit: 'ms', samples: p95('month'), ceiling: MOST.month },
          { name: 'next calls / bare, p95', unit: 'ratio', samples: over('next') },
          { name: 'position / bare, p95', unit: 'ratio', samples: over('position') },
          { name: 'overtakings / bare, p95', unit: 'ratio', samples: over('month') },
        ] satisfies Figure[];
      } finally {
        await bare.stop();
      }
    } finally {
      await server.stop();
    }
  },
};

interface Reports {
  readonly line: readonly LineTruck[];
  /** Sends reports of other trucks of the gate, so many a second, while something is read. */
  beside<Answer>(client: ApiClient, reading: () => Promise<Answer>): Promise<Answer>;
}

async function fill(client: ApiClient): Promise<Reports> {
  const now = Date.now();
  await publishOrder(client, now - 2 * DAY);
  const trucks = trucksFrom(0, QUEUED + CALLS, { begin: now - 1.5 * DAY, every: 30_000 });
  await send(client, clearedLines(GATE, trucks));
  await callNext(client, CALLS, now - 30 * MINUTE);
  await fillMonth(client, now);
  const known = trucksFrom(30_000, 50_000, { begin: now - DAY / 2, every: 1 });
  let sent = 0;
  return {
    line: trucks.slice(-1_000),
    async beside(one, reading) {
      const timer = setInterval(() => {
        const some = known.slice(sent, sent + BESIDE / 20);
        sent += some.length;
        const lines = [...clearedLines(GATE, some)].slice(0, BESIDE / 10).join('');
        void one.import(lines);
      }, 100);
      try {
        return await reading();
      } finally {
        clearInterval(timer);
      }
    },
  };
}

async function publishOrder(client: ApiClient, from: number): Promise<void> {
  const classes = [
    { class: 'PERISHABLE', weight: 2, when: { cargoClass: ['FRESH_PRODUCE'] } },
    { class: 'FROZEN', weight: 1, when: { cargoClass: ['FROZEN_SEAFOOD'] } },
    { class: 'ORDINARY', weight: 5 },
  ];
  const policy = {
    at: textOf(from),
    policy: 'ORDER_OF_THE_BENCH',
    kind: 'QUEUE_ORDER',
    gate: GATE,
    effectiveFrom: textOf(from),
    legalBasis: BASIS,
    values: { classes, window: 3, requires: ['CUSTOMS'] },
  };
  const day = textOf(from - DAY).slice(0, 10);
  const basis = {
    at: textOf(from),
    number: BASIS,
    date: day,
    issuer: 'BENCH',
    title: 'Order',
    validFrom: day,
  };
  await publish(client, '/legal-bases', basis);
  await publish(client, '/policies', policy);
}

async function publish(client: ApiClient, path: string, body: object): Promise<void> {
  const answer = await client.post(path, path.slice(1), body);
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
}

/** Calls so many trucks, each the next, a second after the one before it. */
async function callNext(client: ApiClient, count: number, begin: number): Promise<void> {
  let [called, after] = [0, '0'];
  while (called < count) {
    const at = textOf(begin + called * 1_000);
    const path = `/gate-boards/${GATE}/next-calls?limit=50&at=${at}&after=${after}`;
    const { items } = await client.get<{ items: { visitId: string }[] }>(path);
    const lines = items
      .slice(0, count - called)
      .map(({ visitId }, index) =>
        stepLine('call-forward', visitId, { at: textOf(begin + (called + index) * 1_000) }),
      );
    after = await send(client, lines);
    called += lines.length;
  }
}

/** A month of trucks that are called in nearly the order in which they came. */
async function fillMonth(client: ApiClient, now: number): Promise<void> {
  const every = (30 * DAY) / A_MONTH;
  const trucks = trucksFrom(10_000, A_MONTH, { begin: now - 38 * DAY, every });
  await send(client, clearedLines(MONTH_AT, trucks));
  const random = seeded(7);
  const waits = [4, 5, 6, 7, 8].map((days) => days * DAY);
  const calls = trucks.map((truck) => ({ ...truck, at: truck.arrived + pick(random, waits) }));
  calls.sort((a, b) => a.at - b.at);
  await send(
    client,
    calls.map(({ visitId, at }) => stepLine('call-forward', visitId, { at: textOf(at) })),
  );
}

function monthOf(): string {
  const day = (daysAgo: number) => textOf(Date.now() - daysAgo * DAY).slice(0, 10);
  return `from=${day(31)}&to=${day(1)}`;
}

/** Answers the log position of the last line. */
async function send(client: ApiClient, lines: Iterable<string>): Promise<string> {
  let last = '0';
  for (const { text } of partsOf(lines)) {
    const answers = await client.import(text);
    const refused = answers.find(({ status }) => status !== 200);
    if (refused !== undefined) throw new Error(`a line was refused: ${JSON.stringify(refused)}`);
    last = answers.at(-1)?.position ?? last;
  }
  return last;
}

/** Reads one after the other; the 95th percentile of how long each took, in milliseconds. */
async function read(address: string, token: string, paths: readonly string[], count = READS) {
  const headers = { authorization: `Bearer ${token}` };
  const times: number[] = [];
  for (let number = 0; number < count; number += 1) {
    const begin = performance.now();
    const answer = await fetch(`${address}${paths[number % paths.length] ?? ''}`, { headers });
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
    times.push(performance.now() - begin);
  }
  return { p95: percentileOf(times, 0.95) };
}
