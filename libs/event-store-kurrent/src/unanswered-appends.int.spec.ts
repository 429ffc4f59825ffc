import { status } from '@grpc/grpc-js';
import { AmbiguousAppend, StoreUnavailable } from '#libs/event-sourcing';
import { freshStream, idsOf, proofSize, seeded, someEvents } from '#libs/event-sourcing/testing';
import { FakeEventStore, losingAnswers } from '../../../test/fakes/eventstore';
import { openStore } from '../testing/fake-store';

describe('appends whose answers fail', () => {
  let fake: FakeEventStore;

  beforeEach(async () => {
    fake = await FakeEventStore.start();
  });

  afterEach(() => {
    expect(fake.violations).toEqual([]);
    fake.stop();
  });

  it('F-16: refuses appends and reads while the server is away, and takes them when it comes', async () => {
    const { port } = fake;
    fake.stop();
    const store = await openStore(fake.url, { connectWithin: 100 });
    await expect(store.append(freshStream(), someEvents(1), 'noStream')).rejects.toThrow(StoreUnavailable);
    await expect(store.readStream(freshStream())).rejects.toThrow(StoreUnavailable);
    while (store.state.status === 'connecting') await new Promise((resolve) => setTimeout(resolve, 10));
    expect(store.state.status).toBe('unreachable');
    fake = await FakeEventStore.start({ port, log: fake.log });
    while (store.state.status !== 'connected') await new Promise((resolve) => setTimeout(resolve, 10));
    await expect(store.append(freshStream(), someEvents(1), 'noStream')).resolves.toMatchObject({
      revision: 0n,
    });
  });

  it('F-16: a server that goes is known to be gone after a first call, and found again', async () => {
    const store = await openStore(fake.url);
    const stream = freshStream();
    await store.append(stream, someEvents(1), 'noStream');
    fake.stop();
    await expect(store.readStream(stream)).rejects.toThrow(StoreUnavailable);
    expect(store.state.status).not.toBe('connected');
    await expect(store.append(stream, someEvents(1), 0n)).rejects.toThrow(StoreUnavailable);
    fake = await FakeEventStore.start({ port: fake.port, log: fake.log });
    while (store.state.status !== 'connected') await new Promise((resolve) => setTimeout(resolve, 10));
    await expect(store.append(stream, someEvents(1), 0n)).resolves.toMatchObject({ revision: 1n });
  });

  it('F-17: follows the leader that a refusal names, once', async () => {
    const leader = await FakeEventStore.start({ log: fake.log });
    const store = await openStore(fake.url);
    const stream = freshStream();
    fake.faults.plan('append', () => ({ kind: 'notLeader', host: '127.0.0.1', port: leader.port }));
    await expect(store.append(stream, someEvents(2), 'noStream')).resolves.toMatchObject({ revision: 1n });
    expect(fake.faults.countOf('append')).toBe(1);
    expect(leader.faults.countOf('append')).toBe(1);
    leader.stop();
  });

  it('F-17: goes on asking while no node leads, for at most 10 s, and says that nothing was written', async () => {
    const store = await openStore(fake.url, { timings: { appendBudget: 1_000 } });
    const stream = freshStream();
    fake.faults.plan('append', () => ({ kind: 'notLeader', host: '127.0.0.1', port: fake.port }));
    await expect(store.append(stream, someEvents(1), 'noStream')).rejects.toThrow(StoreUnavailable);
    expect(fake.faults.countOf('append')).toBeGreaterThan(3);
    fake.faults.clear();
    await expect(store.readStream(stream)).resolves.toMatchObject({ revision: 'noStream' });
  });

  it('F-18: 30 % of answers dropped: 300 of 300 appended, 0 duplicates', async () => {
    const store = await openStore(fake.url);
    const random = seeded(18);
    fake.faults.plan('append', losingAnswers(0.3, random));
    const appends = proofSize({ test: 300, proof: 3_000 });
    const streams = Array.from({ length: 10 }, freshStream);
    await Promise.all(streams.map((stream) => appendOneByOne(stream, appends / streams.length)));
    fake.faults.clear();
    for (const stream of streams) {
      const ids = idsOf((await store.readStream(stream)).events);
      expect(ids).toHaveLength(appends / streams.length);
      expect(new Set(ids).size).toBe(ids.length);
    }

    async function appendOneByOne(stream: string, count: number): Promise<void> {
      for (let revision = 0; revision < count; revision += 1) {
        const expected = revision === 0 ? 'noStream' : BigInt(revision - 1);
        const appended = await store.append(stream, someEvents(1), expected);
        expect(appended.revision).toBe(BigInt(revision));
      }
    }
  });

  it('F-18: an answer that never comes is reconciled by reading', async () => {
    const store = await openStore(fake.url, { timings: { appendDeadline: 200, appendBudget: 500 } });
    const stream = freshStream();
    const events = someEvents(3);
    fake.faults.plan('append', () => ({ kind: 'hang', isDone: true }));
    const appended = await store.append(stream, events, 'noStream');
    const slice = await store.readStream(stream);
    expect(idsOf(slice.events)).toEqual(idsOf(events));
    expect(appended).toMatchObject({ revision: 2n, position: slice.events[2]?.position });
  });

  it('F-19: accepted and never answered ends an attempt by its deadline and is ambiguous after the time for all', async () => {
    const store = await openStore(fake.url, { timings: { appendDeadline: 100, appendBudget: 3_000 } });
    fake.faults.plan('append', () => ({ kind: 'hang', isDone: false }));
    await expect(store.append(freshStream(), someEvents(1), 'noStream')).rejects.toThrow(AmbiguousAppend);
    expect(fake.faults.countOf('append')).toBeGreaterThan(1);
  });

  it('F-24: a server whose clock is hours off changes nothing', async () => {
    const hour = 3_600_000;
    for (const offset of [-hour, hour]) {
      const begun = Date.now();
      const skewed = await FakeEventStore.start({ clock: () => new Date(Date.now() + offset) });
      const store = await openStore(skewed.url);
      const stream = freshStream();
      for (let revision = 0; revision < 20; revision += 1) {
        await store.append(stream, someEvents(1), revision === 0 ? 'noStream' : BigInt(revision - 1));
      }
      const { events } = await store.readStream(stream);
      const times = events.map(({ metadata }) => Date.parse(metadata.recordTime));
      const now = Date.now();
      expect(times.filter((time) => time < begun || time > now)).toEqual([]);
      expect(events).toHaveLength(20);
      skewed.stop();
    }
  });

  it('refuses what the account may not write without a second try', async () => {
    const store = await openStore(fake.url);
    fake.faults.plan('append', () => ({ kind: 'fail', code: status.PERMISSION_DENIED }));
    await expect(store.append(freshStream(), someEvents(1), 'noStream')).rejects.toThrow(/denies access/);
    expect(fake.faults.countOf('append')).toBe(1);
  });

  it('tries a failure that nobody names three times', async () => {
    const store = await openStore(fake.url);
    fake.faults.plan('append', () => ({ kind: 'fail', code: status.UNKNOWN }));
    await expect(store.append(freshStream(), someEvents(1), 'noStream')).rejects.toThrow(AmbiguousAppend);
    expect(fake.faults.countOf('append')).toBe(3);
  });

  it('takes a read that its own change of client cut off for no answer, not for an empty stream', async () => {
    const store = await openStore(fake.url, { timings: { readSilence: 20_000, longestPause: 50 } });
    const [stream, events] = [freshStream(), someEvents(3)];
    await store.append(stream, events, 'noStream');
    fake.faults.next('read', { kind: 'hang', isDone: false });
    const reading = store.readStream(stream);
    fake.faults.next('append', { kind: 'fail', code: status.INTERNAL }, 6);
    await store.append(freshStream(), someEvents(1), 'noStream');
    expect(idsOf((await reading).events)).toEqual(idsOf(events));
  });

  it('seeks a new client after five failures in a row', async () => {
    const store = await openStore(fake.url, { timings: { longestPause: 50 } });
    const stream = freshStream();
    fake.faults.next('append', { kind: 'fail', code: status.INTERNAL }, 6);
    await expect(store.append(stream, someEvents(1), 'noStream')).resolves.toMatchObject({ revision: 0n });
    expect(fake.faults.countOf('features')).toBe(2);
  });
});
