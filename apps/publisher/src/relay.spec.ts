import { StoreUnavailable, verify } from '#libs/event-sourcing';
import { seeded } from '#libs/event-sourcing/testing';
import { event, recordIn } from '../../../libs/read-models/testing/given-events';
import { FakeBroker } from '../testing/fake-broker';
import { BusyBorder, firstIds, QUICK, startRelay, until } from '../testing/relay-trial';
import type { RunningRelay } from '../testing/relay-trial';

/** A log of thousands of events, ten or so a visit. */
const longBorder = (): BusyBorder => new BusyBorder(undefined, 500);

const running: RunningRelay[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
});

function start(...parts: Parameters<typeof startRelay>): RunningRelay {
  const one = startRelay(...parts);
  running.push(one);
  return one;
}

test('takes what is in the log and what comes to the broker, in order and once', async () => {
  const [border, broker] = [new BusyBorder(), new FakeBroker()];
  await border.record(50);
  start(border.store, broker);
  await until(() => broker.messages().length === 50);
  await border.record(30);
  await until(() => broker.messages().length === 80);
  expect(broker.messages().map(({ headers }) => headers['ce_id'])).toEqual(await border.published());
});

test('goes on after the last checkpoint, and begins again at it when it died before the next', async () => {
  const [border, broker] = [new BusyBorder(), new FakeBroker()];
  await border.record(20);
  await start(border.store, broker).stop();
  expect((await border.checkpoints()).at(-1)?.data).toMatchObject({ released: true });
  const first = start(border.store, broker, { checkpointAfter: 60_000 });
  await border.record(20);
  await until(() => broker.messages().length >= 40);
  // It stores no checkpoint before its end, as if it had died without a word.
  const died = first.relay.status.epoch;
  const again = start(border.store, broker, { exclusive: true });
  await until(() => again.relay.status.epoch > died && broker.messages().length >= 60);
  expect(firstIds(broker.messages())).toEqual(await border.published());
});

test('loses nothing and keeps the order when a third of the answers is lost', async () => {
  const random = seeded(7);
  const [border, broker] = [longBorder(), new FakeBroker(random)];
  broker.fail({ answerLost: 0.2, halfKept: 0.1 });
  start(border.store, broker, { batchSize: 7, longestPause: 1 });
  await border.record(2_000);
  const ids = await border.published();
  await until(() => firstIds(broker.messages()).length === ids.length);
  expect(firstIds(broker.messages())).toEqual(ids);
  expect(broker.messages().length).toBeGreaterThan(ids.length);
});

test('leaves no timer behind when the log fails again and again between two checkpoints', async () => {
  const timers = (): number => process.getActiveResourcesInfo().filter((one) => one === 'Timeout').length;
  const [border, broker] = [new BusyBorder(), new FakeBroker()];
  await border.record(20);
  const subscribe = border.store.subscribe.bind(border.store);
  border.store.subscribe = async function* (...asked) {
    for await (const batch of subscribe(...asked)) {
      yield batch;
      // Not before it is waited for.
      await new Promise((resolve) => setTimeout(resolve, 1));
      throw new StoreUnavailable('it went away');
    }
  };
  const before = timers();
  const options = { batchSize: 1, checkpointAfter: 600_000, longestPause: 1 };
  const relay = start(border.store, broker, options);
  await until(() => broker.messages().length >= 20);
  await relay.stop();
  // One each time would be twenty; the test runner has some of its own.
  expect(timers()).toBeLessThan(before + 10);
});

describe('while the broker is gone', () => {
  it('holds one batch and no more, and drains the backlog in order on its return (P-14, F-28)', async () => {
    const [border, broker] = [longBorder(), new FakeBroker()];
    const pages: number[] = [];
    const read = border.store.readAll.bind(border.store);
    border.store.readAll = async (position, limit) => {
      const page = await read(position, limit);
      pages.push(page.length);
      return page;
    };
    const { relay } = start(border.store, broker, { batchSize: 50 });
    await border.record(100);
    await until(() => broker.messages().length === 100);
    broker.stop();
    await border.record(5_000);
    await until(() => relay.status.state === 'FAILING');
    expect(relay.status.waitingSince).not.toBeNull();
    expect(broker.messages()).toHaveLength(100);
    broker.start();
    await until(() => firstIds(broker.messages()).length === 5_100);
    expect(Math.max(...pages)).toBeLessThanOrEqual(100);
    expect(firstIds(broker.messages())).toEqual(await border.published());
    expect(relay.status).toMatchObject({ state: 'ACTIVE' });
  });

  it('adds nothing to the log', async () => {
    const [border, broker] = [new BusyBorder(), new FakeBroker()];
    const { relay } = start(border.store, broker);
    await until(() => relay.status.state === 'ACTIVE');
    broker.stop();
    await border.record(10);
    await until(() => relay.status.state === 'FAILING');
    const before = (await border.checkpoints()).length;
    await new Promise((resolve) => setTimeout(resolve, 10 * QUICK.checkpointAfter));
    expect(await border.checkpoints()).toHaveLength(before);
  });
});

describe('the checkpoint', () => {
  it('never covers what the broker has not confirmed', async () => {
    const [border, broker] = [new BusyBorder(), new FakeBroker(seeded(3))];
    broker.fail({ answerLost: 0.2, halfKept: 0.2 });
    const unconfirmed: string[] = [];
    const append = border.store.append.bind(border.store);
    border.store.append = async (stream, events, expected) => {
      const position = BigInt((events[0]?.data as { position?: string }).position ?? -1);
      if (stream === 'publisher-kafka') {
        const kept = new Set(firstIds(broker.messages()));
        const covered = (await border.store.readAll(-1n, 100_000)).filter((one) => one.position <= position);
        const visits = covered.filter((one) => one.stream.startsWith('truckVisit-'));
        unconfirmed.push(...visits.map((one) => one.eventId).filter((id) => !kept.has(id)));
      }
      return append(stream, events, expected);
    };
    start(border.store, broker, { batchSize: 5, checkpointAfter: 1, longestPause: 1 });
    await border.record(300);
    await until(async () => firstIds(broker.messages()).length === (await border.published()).length);
    expect(unconfirmed).toEqual([]);
    expect((await border.checkpoints()).length).toBeGreaterThan(2);
  });

  it('is bounded: many events share one, and an idle log gains none', async () => {
    const [border, broker] = [new BusyBorder(), new FakeBroker()];
    const one = start(border.store, broker, { batchSize: 10, checkpointAfter: 100 });
    await border.record(1_000);
    await until(() => broker.messages().length === 1_000);
    await new Promise((resolve) => setTimeout(resolve, 150));
    const stored = (await border.checkpoints()).length;
    expect(stored).toBeLessThan(20);
    await new Promise((resolve) => setTimeout(resolve, 350));
    expect(await border.checkpoints()).toHaveLength(stored);
    await one.stop();
  });

  it('is an event like any other to whoever verifies the log', async () => {
    const [border, broker] = [new BusyBorder(), new FakeBroker()];
    await border.record(20);
    const one = start(border.store, broker);
    await until(() => broker.messages().length === 20);
    await one.stop();
    expect(await verify(border.store, { gapless: true })).toMatchObject({ fault: null });
  });
});

test('stops before an event that nobody knows how to publish, and never passes it over (P-15)', async () => {
  const [border, broker] = [new BusyBorder(), new FakeBroker()];
  await border.record(15);
  await recordIn(
    border.store,
    event('truckVisit-visit-1', 'truckVisit.NeverDeclared.v1', '2021-12-16T00:00:00Z', {}),
  );
  await border.record(15);
  const failures: string[] = [];
  const { relay } = start(border.store, broker, {
    batchSize: 1,
    events: { onFailed: ({ message }) => failures.push(message) },
  });
  await until(() => failures.length > 3);
  expect(firstIds(broker.messages())).toHaveLength(15);
  expect(failures.at(-1)).toMatch(/NeverDeclared.*revision 2/);
  expect(relay.status.state).toBe('FAILING');
});

test('waits out a store that does not answer', async () => {
  const [border, broker] = [new BusyBorder(), new FakeBroker()];
  await border.record(20);
  const read = border.store.readStream.bind(border.store);
  let refusals = 5;
  border.store.readStream = (stream, from) => {
    refusals -= 1;
    return refusals >= 0 ? Promise.reject(new StoreUnavailable('restarting')) : read(stream, from);
  };
  start(border.store, broker);
  await until(() => broker.messages().length >= 20);
  expect(firstIds(broker.messages())).toEqual(await border.published());
});

test('finishes the batch in hand when it is told to stop', async () => {
  const [border, broker] = [new BusyBorder(), new FakeBroker()];
  await border.record(40);
  broker.delay = 30;
  const { relay, ...one } = start(border.store, broker);
  await until(() => relay.status.waitingSince !== null);
  await one.stop();
  expect(broker.messages()).toHaveLength(40);
  expect((await border.checkpoints()).at(-1)?.data).toMatchObject({ position: '40', released: true });
  expect(relay.status.state).toBe('STOPPED');
});
