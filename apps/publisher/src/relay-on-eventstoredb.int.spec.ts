import { status } from '@grpc/grpc-js';
import { DamagedStreams, settingAside } from '#libs/event-sourcing';
import type { EventStore } from '#libs/event-sourcing';
import { openKurrentEventStore } from '#libs/event-store-kurrent';
import { seeded } from '#libs/event-sourcing/testing';
import { STREAM_PREFIXES } from '#libs/truck-flow';
import { administrator, FakeEventStore } from '../../../test/fakes/eventstore';
import { FakeBroker } from '../testing/fake-broker';
import { BusyBorder, firstIds, startRelay, until } from '../testing/relay-trial';

/* The same relay where several processes share one store whose positions have gaps: each with a client of its own. */

const opened: EventStore[] = [];
let server: FakeEventStore;
beforeAll(async () => {
  server = await FakeEventStore.start({ noise: 0.3, seed: 7 });
});
afterAll(async () => {
  await Promise.all(opened.map((store) => store.close()));
  server.stop();
});

async function client(): Promise<EventStore> {
  const options = { url: server.url, prefixes: STREAM_PREFIXES, clock: () => new Date() };
  const store = await openKurrentEventStore(options);
  opened.push(store);
  return store;
}

test('publishes all in order from a shared store, hands over, and goes on after dropped subscriptions', async () => {
  const [border, broker] = [new BusyBorder(await client()), new FakeBroker(seeded(5))];
  broker.fail({ answerLost: 0.2 });
  const [first, second] = [startRelay(await client(), broker), startRelay(await client(), broker)];
  await border.record(60);
  await until(() => firstIds(broker.messages()).length === 60);
  const [active, standby] = first.relay.status.epoch > 0 ? [first, second] : [second, first];
  await active.stop();
  await until(() => standby.relay.status.state === 'ACTIVE');
  server.faults.next('subscribe', { kind: 'breakOff', after: 5, code: status.UNAVAILABLE }, 3);
  await border.record(60);
  await until(() => firstIds(broker.messages()).length === 120);
  expect(firstIds(broker.messages())).toEqual(await border.published());
  await standby.stop();
  const checkpoints = await border.checkpoints();
  const epochs = checkpoints.map(({ data }) => (data as { epoch: number }).epoch);
  expect(epochs).toEqual([...epochs].sort((a, b) => a - b));
  expect(checkpoints.at(-1)?.data).toMatchObject({
    released: true,
    holder: expect.stringMatching(/^relay-/) as string,
  });
});

test('F-28: failing again and again it holds one subscription, not one for each attempt', async () => {
  const [border, broker] = [new BusyBorder(await client()), new FakeBroker()];
  broker.stop();
  const isOpen = (): number => server.subscriptions.filter(({ isEnded }) => !isEnded).length;
  const before = isOpen();
  let failures = 0;
  const onFailed = (): void => {
    failures += 1;
  };
  const running = startRelay(await client(), broker, { events: { onFailed } });
  await border.record(5);
  await until(() => failures > 30);
  const open = isOpen() - before;
  broker.start();
  await until(() => firstIds(broker.messages()).length >= 5);
  await running.stop();
  // The server learns a moment later that one was released.
  expect(open).toBeLessThanOrEqual(3);
});

test('publishes on past streams that an administrator has deleted or written to', async () => {
  const own = await FakeEventStore.start();
  const open = () =>
    openKurrentEventStore({ url: own.url, prefixes: STREAM_PREFIXES, clock: () => new Date() });
  const [store, writer] = [await open(), await open()];
  // Ten arrivals, and a hold of each, which only the whole history of its visit can show.
  const [border, broker] = [new BusyBorder(writer), new FakeBroker()];
  await border.record(20);
  await administrator.tombstone(own.url, 'truckVisit-visit-0');
  await administrator.delete(own.url, 'truckVisit-visit-1');
  await administrator.write(own.url, 'truckVisit-visit-2');
  const running = startRelay(settingAside(store, new DamagedStreams()), broker);
  await until(() => firstIds(broker.messages()).length === 17);
  expect(running.relay.status.state).toBe('ACTIVE');
  await running.stop();
  await Promise.all([store.close(), writer.close()]);
  own.stop();
});
