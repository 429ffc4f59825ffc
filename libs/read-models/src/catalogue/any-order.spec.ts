import type { DatabaseSync } from 'node:sqlite';
import { pick, seeded, seeds } from '#libs/event-sourcing/testing';
import type { MemoryEventStore, RecordedEvent } from '#libs/event-sourcing';
import type { View } from '#libs/projections';
import { digestOfViews } from '#libs/projections';
import { tablesOf } from '../../../projections/src/projector/rebuild-views';
import { logOf } from '../../testing/given-events';
import type { GivenEvent } from '../../testing/given-events';
import { randomBorder, shuffled } from '../../testing/random-border';
import { projected, runnerOf } from '../../testing/view-specification';
import { balanceOfDay, imbalancesAt } from '../gate-boards/throughput/balance';
import { catalogueInFile } from '../../../projections/src/files/catalogue-in-file';
import { CATALOGUE, catalogueOf } from './border-catalogue';
import { daysOf } from '../paging/local-time';

/** Views of record times, positions and hashes differ by nature when reports come in another order. */
const OF_THE_RECORD = ['truck-visits', 'corrections', 'commands', 'border-gates', 'yards', 'tickets'];
const OF_EVENT_TIME = CATALOGUE.views.filter((view) => !OF_THE_RECORD.includes(view.name));
const RECORD_COLUMNS = ['visit', 'recorded_at', 'record_time', 'position', 'known'];
const ADVICE =
  'other rows when reports come in another order; where record times or positions make them, name their columns in ' +
  'RECORD_COLUMNS or the view in OF_THE_RECORD';

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

const TABLES = new Map(catalogueInFile(CATALOGUE).views.map((view) => [view.name, tablesOf(view)]));

/** Names of those whose rows differ between two files of some views, which are closed. */
function differing(
  views: readonly View[],
  [one, other]: readonly [DatabaseSync, DatabaseSync],
  without: readonly string[] = [],
): string[] {
  const digest = (db: DatabaseSync, { name }: View): string =>
    digestOfViews(db, { without, tables: TABLES.get(name) ?? [] });
  const different = catalogueInFile(catalogueOf(views)).views.filter(
    (view) => digest(one, view) !== digest(other, view),
  );
  for (const db of [one, other]) db.close();
  return different.map(({ name }) => name);
}

describe('views of random histories', () => {
  it('are equal to a rebuild from zero, whatever the batches were, over 60 seeds', async () => {
    for (const seed of seeds(1, 60)) {
      const random = seeded(seed);
      const store = await logOf(shuffled(random, randomBorder(random, 6)));
      const log = await wholeLog(store);
      const live = await projected(CATALOGUE.views, store, batches(random, log));
      const rebuilt = await projected(CATALOGUE.views, store, [log]);
      expect([seed, differing(CATALOGUE.views, [live, rebuilt])]).toEqual([seed, []]);
    }
  });

  it('are equal to those of the reports in order, in whatever order they came, over 60 seeds', async () => {
    for (const seed of seeds(101, 160)) {
      const random = seeded(seed);
      const reports = randomBorder(random, 6);
      const over = async (delivered: readonly GivenEvent[]): Promise<DatabaseSync> => {
        const store = await logOf(delivered);
        return projected(OF_EVENT_TIME, store, batches(random, await wholeLog(store)));
      };
      const inOrder = await over(shuffled(() => 0, reports));
      const inAnyOrder = await over(shuffled(random, reports));
      const different = differing(OF_EVENT_TIME, [inOrder, inAnyOrder], RECORD_COLUMNS);
      expect(different.map((name) => `${name}, seed ${seed}: ${ADVICE}`)).toEqual([]);
    }
  });

  it('balance after every event: arrivals are exits and stock (R-24), over 25 seeds', async () => {
    for (const seed of seeds(201, 225)) {
      const random = seeded(seed);
      const store = await logOf(shuffled(random, randomBorder(random, 5)));
      const { db, runner } = runnerOf(CATALOGUE.views, store);
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
