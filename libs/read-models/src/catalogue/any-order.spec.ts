import type { DatabaseSync } from 'node:sqlite';
import { pick, seeded, seeds } from '#libs/event-sourcing/testing';
import type { MemoryEventStore, RecordedEvent } from '#libs/event-sourcing';
import { logOf } from '../../testing/given-events';
import { randomBorder, shuffled } from '../../testing/random-border';
import { projected, runnerOf } from '../../testing/view-specification';
import { balanceOfDay, imbalancesAt } from '../gate-boards/throughput/balance';
import { EVERY_VIEW } from './every-view';
import { daysOf } from '../paging/local-time';
import { digestOfViews } from '#libs/projections';

/** Views of record times, positions and hashes differ by nature when reports come in another order. */
const OF_THE_RECORD = ['truck-visits', 'corrections', 'commands', 'border-gates', 'yards'];
const OF_EVENT_TIME = EVERY_VIEW.filter((view) => !OF_THE_RECORD.includes(view.name));
const RECORD_COLUMNS = { without: ['visit', 'recorded_at', 'record_time', 'position'] };

async function wholeLog(store: MemoryEventStore): Promise<readonly RecordedEvent[]> {
  return store.readAll(-1n, 10_000);
}

/** The log cut anywhere into batches. */
function batches(random: () => number, log: readonly RecordedEvent[]): RecordedEvent[][] {
  const cut: RecordedEvent[][] = [];
  for (let from = 0; from < log.length;) {
    const size = pick(random, [1, 2, 7, 30]);
    cut.push(log.slice(from, from + size));
    from += size;
  }
  return cut;
}

function digestAndClose(db: DatabaseSync, options?: Parameters<typeof digestOfViews>[1]): string {
  const digest = digestOfViews(db, options);
  db.close();
  return digest;
}

describe('views of random histories', () => {
  it('are equal to a rebuild from zero, whatever the batches were, over 60 seeds', async () => {
    for (const seed of seeds(1, 60)) {
      const random = seeded(seed);
      const store = await logOf(shuffled(random, randomBorder(random, 6)));
      const log = await wholeLog(store);
      const live = digestAndClose(await projected(EVERY_VIEW, store, batches(random, log)));
      const rebuilt = digestAndClose(await projected(EVERY_VIEW, store, [log]));
      expect([seed, live]).toEqual([seed, rebuilt]);
    }
  });

  it('are equal to those of the reports in order, in whatever order they came, over 60 seeds', async () => {
    for (const seed of seeds(101, 160)) {
      const random = seeded(seed);
      const reports = randomBorder(random, 6);
      const [inOrder, inAnyOrder] = await Promise.all(
        [shuffled(() => 0, reports), shuffled(random, reports)].map(async (delivered) => {
          const store = await logOf(delivered);
          const db = await projected(OF_EVENT_TIME, store, batches(random, await wholeLog(store)));
          return digestAndClose(db, RECORD_COLUMNS);
        }),
      );
      expect([seed, inAnyOrder]).toEqual([seed, inOrder]);
    }
  });

  it('balance after every event: arrivals are exits and stock (R-24), over 25 seeds', async () => {
    for (const seed of seeds(201, 225)) {
      const random = seeded(seed);
      const store = await logOf(shuffled(random, randomBorder(random, 5)));
      const { db, runner } = runnerOf(EVERY_VIEW, store);
      for (const event of await wholeLog(store)) {
        await runner.project([event]);
        const instant = Date.parse(event.metadata.eventTime);
        expect([seed, imbalancesAt(db, instant)]).toEqual([seed, []]);
      }
      for (const day of daysOf('2021-12-10', '2021-12-22')) {
        expect(balanceOfDay(db, 'NORTH_GATE', day, 'Asia/Ho_Chi_Minh').difference).toBe(0);
        expect(balanceOfDay(db, 'SOUTH_GATE', day, 'America/New_York').difference).toBe(0);
      }
      db.close();
    }
  });
});
