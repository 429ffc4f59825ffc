import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AmbiguousAppend,
  commandIdOf,
  RevisionConflict,
  StoreUnavailable,
  transact,
} from '#libs/event-sourcing';
import type { CommandContext, Decider, EventStore, Transacted } from '#libs/event-sourcing';
import { openSqliteEventStore } from '#libs/event-store-sqlite';
import { compareRandomHistories, pick, proofSize, seeded } from '#libs/event-sourcing/testing';
import { FakeEventStore, losingAnswers } from '../../../test/fakes/eventstore';
import { openStore } from '../testing/fake-store';

const clock = (): Date => new Date();
const folders: string[] = [];

function openEmbedded(): Promise<EventStore> {
  const directory = mkdtempSync(join(tmpdir(), 'event-store-'));
  folders.push(directory);
  return openSqliteEventStore({ directory, clock, thread: 'main' });
}

afterAll(() => {
  for (const directory of folders) rmSync(directory, { recursive: true });
});

describe('random histories, side by side on SQLite and EventStoreDB', () => {
  it('have equal answers and end as equal logs', async () => {
    const fake = await FakeEventStore.start({ noise: 0.2 });
    const [embedded, served] = [await openEmbedded(), await openStore(fake.url)];
    const random = seeded(5_000);
    const histories = proofSize({ test: 20, proof: 5_000 });
    const report = { steps: 0, appended: 0, conflicts: 0, misuses: 0 };
    for (let seed = 1; seed <= histories; seed += 1) {
      const steps = 10 + Math.floor(random() * 51);
      const one = await compareRandomHistories(seed, steps, [embedded, served]);
      for (const key of Object.keys(report) as (keyof typeof report)[]) report[key] += one[key];
    }
    expect(report.appended).toBeGreaterThan(histories * 5);
    expect(report.conflicts).toBeGreaterThan(histories);
    expect(fake.violations).toEqual([]);
    await embedded.close();
    fake.stop();
  });
});

interface Report {
  readonly names: readonly string[];
}

/** Records what it is given, one name an event. */
const notebook: Decider<Report> = {
  category: 'history',
  order: { correctionType: 'history.Corrected.v1', placeOf: () => 1 },
  decide: ({ names }) => ({
    events: names.map((name) => ({
      type: 'history.Noted.v1',
      data: { name },
      eventTime: '2021-12-15T06:40:00+07:00',
    })),
    warnings: [],
  }),
};

describe('commands of which 30 % of the answers are dropped', () => {
  const random = seeded(30);

  it('on EventStoreDB: 0 lost, 0 duplicate', async () => {
    const fake = await FakeEventStore.start({ noise: 0.1 });
    fake.faults.plan('append', losingAnswers(0.3, random));
    const store = await openStore(fake.url, { timings: { shortestPause: 5, longestPause: 100 } });
    await expectEachOnce(store, () => {
      fake.faults.clear();
    });
    fake.stop();
  });

  it('on SQLite: 0 lost, 0 duplicate', async () => {
    const store = await openEmbedded();
    const append = store.append.bind(store);
    store.append = async (...parts) => {
      if (random() < 0.15) throw new AmbiguousAppend('the request is lost');
      const appended = await append(...parts);
      if (random() < 0.15) throw new AmbiguousAppend('the answer is lost');
      return appended;
    };
    await expectEachOnce(store, () => {
      store.append = append;
    });
    await store.close();
  });

  async function expectEachOnce(store: EventStore, mend: () => void): Promise<void> {
    const commands = proofSize({ test: 150, proof: 10_000 });
    const ids = Array.from({ length: Math.max(40, commands / 25) }, (_, index) => `${index}`);
    const sent = new Map<string, string[]>(ids.map((id) => [id, []]));
    let next = 0;
    await Promise.all(
      Array.from({ length: 16 }, async () => {
        while (next < commands) {
          const number = next;
          next += 1;
          const id = pick(random, ids);
          const names = Array.from(
            { length: 1 + Math.floor(random() * 3) },
            (_, index) => `${number}.${index}`,
          );
          sent.get(id)?.push(...names);
          const answers = [await untilAnswered(store, id, number, names)];
          if (random() < 0.3) answers.push(await untilAnswered(store, id, number, names));
          for (const answer of answers)
            expect(answer).toMatchObject({ events: names.map(() => 'history.Noted.v1') });
        }
      }),
    );
    mend();
    for (const [id, names] of sent) {
      const { events } = await store.readStream(`history-${id}`);
      expect(events.map(({ data }) => (data as { name: string }).name).sort()).toEqual(names.sort());
    }
  }
});

/** As a client does: the same command with the same key again, whatever goes wrong. */
async function untilAnswered(
  store: EventStore,
  id: string,
  number: number,
  names: readonly string[],
): Promise<Transacted> {
  for (;;) {
    try {
      return await transact(store, notebook, { id, prepare: () => ({ names }), context: contextOf(number) });
    } catch (error) {
      if (!(error instanceof StoreUnavailable || error instanceof RevisionConflict)) throw error;
    }
  }
}

function contextOf(number: number): CommandContext {
  return {
    actor: { sub: 'clerk', agency: null },
    role: '',
    device: null,
    source: 'OPERATOR',
    commandId: commandIdOf('clerk', String(number)),
    requestHash: String(number),
    correlation: null,
    causation: null,
    policyVersion: null,
  };
}
