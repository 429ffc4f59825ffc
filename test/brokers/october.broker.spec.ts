import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { TOPICS } from '#libs/integration-events';
import { generateAutumn2021 } from '../scenarios/autumn-2021/generate';
import { ApiClient, partsOf, tokenFor } from '../server/api-client';
import { StandaloneProcess } from '../server/standalone-process';
import { followTopics } from './read-topics';
import { ReferenceConsumer } from './reference-consumer';
import type { GateDay } from './reference-consumer';

/* October 2021 through the server and a real broker: what a partner counts from the topics is what the boards show. */

const address = process.env['KAFKA_BROKERS'] ?? '';
const GATES = ['CHI_MA', 'HUU_NGHI', 'TAN_THANH'];
const UNTIL = '2021-10-31T23:59:59+07:00';
const RANGE = 'from=2021-09-25&to=2021-11-01';

type Row = Omit<GateDay, 'gate'> & { readonly onHandAtEnd: number };

let directory: string;
let server: StandaloneProcess;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'truckflow-october-'));
  server = await StandaloneProcess.start({ DATA_DIR: directory, PORT: '0', KAFKA_BROKERS: address });
});
afterAll(async () => {
  await server.stop();
  await rm(directory, { recursive: true });
});

test('a partner counts from the topics what the boards show, a gate and day', async () => {
  const claims = { sub: 'importer', roles: ['gate-manager'], gates: ['*'], yards: ['*'] };
  const importer = new ApiClient(server.address, await tokenFor(claims));
  const manager = new ApiClient(server.address, await tokenFor({ sub: 'manager', roles: ['manager'] }));
  let last = -1n;
  let movements = 0;
  const visits = new Set<string | null>();
  for (const { text } of partsOf(generateAutumn2021({ seed: 1, until: UNTIL }))) {
    for (const { position, id } of await importer.import(text)) {
      movements += 1;
      visits.add(id);
      if (BigInt(position ?? -1) > last) last = BigInt(position ?? -1);
    }
  }
  await manager.get(`/gate-boards?after=${last}`);
  const boards = await boardsOf(manager);
  const consumer = new ReferenceConsumer(new DatabaseSync(':memory:'));
  const deadline = performance.now() + 90_000;
  // The publisher may still be on its way: what is read again acts once. What others left on the broker is not ours.
  while (JSON.stringify(countedBy(consumer)) !== JSON.stringify(boards) && performance.now() < deadline) {
    await followTopics(address, [TOPICS.truckVisit], (message) => {
      if (visits.has(message.key)) consumer.take(message);
    });
  }
  expect(countedBy(consumer)).toEqual(boards);
  expect(boards.reduce((sum, { crossed }) => sum + crossed, 0)).toBeGreaterThan(5_000);
  console.log(
    `October 2021: ${movements} movements, ${consumer.applied} events acted, ${boards.length} rows equal`,
  );
}, 900_000);

/** Days on which nothing happened count for neither side. */
async function boardsOf(manager: ApiClient): Promise<GateDay[]> {
  const days: GateDay[] = [];
  for (const gate of GATES) {
    const { items } = await manager.get<{ items: Row[] }>(`/gate-boards/${gate}/throughput?${RANGE}`);
    for (const day of items) days.push(countsOf({ ...day, gate }));
  }
  return days.filter(({ gate: _gate, date: _date, ...counts }) =>
    Object.values(counts).some((count) => count > 0),
  );
}

function countedBy(consumer: ReferenceConsumer): GateDay[] {
  return consumer.days().map(countsOf);
}

function countsOf(day: GateDay): GateDay {
  const { gate, date, arrived, crossed, turnedBack, diverted, cancelled, transferred, seenElsewhere } = day;
  return { gate, date, arrived, crossed, turnedBack, diverted, cancelled, transferred, seenElsewhere };
}
