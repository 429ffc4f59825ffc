import { NotStorable, UNREADABLE, verify } from '#libs/event-sourcing';
import { freshStream, someEvents } from '#libs/event-sourcing/testing';
import { FakeEventStore } from '../../../test/fakes/eventstore';
import { openStore, TEST_PREFIXES } from '../testing/fake-store';
import { storeStream } from '../testing/stored-log';
import { openKurrentEventReader, openKurrentEventStore } from './open-event-store';
import { positionOf, UnrepresentablePosition } from './positions';
import { refusalOf } from './server-version';
import { connectionString, credentialsFor, UnusableUrl } from './settings';

const clock = (): Date => new Date();

describe('F-25: servers that can skip events', () => {
  it.each(['24.10.5', '24.10.12', '25.0.1', '25.1.0', '25.1', '26.0.0', '26.2.0-rc.1'])(
    '%s is good',
    (version) => {
      expect(refusalOf(version)).toBeNull();
    },
  );

  it.each(['24.10.4', '24.10.0', '25.0.0', '24.6.0', '23.10.8', '20.6.1', 'unknown', ''])(
    '%s is refused',
    (version) => {
      expect(refusalOf(version)).toMatch(/24\.10\.5 or 25\.0\.1, or 25\.1 and later/);
    },
  );

  it('are refused at the start', async () => {
    const fake = await FakeEventStore.start({ version: '24.10.4' });
    const opening = openKurrentEventStore({ url: fake.url, prefixes: TEST_PREFIXES, clock });
    await expect(opening).rejects.toThrow(/version 24\.10\.4 of the event store can skip events/);
    fake.stop();
  });

  it('are refused when they come later', async () => {
    let fake = await FakeEventStore.start();
    fake.stop();
    const store = await openStore(fake.url, { connectWithin: 50 });
    fake = await FakeEventStore.start({ port: fake.port, version: '23.10.0' });
    while (store.state.status !== 'refused') await new Promise((resolve) => setTimeout(resolve, 20));
    await expect(store.readStream(freshStream())).rejects.toThrow(/23\.10\.0/);
    fake.stop();
  });
});

describe('F-26: events that are not as this system writes them', () => {
  const intact = { type: 'truckVisit.TruckArrived.v1', contentType: 'application/json' };
  const good = (stream: string, fake: FakeEventStore): Buffer =>
    fake.log.all.findLast((event) => event.stream === stream)?.metadata ?? Buffer.alloc(0);

  it.each([
    ['data that is not JSON', { data: '{"gate":', isOurs: true, contentType: 'application/json' }],
    ['data of another kind', { data: '{}', isOurs: true, contentType: 'application/octet-stream' }],
    ['no metadata', { data: '{}', isOurs: false, contentType: 'application/json' }],
  ])(
    '%s: shown to views as damage, never decided on, never an error of types',
    async (_, { data, isOurs, contentType }) => {
      const fake = await FakeEventStore.start();
      const stream = freshStream();
      storeStream(fake, stream, someEvents(1));
      const metadata = isOurs ? good(stream, fake) : Buffer.alloc(0);
      fake.log.append(
        stream,
        [{ ...intact, contentType, id: crypto.randomUUID(), data: Buffer.from(data), metadata }],
        0n,
      );
      const reader = await openKurrentEventReader({ url: fake.url, prefixes: TEST_PREFIXES });
      const [first, second] = await reader.readAll(-1n, 10);
      expect(first?.type).toBe(intact.type);
      expect(second).toMatchObject({ type: UNREADABLE, stream, revision: 1n, data: { type: intact.type } });
      await expect(reader.readStream(stream)).resolves.toMatchObject({ revision: 1n });
      await expect(verify(reader, { gapless: false })).resolves.toMatchObject({
        fault: { stream, revision: 1n },
      });
      const store = await openStore(fake.url);
      await expect(store.readStream(stream)).rejects.toThrow(/was damaged from outside: FOREIGN_EVENT/);
      await expect(store.append(stream, someEvents(1), 1n)).rejects.toThrow(
        /was damaged from outside: FOREIGN_EVENT/,
      );
      await reader.close();
      fake.stop();
    },
  );
});

describe('places and addresses', () => {
  it('takes only positions that are exact', () => {
    expect(positionOf({ commit: 2n ** 63n - 1n, prepare: 2n ** 63n - 1n })).toBe(2n ** 63n - 1n);
    expect(() => positionOf({ commit: 7n, prepare: 3n })).toThrow(UnrepresentablePosition);
    expect(() => positionOf({ commit: 2n ** 63n, prepare: 2n ** 63n })).toThrow(UnrepresentablePosition);
    expect(() => positionOf(undefined)).toThrow(UnrepresentablePosition);
  });

  it('adds credentials and keep-alive to an address', () => {
    const credentials = { username: 'clerk', password: 'p@ss:$1' };
    expect(connectionString('esdb://a:1,b:2?tls=true', credentials)).toBe(
      'esdb://clerk:p%40ss%3A%241@a:1,b:2?tls=true&keepAliveInterval=10000&keepAliveTimeout=3000',
    );
    expect(connectionString('esdb://a?keepAliveInterval=20000', undefined)).toBe(
      'esdb://a?keepAliveInterval=20000&keepAliveTimeout=3000',
    );
    expect(() => connectionString('http://a', undefined)).toThrow(UnusableUrl);
    expect(credentialsFor('esdb://clerk:p%40ss@a', undefined)).toEqual({
      username: 'clerk',
      password: 'p@ss',
    });
    expect(() => credentialsFor('esdb://a:1', undefined)).toThrow(UnusableUrl);
  });

  it('refuses a stream that the store would not show', async () => {
    const fake = await FakeEventStore.start();
    const store = await openStore(fake.url);
    await expect(store.append('unlisted-1', someEvents(1), 'noStream')).rejects.toThrow(NotStorable);
    fake.stop();
  });
});
