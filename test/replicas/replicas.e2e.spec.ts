import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { upcasting } from '#libs/event-sourcing';
import { proofSize } from '#libs/event-sourcing/testing';
import { openKurrentEventReader } from '#libs/event-store-kurrent';
import { rebuildViews } from '#libs/projections';
import { CATALOGUE } from '#libs/read-models';
import { STREAM_PREFIXES, UPCASTERS } from '#libs/truck-flow';
import { FakeEventStoreProcess } from '../fakes/eventstore';
import { generateAutumn2021 } from '../scenarios/autumn-2021/generate';
import { ApiClient, partsOf, tokenFor } from '../server/api-client';
import type { ImportAnswer } from '../server/api-client';
import { StandaloneProcess } from '../server/standalone-process';

// These tests wait for processes to start, and how long that takes is up to the machine.
jest.setTimeout(900_000);

const UNTIL = '2021-10-01T08:00:00+07:00';
const AT = encodeURIComponent(UNTIL);
const ALL = ['*'];
const PAGE = 4_000;

const root = mkdtempSync(join(tmpdir(), 'replicas-'));
const running = new Set<StandaloneProcess>();
let store: FakeEventStoreProcess;
let first: StandaloneProcess;
let second: StandaloneProcess;
let position = '-1';

interface Readiness {
  readonly details?: { readonly views?: { readonly position: string } };
}

function start(name: string): Promise<StandaloneProcess> {
  const settings = { DATA_DIR: join(root, name), PORT: '0', EVENTSTORE_URL: store.url };
  return StandaloneProcess.start(settings).then((server) => {
    running.add(server);
    return server;
  });
}

async function stop(server: StandaloneProcess): Promise<void> {
  running.delete(server);
  await server.stop();
}

/** What a replica says when it is ready for the first time. */
async function whenReady(server: StandaloneProcess): Promise<bigint> {
  for (;;) {
    const response = await fetch(`${server.address}/readyz`);
    const { details } = (await response.json()) as Readiness;
    if (response.ok) return BigInt(details?.views?.position ?? -1);
    await sleep(20);
  }
}

async function manager(server: StandaloneProcess): Promise<ApiClient> {
  return new ApiClient(server.address, await tokenFor({ sub: 'replicas', roles: ['manager'] }));
}

/** The furthest of the positions; lines of different trucks are recorded in any order. */
function lastOf(answers: readonly ImportAnswer[]): string {
  const positions = answers.map((answer) => BigInt(answer.position ?? -1));
  return positions.reduce((a, b) => (b > a ? b : a), -1n).toString();
}

/** Everything that is compared of a replica, once it has seen `after`. */
async function answersOf(server: StandaloneProcess, after: string): Promise<unknown[]> {
  const client = await manager(server);
  const paths = [
    `/gate-boards?at=${AT}&after=${after}`,
    ...['HUU_NGHI', 'TAN_THANH', 'CHI_MA'].flatMap((gate) => [
      `/gate-boards/${gate}/queue?at=${AT}&after=${after}`,
      `/gate-boards/${gate}/dwell-times?from=2021-09-30&to=2021-10-04&after=${after}`,
    ]),
    `/yards?at=${AT}&after=${after}`,
  ];
  return Promise.all(paths.map((path) => client.get<unknown>(path)));
}

beforeAll(async () => {
  store = await FakeEventStoreProcess.start({ noise: 0.05, seed: 11 });
  [first, second] = [await start('first'), await start('second')];
  await whenReady(first);
  const claims = { sub: 'importer', roles: ['gate-manager'], gates: ALL, yards: ALL };
  const importer = new ApiClient(first.address, await tokenFor(claims));
  for (const { text } of partsOf(generateAutumn2021({ seed: 1, until: UNTIL }))) {
    position = await imported(importer, text);
  }
});

/**
 * Sends a part until all of it is recorded, as a client does: on a slow machine the store may take too long for one
 * line, and those that follow it are judged again. Answers how far the log is then.
 */
async function imported(importer: ApiClient, text: string): Promise<string> {
  for (let tries = 1; ; tries++) {
    const answers = await importer.import(text);
    const refused = answers.filter(({ status }) => status !== 200);
    if (refused.length === 0) return lastOf(answers);
    if (tries === 5) throw new Error(`line ${refused[0]?.line ?? 0}: ${JSON.stringify(refused[0]?.problem)}`);
    process.stdout.write(`sent again after ${JSON.stringify(refused[0]?.problem)}\n`);
  }
}

afterAll(async () => {
  await Promise.all([...running].map(stop));
  await store.kill();
  rmSync(root, { recursive: true });
});

test('two replicas with views of their own answer the same', async () => {
  const answers = await answersOf(first, position);
  expect(await answersOf(second, position)).toEqual(answers);
  expect(JSON.stringify(answers).length).toBeGreaterThan(10_000);
});

test('what was written through one is read through the other, by its position', async () => {
  const clerk = await tokenFor({ sub: 'clerk', roles: ['gate-operator'], gates: ALL });
  for (let round = 0; round < 20; round++) {
    const [written, asked] = round % 2 === 0 ? [first, second] : [second, first];
    const arrival = {
      gate: 'TAN_THANH',
      direction: 'EXPORT',
      place: 'TAN_THANH_YARD',
      at: '2021-10-01T20:30:00+07:00',
      tractor: { plate: `12C-9${round.toString().padStart(2, '0')}.17` },
      bodyType: 'HOT_BOX',
      payloadTonnes: 10,
      consignments: [
        { consignmentId: `jackfruit-${round}`, cargoClass: 'FRESH_PRODUCE', commodity: 'JACKFRUIT' },
      ],
    };
    const response = await new ApiClient(written.address, clerk).post(
      '/truck-visits',
      `arrival-${round}`,
      arrival,
    );
    expect([response.status, await response.clone().text()]).toEqual([201, expect.any(String)]);
    const { id, position: after } = (await response.json()) as { id: string; position: string };
    const visit = await (await manager(asked)).get<object>(`/truck-visits/${id}?after=${after}`);
    expect(visit).toMatchObject({ visitId: id });
    position = after;
  }
});

test('a third that starts empty is ready only when it has read the whole log, and answers the same', async () => {
  const third = await start('third');
  expect(await whenReady(third)).toBeGreaterThanOrEqual(BigInt(position));
  expect(await answersOf(third, position)).toEqual(await answersOf(first, position));
  await stop(third);
});

test('a fourth that starts from the views of another reads only the tail', async () => {
  await stop(second);
  const folder = join(root, 'fourth');
  cpSync(join(root, 'second'), folder, { recursive: true, filter: (path) => !path.endsWith('.lock') });
  const before = readdirSync(folder).filter((name) => name.endsWith('.sqlite'));
  const fourth = await start('fourth');
  expect(await whenReady(fourth)).toBeGreaterThanOrEqual(BigInt(position));
  expect(readdirSync(folder).filter((name) => name.endsWith('.sqlite'))).toEqual(before);
  expect(await answersOf(fourth, position)).toEqual(await answersOf(first, position));
  await stop(fourth);
});

test('a folder of views has one owner', async () => {
  await expect(start('first')).rejects.toThrow(/another server is running on the data folder/);
});

/** Events a second that `work` got through. */
async function rateOf(events: number, work: () => Promise<void>): Promise<number> {
  const begin = performance.now();
  await work();
  return Math.round((events / (performance.now() - begin)) * 1000);
}

/** Measures, so it is no part of `npm test`. */
async function catchUpBesideReading(): Promise<void> {
  const reader = await openKurrentEventReader({ url: store.url, prefixes: STREAM_PREFIXES });
  let events = 0;
  const readAll = async (): Promise<void> => {
    events = 0;
    for (let after = -1n; ;) {
      const page = await reader.readAll(after, PAGE);
      const last = page.at(-1);
      if (last === undefined) return;
      events += page.length;
      after = last.position;
    }
  };
  await readAll();
  const bare = await rateOf(events, readAll);
  const log = upcasting(reader, UPCASTERS);
  const options = { store: log, directory: join(root, 'figures'), catalogue: CATALOGUE };
  const caughtUp = await rateOf(events, () => rebuildViews(options));
  await reader.close();
  process.stdout.write(
    `catching up ${events} events from nothing: ${caughtUp} a second, reading alone: ${bare} a second ` +
      `(${(caughtUp / bare).toFixed(2)})\n`,
  );
  expect(caughtUp).toBeGreaterThan(0);
}

if (proofSize({ test: 0, proof: 1 }) === 1)
  test(
    'the figures: catching up from nothing beside a bare loop of reads with the same client',
    catchUpBesideReading,
  );
