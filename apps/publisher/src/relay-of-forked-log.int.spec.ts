import type { EventStore } from '#libs/event-sourcing';
import { openKurrentEventStore } from '#libs/event-store-kurrent';
import { STREAM_PREFIXES } from '#libs/truck-flow';
import { arrival, recordIn, step } from '../../../libs/read-models/testing/given-events';
import type { GivenEvent } from '../../../libs/read-models/testing/given-events';
import { FakeEventStore } from '../../../test/fakes/eventstore';
import { FakeBroker } from '../testing/fake-broker';
import { BusyBorder, firstIds, startRelay, until } from '../testing/relay-trial';
import type { RunningRelay } from '../testing/relay-trial';
import type { RelayEvents } from './relay';

/* A log that went back, or another one: everything that is there is published, and what is gone is named. */

type Told = Parameters<NonNullable<RelayEvents['onFork']>>[0];

let server: FakeEventStore;
let store: EventStore;
let border: BusyBorder;
let broker: FakeBroker;
let relay: RunningRelay;
let forks: Told[];

const open = (): Promise<EventStore> =>
  openKurrentEventStore({
    ...{ url: server.url, prefixes: STREAM_PREFIXES, clock: () => new Date(), connectWithin: 60_000 },
    timings: { shortestPause: 1, longestPause: 20 },
  });

const start = (checkpointAfter: number): RunningRelay =>
  startRelay(store, broker, {
    // Who held the lease in the log that is there need not wait for it.
    ...{ holder: 'one', checkpointAfter, takeoverAfter: 600_000 },
    events: { onFork: (fork) => forks.push(fork) },
  });

/** The server comes back under its address on this log, or on another one. */
async function restart(log?: FakeEventStore['log']): Promise<void> {
  const { port } = server;
  server = await FakeEventStore.start(log === undefined ? { port, seed: 12 } : { port, log });
}

async function allPublished(): Promise<boolean> {
  const sent = new Set(firstIds(broker.messages()));
  const there = await border.published().catch(() => ['away']);
  return there.every((id) => sent.has(id));
}

/** The server comes back with the log as it was then. */
async function restore(backup: ReturnType<FakeEventStore['log']['backUp']>): Promise<void> {
  const { log } = server;
  server.stop();
  log.restore(backup);
  await restart(log);
}

/** As soon as the server takes it. */
function recordOnceBack(record: () => Promise<void>): Promise<void> {
  return until(() =>
    record().then(
      () => true,
      () => false,
    ),
  );
}

beforeEach(async () => {
  server = await FakeEventStore.start({ noise: 0.2, seed: 5 });
  [store, broker, forks] = [await open(), new FakeBroker(), []];
  border = new BusyBorder(await open());
});

afterEach(async () => {
  await relay.stop();
  await store.close();
  await border.store.close();
  server.stop();
});

it.each([
  ['and checkpoints', 5],
  ['and has stored no checkpoint since', 60_000],
])('goes back while the publisher runs %s', async (_, checkpointAfter) => {
  await border.record(20);
  relay = start(checkpointAfter);
  await until(async () => broker.messages().length === 20 && (await border.checkpoints()).length > 0);
  const backup = server.log.backUp();
  await border.record(8);
  await until(() => broker.messages().length === 28);
  const lost = (await border.published()).slice(20);
  await restore(backup);
  await recordOnceBack(() => border.record(15));
  await until(() => forks.length === 1);
  await until(allPublished);
  expect(forks[0]?.gone.map(({ id }) => id)).toEqual(lost);
  expect(forks[0]?.lastKept?.id).toBe((await border.published())[19]);
  // After what was sent before comes every event of the log that is there now, in its order.
  const anew = firstIds(broker.messages()).filter((id) => !lost.includes(id));
  expect(anew).toEqual(await border.published());
});

it('goes back while no publisher runs', async () => {
  await border.record(20);
  relay = start(5);
  await until(() => broker.messages().length === 20);
  const backup = server.log.backUp();
  await border.record(8);
  await until(() => broker.messages().length === 28);
  await relay.stop();
  await restore(backup);
  await recordOnceBack(() => border.record(15));
  relay = start(5);
  await until(allPublished);
});

it('is another one: all of it is published', async () => {
  await border.record(20);
  relay = start(5);
  await until(() => broker.messages().length === 20);
  const lost = await border.published();
  server.stop();
  await restart();
  border = new BusyBorder(border.store, 3);
  await recordOnceBack(() => border.record(30));
  await until(() => forks.length === 1);
  await until(allPublished);
  // Both begin with the same report, which has the same id.
  expect(forks[0]?.gone.map(({ id }) => id)).toEqual(lost.slice(1));
  expect(forks[0]?.lastKept?.id).toBe(lost[0]);
});

it('is another one that has the same visit at another gate: what it says of the visit carries that gate', async () => {
  const record = (given: GivenEvent) => recordOnceBack(() => recordIn(border.store, given));
  const arrivalAt = (gate: string) => arrival('visit', '2021-12-15T08:00:00Z', { gate });
  await record(arrivalAt('SOUTH_GATE'));
  relay = start(5);
  await until(() => broker.messages().length === 1);
  // Its checkpoint is behind the arrival, which nobody reads again.
  await relay.stop();
  const { log } = server;
  server.stop();
  await restart();
  await record(arrivalAt('NORTH_GATE'));
  relay = start(5);
  await until(() => broker.messages().length === 2);
  server.stop();
  await restart(log);
  await until(() => forks.length === 1);
  await record(step('visit', 'hold', '2021-12-15T09:00:00Z', { cause: 'PAPERS' }));
  await until(() => broker.messages().length === 3);
  expect(broker.messages().map(({ headers }) => headers['ce_source'])).toEqual(
    ['SOUTH_GATE', 'NORTH_GATE', 'SOUTH_GATE'].map((gate) => `/border-gates/${gate}`),
  );
});
