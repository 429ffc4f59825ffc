import type { EventStore } from '#libs/event-sourcing';
import { openKurrentEventStore } from '#libs/event-store-kurrent';
import { STREAM_PREFIXES } from '#libs/truck-flow';
import { BusyBorder, firstIds, until } from '../../apps/publisher/testing/relay-trial';
import { FakeEventStore } from '../fakes/eventstore';
import { PublisherProcess } from './publisher-process';
import { readTopics } from './read-topics';

/* Publishers as processes of their own on a shared store and a real broker: one is active, one waits (F-33). */

const address = process.env['KAFKA_BROKERS'] ?? '';
const KILLS = 2;

jest.setTimeout(900_000);

let server: FakeEventStore;
let store: EventStore;
const processes: PublisherProcess[] = [];
beforeAll(async () => {
  server = await FakeEventStore.start();
  store = await openKurrentEventStore({
    url: server.url,
    prefixes: STREAM_PREFIXES,
    clock: () => new Date(),
  });
});
afterAll(async () => {
  await Promise.all(processes.map((one) => one.end('SIGKILL')));
  // First what would keep the run alive: where the store could not be opened, closing it fails.
  server.stop();
  await store.close();
});

async function start(): Promise<PublisherProcess> {
  const one = await PublisherProcess.start({ EVENTSTORE_URL: server.url, KAFKA_BROKERS: address });
  processes.push(one);
  return one;
}

const isActive = async (one: PublisherProcess): Promise<boolean> =>
  (await one.metric('truckflow_relay_active')) === 1;

test('a standby takes over within ten seconds when the active one is killed, and nothing is lost', async () => {
  const border = new BusyBorder(store);
  let active = await start();
  await until(() => isActive(active));
  for (let kill = 0; kill < KILLS; kill += 1) {
    await border.record(20);
    const standby = await start();
    // Under the name of the holder its start counts as the holder's restart.
    await until(() => isActive(standby));
    await until(async () => !(await isActive(active)));
    await standby.end('SIGKILL');
    await border.record(20);
    await until(() => isActive(active));
  }
  const ids = await border.published();
  const kept = async () =>
    firstIds(await readTopics(address, ['truck-flow.truck-visit.v1'])).filter((id) => ids.includes(id));
  await until(async () => (await kept()).length === ids.length);
  const [ready, live] = [await active.probe('/readyz'), await active.probe('/livez')];
  expect([ready, live]).toEqual([200, 200]);
  expect(await active.end('SIGTERM')).toBe(0);
  expect((await border.checkpoints()).at(-1)?.data).toMatchObject({ released: true });
  active = await start();
  await until(() => isActive(active));
});
