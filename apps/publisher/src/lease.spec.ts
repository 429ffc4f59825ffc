import type { EventStore } from '#libs/event-sourcing';
import { proofSize } from '#libs/event-sourcing/testing';
import { FakeBroker } from '../testing/fake-broker';
import { BusyBorder, firstIds, startRelay, until } from '../testing/relay-trial';
import type { RunningRelay } from '../testing/relay-trial';
import type { MessagePublisher } from './message-publisher';
import { PublishFailed } from './message-publisher';

/** Far less than outside. That a takeover takes ten seconds at most is held against real processes (`takeover.broker.spec.ts`). */
const SCALED = { checkpointAfter: 30, takeoverAfter: 150 };

interface Mortal extends RunningRelay {
  /** From now on nothing it asks for is ever answered: the process is gone. */
  kill(): void;
}

const never = new Promise<never>(() => undefined);

/** Calls of a killed process never come back. */
function mortal<Port extends object>(port: Port, isDead: () => boolean): Port {
  return new Proxy(port, {
    get: (target, name) => {
      const member = target[name as keyof Port];
      if (typeof member !== 'function') return member;
      return (...args: unknown[]): unknown => {
        if (isDead() && name !== 'subscribe') return never;
        return (member as (...args: unknown[]) => unknown).apply(target, args);
      };
    },
  });
}

const everyone: Mortal[] = [];
afterEach(async () => {
  await Promise.all(everyone.splice(0).map((one) => one.stop()));
});

function startMortal(store: EventStore, broker: FakeBroker): Mortal {
  let dead = false;
  const publisher: MessagePublisher = mortal(broker.publisher(), () => dead);
  const running = startRelay(
    mortal(store, () => dead),
    broker,
    { ...SCALED, publisher },
  );
  const stop = (): Promise<void> => (dead ? Promise.resolve() : running.stop());
  const one = {
    ...running,
    stop,
    kill: () => {
      dead = true;
      void running.stop();
    },
  };
  everyone.push(one);
  return one;
}

function activeOf(relays: readonly Mortal[]): Mortal | undefined {
  return relays.find(({ relay }) => relay.status.state === 'ACTIVE');
}

const KILLS = proofSize({ test: 15, proof: 50 });

test('one of three is active, and another takes over whenever it is killed (F-33)', async () => {
  const [border, broker] = [new BusyBorder(), new FakeBroker()];
  const relays = [1, 2, 3].map(() => startMortal(border.store, broker));
  for (let kill = 0; kill < KILLS; kill += 1) {
    await border.record(3);
    await until(() => activeOf(relays) !== undefined);
    const holder = activeOf(relays);
    if (holder === undefined) throw new Error('nobody is active');
    holder.kill();
    relays.splice(relays.indexOf(holder), 1, startMortal(border.store, broker));
    await border.record(3);
    await until(() => activeOf(relays) !== undefined);
  }
  const ids = await border.published();
  await until(() => firstIds(broker.messages()).length === ids.length);
  expect(firstIds(broker.messages())).toEqual(ids);
  const epochs = (await border.checkpoints()).map(({ data }) => (data as { epoch: number }).epoch);
  expect(epochs.at(-1)).toBeGreaterThan(KILLS);
});

test('a standby lets the active one be while that moves, and takes over at once when it lets go', async () => {
  const [border, broker] = [new BusyBorder(), new FakeBroker()];
  const first = startMortal(border.store, broker);
  await until(() => first.relay.status.state === 'ACTIVE');
  const second = startMortal(border.store, broker);
  for (let round = 0; round < 40; round += 1) {
    await border.record(2);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(second.relay.status.state).toBe('STANDBY');
  await first.stop();
  await until(() => second.relay.status.state === 'ACTIVE');
  expect(broker.messages().map(({ headers }) => headers['ce_id'])).toEqual(
    (await border.published()).slice(0, broker.messages().length),
  );
});

test('a standby stays one while there is nothing to publish, however long', async () => {
  const [border, broker] = [new BusyBorder(), new FakeBroker()];
  const first = startMortal(border.store, broker);
  await until(() => first.relay.status.state === 'ACTIVE');
  const second = startMortal(border.store, broker);
  first.kill();
  await new Promise((resolve) => setTimeout(resolve, 4 * SCALED.takeoverAfter));
  expect(second.relay.status.state).toBe('STANDBY');
  expect(await border.checkpoints()).toHaveLength(1);
  await border.record(1);
  await until(() => broker.messages().length === 1);
});

test('a standby that does not reach the broker takes nothing over', async () => {
  const [border, broker] = [new BusyBorder(), new FakeBroker()];
  const first = startMortal(border.store, broker);
  await until(() => first.relay.status.state === 'ACTIVE');
  broker.stop();
  const cutOff = { ...broker.publisher(), check: () => Promise.reject(new PublishFailed('no way there')) };
  const second = startRelay(border.store, broker, { ...SCALED, publisher: cutOff });
  await border.record(5);
  await new Promise((resolve) => setTimeout(resolve, 4 * SCALED.takeoverAfter));
  expect(second.relay.status).toMatchObject({ state: 'STANDBY', epoch: 0 });
  await second.stop();
});

test('a superseded publisher that was only slow notices at its next checkpoint and stands by', async () => {
  const [border, broker] = [new BusyBorder(), new FakeBroker()];
  let release: (() => void) | undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const real = broker.publisher();
  const frozen: MessagePublisher = {
    ...real,
    publish: (messages) => held.then(() => real.publish(messages)),
  };
  const slow = startRelay(border.store, broker, { ...SCALED, publisher: frozen });
  await border.record(30);
  await until(() => slow.relay.status.epoch === 1);
  const quick = startMortal(border.store, broker);
  await until(() => broker.messages().length === 30);
  expect(quick.relay.status).toMatchObject({ state: 'ACTIVE', epoch: 2 });
  release?.();
  await until(() => slow.relay.status.state === 'STANDBY');
  expect(firstIds(broker.messages())).toEqual(await border.published());
  await slow.stop();
});

test('an idle publisher notices in the log that another one took over', async () => {
  const [border, broker] = [new BusyBorder(), new FakeBroker()];
  const first = startRelay(border.store, broker, { ...SCALED, holder: 'host' });
  await until(() => first.relay.status.state === 'ACTIVE');
  // A start under the holder's own name counts as its restart.
  const second = startRelay(border.store, broker, { ...SCALED, holder: 'host' });
  await until(() => second.relay.status.state === 'ACTIVE');
  await until(() => first.relay.status.state === 'STANDBY');
  expect(second.relay.status.state).toBe('ACTIVE');
  await Promise.all([first.stop(), second.stop()]);
});
