import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FakeEventStore } from '../fakes/eventstore';
import { differencesOf, runScenario, withEventStore } from '../proof/both-engines';
import type { EngineRun } from '../proof/both-engines';
import { interruptServer, interruptStore } from '../proof/interruptions';
import { ApiClient, tokenFor } from '../server/api-client';
import { StandaloneProcess } from '../server/standalone-process';

const SLOW = 240_000;

let directory: string;
let manager: ApiClient;
let server: StandaloneProcess;
let fake: FakeEventStore | undefined;
let port: number;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'truckflow-away-'));
  port = await freePort();
  await start();
}, SLOW);

afterAll(async () => {
  await server.stop();
  fake?.stop();
  await rm(directory, { recursive: true });
});

async function start(): Promise<void> {
  const url = `esdb://127.0.0.1:${port}?tls=false`;
  const environment = { DATA_DIR: directory, PORT: '0', EVENTSTORE_URL: url, LOG_LEVEL: 'silent' };
  server = await StandaloneProcess.start(environment);
  const claims = { sub: 'manager', roles: ['manager', 'gate-manager'], gates: ['*'], yards: ['*'] };
  manager = new ApiClient(server.address, await tokenFor(claims));
}

function suspend(key: string): Promise<Response> {
  return manager.post('/border-gates/TAN_THANH/suspension', key, {
    at: '2021-12-18T12:00:00+07:00',
    orderedBy: 'FOREIGN',
    reason: 'Epidemic control',
  });
}

describe('F-16: a server whose EventStoreDB is away', () => {
  it('starts, and refuses writes', async () => {
    const answer = await suspend('first');
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('2');
    expect(await answer.json()).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    const ready = await fetch(`${server.address}/readyz`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ checks: { store: { state: 'unreachable' } } });
    expect((await fetch(`${server.address}/metrics`)).status).toBe(200);
  });

  it(
    'takes them once the store is there, and its reference data too',
    async () => {
      fake = await FakeEventStore.start({ port });
      const answer = await untilTaken(() => suspend('second'));
      const { position } = (await answer.json()) as { position: string };
      const board = await manager.get<{ items: { gate: string; status: string }[] }>(
        `/gate-boards?after=${position}`,
      );
      expect(board.items.find(({ gate }) => gate === 'TAN_THANH')?.status).toBe('SUSPENDED');
    },
    SLOW,
  );

  it('ends with a sentence and exit code 1 where waiting heals nothing', async () => {
    const address = `esdb://clerk:secret@127.0.0.1:${port}`;
    const settings = { DATA_DIR: join(directory, 'none'), PORT: '0' };
    const begin = (url: string) => StandaloneProcess.start({ ...settings, EVENTSTORE_URL: url });
    const said = (sentence: string) =>
      new RegExp(`^the server did not start \\(exit code 1\\): [^]*${sentence}\\n$`);
    await expect(begin(`${address}?tls=true`)).rejects.toThrow(
      said('the event store speaks no TLS: add tls=false to EVENTSTORE_URL'),
    );
    await expect(begin(`${address}?tlsCAFile=/nowhere/ca.pem`)).rejects.toThrow(
      said('the file /nowhere/ca.pem that EVENTSTORE_URL names by tlsCAFile cannot be read \\(ENOENT\\)'),
    );
  });

  it(
    'answers reads from its views when it starts again without it, once it knows that nobody can tell whose they are',
    async () => {
      await server.stop();
      fake?.stop();
      await start();
      // An `after` that the views have long passed: it is asked for until they may be read.
      const board = await manager.get<{
        items: { gate: string; status: string }[];
        asOf: { position: string };
      }>('/gate-boards?after=0');
      expect(board.items.find(({ gate }) => gate === 'TAN_THANH')?.status).toBe('SUSPENDED');
      expect(BigInt(board.asOf.position)).toBeGreaterThan(0n);
      expect((await suspend('third')).status).toBe(503);
    },
    SLOW,
  );
});

const UNTIL = '2021-09-30T23:59:59+07:00';
let undisturbed: EngineRun;

/* The wait for the store, half a minute, goes on meanwhile. */
describe('a server on EventStoreDB', () => {
  it(
    'shows the same boards, row for row, as one on the embedded store',
    async () => {
      const [embedded, served] = await Promise.all([
        runScenario(UNTIL),
        withEventStore((url) => runScenario(UNTIL, { url })),
      ]);
      expect(served.refused).toBe(0);
      expect(served.lines).toBeGreaterThan(500);
      expect(differencesOf(embedded, served)).toEqual([]);
      undisturbed = embedded;
    },
    SLOW,
  );

  it(
    'shows them too when the store or its server was killed while they were imported',
    async () => {
      const { lines } = undisturbed;
      const store = await interruptStore({ until: UNTIL, kills: 2, lines, seed: 1 });
      const server = await interruptServer({ until: UNTIL, kills: 1, lines, seed: 1 });
      expect([store.kills, store.refused, server.kills, server.refused]).toEqual([2, 0, 1, 0]);
      expect(differencesOf(undisturbed, store)).toEqual([]);
      expect(differencesOf(undisturbed, server)).toEqual([]);
    },
    SLOW,
  );
});

describe('F-16: a server that has waited for its EventStoreDB in vain', () => {
  it(
    'is ready without an answer of the store only as degraded, at the position its views are at',
    async () => {
      const { asOf } = await manager.get<{ asOf: { position: string } }>('/gate-boards');
      expect((await whenReady(server)).details.views).toMatchObject({
        position: asOf.position,
        degraded: expect.any(String) as string,
      });
    },
    SLOW,
  );
});

interface Ready {
  readonly details: { readonly views: object };
}

async function whenReady(server: StandaloneProcess): Promise<Ready> {
  for (;;) {
    const answer = await fetch(`${server.address}/readyz`);
    const body = (await answer.json()) as Ready;
    if (answer.ok) return body;
    await sleep(100);
  }
}

async function untilTaken(send: () => Promise<Response>): Promise<Response> {
  for (;;) {
    const answer = await send();
    if (answer.status === 200) return answer;
    await sleep(100);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
