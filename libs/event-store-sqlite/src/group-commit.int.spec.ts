import { RevisionConflict, StoreUnavailable, verify } from '#libs/event-sourcing';
import type { ExpectedRevision } from '#libs/event-sourcing';
import { idsOf, proofSize, someEvents } from '#libs/event-sourcing/testing';
import { newFolder } from '../testing/temporary-folder';
import { requestOf, tickOf } from '../testing/ticks';
import { OUTCOME, readSeal } from './append-frame';
import { openSqliteEventStore } from './event-store';
import { openLog } from './log-file';
import { LogWriter } from './log-writer';

const time = '2021-12-25T08:00:00.000Z';
const clock = (): Date => new Date();

describe('one batch', () => {
  it('is one transaction in which a conflict fails only its own request', () => {
    const db = openLog(newFolder(), { time, maxBytes: null });
    const writer = new LogWriter(db);
    const { outcomes, seals } = writer.commit([
      tickOf(time, requestOf('a', -1, 2), requestOf('a', -1), requestOf('b', 0), requestOf('c', -1, 0)),
      tickOf(time, requestOf('a', 1), requestOf('b', -1), requestOf('b', -1)),
    ]);
    expect(outcomes).toEqual(
      [
        [OUTCOME.appended, 1, 1],
        [OUTCOME.conflict, 1, -1],
        [OUTCOME.conflict, -1, -1],
        [OUTCOME.emptyAppend, -1, -1],
        [OUTCOME.appended, 2, 2],
        [OUTCOME.appended, 0, 3],
        [OUTCOME.conflict, 0, -1],
      ].flat(),
    );
    expect(seals.map((seal) => readSeal(seal).hashes.length)).toEqual([2, 1, 1]);
    db.close();
  });

  it('numbers positions from 0 without a gap and streams in the order of their creation', async () => {
    const store = await openSqliteEventStore({ directory: newFolder(), clock });
    await Promise.all(
      Array.from({ length: 300 }, (_, i) => store.append(`s-${i}`, someEvents(2), 'noStream')),
    );
    const log = await store.readAll(-1n, 1_000);
    expect(log.map((event) => event.position)).toEqual(Array.from({ length: 600 }, (_, i) => BigInt(i)));
    await expect(verify(store, { gapless: true })).resolves.toEqual({
      events: 600,
      streams: 300,
      fault: null,
    });
    await store.close();
  });
});

const ATTEMPTS = proofSize({ test: 100, proof: 500 });

describe(`64 writers with ${ATTEMPTS} attempts each on one stream`, () => {
  it('leave revisions without hole or repeat, and every winner where it was told', async () => {
    const store = await openSqliteEventStore({ directory: newFolder(), clock });
    const won = new Map<bigint, string>();
    const race = async (): Promise<void> => {
      let expected: ExpectedRevision = 'noStream';
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const events = someEvents(1);
        const answer: unknown = await store
          .append('claim-1', events, expected)
          .catch((error: unknown) => error);
        if (answer instanceof RevisionConflict) {
          expected = answer.actual;
        } else {
          const { revision } = answer as { revision: bigint };
          expect(won.has(revision)).toBe(false);
          won.set(revision, idsOf(events).join());
          expected = revision;
        }
      }
    };
    await Promise.all(Array.from({ length: 64 }, race));
    const { events } = await store.readStream('claim-1');
    expect(idsOf(events)).toEqual(events.map((event) => won.get(event.revision)));
    expect(events.length).toBe(won.size);
    expect(won.size).toBeGreaterThanOrEqual(ATTEMPTS);
    await store.close();
  });
});

describe('record time', () => {
  it('never decreases in log order when the clock steps back, within a run or over a restart', async () => {
    const directory = newFolder();
    let hour = 8;
    const stepping = (): Date => new Date(Date.UTC(2021, 11, 25, hour));
    const open = () => openSqliteEventStore({ directory, clock: stepping, thread: 'main' });
    let store = await open();
    await store.append('a', someEvents(1), 'noStream');
    hour = 7;
    await store.append('b', someEvents(1), 'noStream');
    await store.close();
    hour = 6;
    store = await open();
    await store.append('c', someEvents(1), 'noStream');
    hour = 9;
    await store.append('d', someEvents(1), 'noStream');
    const log = await store.readAll(-1n, 10);
    expect(log.map((event) => event.metadata.recordTime.slice(11, 13))).toEqual(['08', '08', '08', '09']);
    await store.close();
  });
});

describe('a store that is closed', () => {
  it('answers what was appended before, refuses what comes after, and ends its subscriptions', async () => {
    const store = await openSqliteEventStore({ directory: newFolder(), clock });
    const { signal } = new AbortController();
    const subscription = store.subscribe(-1n, { batchSize: 10, signal })[Symbol.asyncIterator]();
    const waiting = subscription.next();
    const appending = store.append('a', someEvents(1), 'noStream');
    const closing = store.close();
    await expect(appending).resolves.toMatchObject({ revision: 0n, position: 0n });
    await expect(store.append('a', someEvents(1), 0n)).rejects.toBeInstanceOf(StoreUnavailable);
    await closing;
    await store.close();
    await expect(waiting).resolves.toMatchObject({ done: true });
    await expect(store.readStream('a')).rejects.toBeInstanceOf(StoreUnavailable);
  });

  it('refuses appends at once when too many wait already', async () => {
    const store = await openSqliteEventStore({ directory: newFolder(), clock });
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20_010 }, (_, i) => store.append(`s-${i}`, someEvents(1), 'noStream')),
    );
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused).toHaveLength(10);
    expect(refused[0]?.reason).toBeInstanceOf(StoreUnavailable);
    await expect(store.lastPosition()).resolves.toBe(19_999n);
    await store.close();
  });
});
