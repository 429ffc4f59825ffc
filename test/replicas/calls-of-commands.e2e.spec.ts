import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { proofSize } from '#libs/event-sourcing/testing';
import { FakeEventStore } from '../fakes/eventstore';
import { generateAutumn2021 } from '../scenarios/autumn-2021/generate';
import { ApiClient, partsOf, tokenFor } from '../server/api-client';
import { StandaloneProcess } from '../server/standalone-process';

// These tests wait for a process to start, and how long that takes is up to the machine.
jest.setTimeout(900_000);

const CLIENTS = 8;
const VISITS_EACH = proofSize({ test: 10, proof: 200 });
/** How many reads commands share depends on how they meet, so the least of a few rounds counts. */
const ROUNDS = 3;
const CALLS_A_COMMAND = 2.4;
/** On the first day nearly everything arrives, so a small share of the month is counted behind it. */
const COUNTED = proofSize({ test: 1_200, proof: Infinity });
const UNCOUNTED = proofSize({ test: 625, proof: 0 });
/** Behind the first day fewer lines claim anything: without what is remembered of streams it would be 2.0. A call-forward asks for
 * the policies in force, which is 0.1 of a line. */
const CALLS_A_LINE = proofSize({ test: 1.95, proof: 2.35 });
const OCTOBER_ENDS = '2021-11-01T00:00:00+07:00';

const directory = mkdtempSync(join(tmpdir(), 'calls-'));
let fake: FakeEventStore;
let server: StandaloneProcess;

beforeAll(async () => {
  fake = await FakeEventStore.start();
  server = await StandaloneProcess.start({
    DATA_DIR: directory,
    PORT: '0',
    EVENTSTORE_URL: fake.url,
    TOKEN_RATE_LIMIT: '1000000000',
  });
  while (!(await fetch(`${server.address}/readyz`)).ok)
    await new Promise((resolve) => setTimeout(resolve, 20));
});

afterAll(async () => {
  await server.stop();
  fake.stop();
  rmSync(directory, { recursive: true });
});

/** Calls to the event store while something is done: appends, and reads of a stream or of the log. */
async function callsOf(
  work: () => Promise<void>,
): Promise<{ readonly appends: number; readonly reads: number }> {
  const before = { appends: fake.faults.countOf('append'), reads: fake.faults.countOf('read') };
  await work();
  return {
    appends: fake.faults.countOf('append') - before.appends,
    reads: fake.faults.countOf('read') - before.reads,
  };
}

test(`a command of ${CLIENTS} clients that bring visits from arrival to disinfection costs at most ${CALLS_A_COMMAND} calls`, async () => {
  const token = await tokenFor({ sub: 'operator', roles: ['gate-operator'], gates: ['TAN_THANH'] });
  const client = new ApiClient(server.address, token);
  const bring = async (name: string): Promise<void> => {
    const send = async (path: string, body: object): Promise<{ readonly id: string }> => {
      const answer = await client.post(`/${path}`, `${name}-${path}`, body);
      if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
      return (await answer.json()) as { id: string };
    };
    const { id } = await send('truck-visits', {
      gate: 'TAN_THANH',
      direction: 'EXPORT',
      at: '2021-12-15T06:40:00+07:00',
      tractor: { plate: `99Z-${name}` },
      bodyType: 'HOT_BOX',
      consignments: [{ consignmentId: `goods-${name}`, cargoClass: 'FRESH_PRODUCE' }],
    });
    await send(`truck-visits/${id}/customs-clearance`, {
      at: '2021-12-15T08:10:00+07:00',
      declarationNumber: 'D-1',
    });
    await send(`truck-visits/${id}/disinfection`, {
      at: '2021-12-15T08:40:00+07:00',
      targets: ['CABIN'],
      procedureVersion: '2021-1',
    });
  };
  const commands = 3 * CLIENTS * VISITS_EACH;
  const costOf = async (round: number): Promise<number> => {
    const { appends, reads } = await callsOf(async () => {
      await Promise.all(
        Array.from({ length: CLIENTS }, async (_, number) => {
          const first = 10_000 + (round * CLIENTS + number) * VISITS_EACH;
          for (let index = 0; index < VISITS_EACH; index += 1) await bring(`${first + index}`);
        }),
      );
    });
    process.stdout.write(
      `${((appends + reads) / commands).toFixed(2)} calls a command: ${(appends / commands).toFixed(2)} appends, ${(reads / commands).toFixed(2)} reads\n`,
    );
    return (appends + reads) / commands;
  };
  let least = Infinity;
  for (let round = 0; round < ROUNDS && least > CALLS_A_COMMAND; round += 1)
    least = Math.min(least, await costOf(round));
  expect(least).toBeLessThanOrEqual(CALLS_A_COMMAND);
});

test(`a line of an import costs at most ${CALLS_A_LINE} calls`, async () => {
  const claims = { sub: 'importer', roles: ['gate-manager'], gates: ['*'], yards: ['*'] };
  const client = new ApiClient(server.address, await tokenFor(claims));
  const october = generateAutumn2021({ seed: 1, until: OCTOBER_ENDS });
  const send = async (lines: Iterable<string>): Promise<number> => {
    let sent = 0;
    for (const part of partsOf(lines)) {
      sent += part.lines;
      const refused = (await client.import(part.text)).filter(({ status }) => status !== 200);
      expect(refused).toEqual([]);
    }
    return sent;
  };
  await send(firstOf(october, UNCOUNTED));
  let lines = 0;
  const begun = performance.now();
  const { appends, reads } = await callsOf(async () => {
    lines = await send(firstOf(october, COUNTED));
  });
  const seconds = (performance.now() - begun) / 1_000;
  process.stdout.write(
    `${((appends + reads) / lines).toFixed(2)} calls a line of ${lines}: ${(appends / lines).toFixed(2)} appends, ${(reads / lines).toFixed(2)} reads; ${(lines / seconds).toFixed(0)} lines/s\n`,
  );
  expect((appends + reads) / lines).toBeLessThanOrEqual(CALLS_A_LINE);
});

/** The next lines of a scenario, which can go on behind them. */
function* firstOf(scenario: Iterator<string, undefined>, count: number): Generator<string> {
  for (let index = 0; index < count; index += 1) {
    const next = scenario.next();
    if (next.done === true) return;
    yield next.value;
  }
}
