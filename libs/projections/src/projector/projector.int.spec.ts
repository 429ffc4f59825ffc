import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MemoryEventStore } from '#libs/event-sourcing';
import { arrival, gateRegistered, logOf, recordIn, step } from '../../../read-models/testing/given-events';
import type { GivenEvent } from '../../../read-models/testing/given-events';
import { CATALOGUE, catalogueOf } from '../../../read-models/src/catalogue/border-catalogue';
import { trucksOnHand } from '../../../read-models/src/gate-boards/gate-board-query';
import { Projector } from './projector';
import type { ProjectorOptions } from './projector-options';
import { RecordedKeys } from '../commands/recorded-keys';
import type { View } from '../catalogue/view';
import { digestOfViews } from '../files/view-digest';
import { newestGeneration, openViews, ViewsNotReady, viewFilePath } from '../files/views-reader';

const AT = '2021-12-15T06:40:00+07:00';

function trucks(from: number, count: number): GivenEvent[] {
  return Array.from({ length: count }, (_, index) => arrival(`v${from + index}`, AT));
}

/** A projector in this thread, and a way to wait for what it has done. */
class Following {
  private readonly stopping = new AbortController();
  private readonly waiting = new Set<() => void>();
  readonly projector: Projector;
  readonly retries: Error[] = [];
  private readonly ended: Promise<void>;

  constructor(options: Omit<ProjectorOptions, 'signal'>) {
    const look = (): void => {
      for (const one of this.waiting) one();
    };
    this.projector = new Projector({
      ...options,
      signal: this.stopping.signal,
      onProgress: look,
      onRetry: (error) => this.retries.push(error),
    });
    this.ended = this.projector.run();
  }

  until(isSo: () => boolean): Promise<void> {
    if (isSo()) return Promise.resolve();
    return new Promise((resolve) => {
      const look = (): void => {
        if (!isSo()) return;
        this.waiting.delete(look);
        resolve();
      };
      this.waiting.add(look);
    });
  }

  position(): bigint {
    const { views } = this.projector.progress();
    return views.reduce((least, view) => {
      const position = view.position ?? -1n;
      return least === -2n || position < least ? position : least;
    }, -2n);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.ended;
  }
}

describe('the projector on files', () => {
  let directory: string;
  let store: MemoryEventStore;
  let following: Following | undefined;

  const start = (
    views: readonly View[] = CATALOGUE.views,
    batchSize = 10,
    keys?: RecordedKeys,
  ): Following => {
    following = new Following({
      store,
      directory,
      catalogue: catalogueOf(views),
      batchSize,
      ...(keys === undefined ? {} : { keys }),
    });
    return following;
  };
  const caughtUp = async (one: Following): Promise<void> => {
    const last = await store.lastPosition();
    await one.until(() => one.position() >= last);
  };
  const onHand = (views: readonly View[] = CATALOGUE.views): number => {
    const reader = openViews(directory, catalogueOf(views));
    const count = trucksOnHand(reader.db, 'NORTH_GATE', Date.parse('2022-01-01T00:00:00Z'));
    reader.close();
    return count;
  };

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'projector-'));
    store = await logOf([gateRegistered(), ...trucks(0, 25)]);
  });

  afterEach(async () => {
    await following?.stop();
    following = undefined;
    rmSync(directory, { recursive: true, force: true });
  });

  it('builds the first generation, then follows what comes', async () => {
    const one = start();
    await caughtUp(one);
    expect(newestGeneration(directory)).toBe(1);
    expect(onHand()).toBe(25);
    await recordIn(store, step('v0', 'crossing', AT, { vehicle: { plate: '12C04567' } }));
    await caughtUp(one);
    expect(onHand()).toBe(24);
    expect(one.retries).toEqual([]);
  });

  it('goes on where it stood after a restart', async () => {
    await caughtUp(start());
    await following?.stop();
    for (const truck of trucks(25, 5)) await recordIn(store, truck);
    const again = start();
    await caughtUp(again);
    expect(newestGeneration(directory)).toBe(1);
    expect(onHand()).toBe(30);
  });

  it('rebuilds beside the live views, swaps, and gives the same rows', async () => {
    const one = start();
    await caughtUp(one);
    const reader = openViews(directory, CATALOGUE);
    const before = digestOfViews(reader.db);
    one.projector.requestRebuild();
    await one.until(() => one.projector.progress().generation === 2);
    expect(digestOfViews(reader.db)).toBe(before);
    reader.reopen();
    expect(digestOfViews(reader.db)).toBe(before);
    reader.close();
    expect(readdirSync(directory).filter((name) => name.endsWith('.sqlite'))).toEqual(['views-2.sqlite']);
  });

  it('lets no reader go back in time while it rebuilds under writes', async () => {
    const one = start(CATALOGUE.views, 3);
    await caughtUp(one);
    const reader = openViews(directory, CATALOGUE);
    const seen: bigint[] = [];
    one.projector.requestRebuild();
    for (const truck of trucks(25, 40)) {
      await recordIn(store, truck);
      await new Promise(setImmediate);
      reader.reopen();
      seen.push(BigInt(reader.asOf().position));
    }
    await one.until(() => one.projector.progress().generation === 2);
    await caughtUp(one);
    reader.reopen();
    seen.push(BigInt(reader.asOf().position));
    expect(seen).toEqual([...seen].sort((a, b) => (a < b ? -1 : 1)));
    expect(seen.at(-1)).toBe(await store.lastPosition());
    reader.close();
  });

  it('builds anew when a view has another version, and reads nothing of the old one', async () => {
    await caughtUp(start());
    await following?.stop();
    const raised = CATALOGUE.views.map((view) =>
      view.name === 'gate-board' ? { ...view, version: view.version + 1 } : view,
    );
    const reader = openViews(directory, catalogueOf(raised));
    expect(reader.isReady).toBe(false);
    expect(() => reader.db).toThrow(ViewsNotReady);
    const one = start(raised);
    await caughtUp(one);
    reader.reopen();
    expect(reader.asOf('gate-board')).toMatchObject({ position: '25' });
    expect(newestGeneration(directory)).toBe(2);
    reader.close();
  });

  it('builds anew what cannot be read', async () => {
    await caughtUp(start());
    await following?.stop();
    writeFileSync(
      viewFilePath(directory, 1),
      'no database at all, but long enough to look like the header of one'.repeat(99),
    );
    const one = start();
    await caughtUp(one);
    expect(one.retries).toHaveLength(1);
    expect(onHand()).toBe(25);
  });

  it('throws away what a crash left half built', async () => {
    writeFileSync(join(directory, 'views-1.building.sqlite'), 'torn');
    const one = start();
    await caughtUp(one);
    expect(onHand()).toBe(25);
    expect(one.retries).toEqual([]);
  });

  it('tells the keys of what its live views show: built, followed, built anew and found again', async () => {
    const keys = new RecordedKeys();
    const known = () => trucks(0, 99).filter(({ eventId }) => keys.mayHold(eventId)).length;
    const one = start(CATALOGUE.views, 10, keys);
    await caughtUp(one);
    expect(known()).toBe(25);
    for (const truck of trucks(25, 5)) await recordIn(store, truck);
    await caughtUp(one);
    expect(known()).toBe(30);
    one.projector.requestRebuild();
    for (const truck of trucks(30, 5)) await recordIn(store, truck);
    await one.until(() => one.projector.progress().generation === 2);
    await caughtUp(one);
    expect(known()).toBe(35);
    await one.stop();
    const anew = new RecordedKeys();
    await caughtUp(start(CATALOGUE.views, 10, anew));
    expect(trucks(0, 99).filter(({ eventId }) => anew.mayHold(eventId))).toHaveLength(35);
  });

  it('says of which moment its answers are', async () => {
    await caughtUp(start());
    const reader = openViews(directory, CATALOGUE);
    const answer = reader.read(['gate-board'], (db) => ({
      trucks: trucksOnHand(db, 'NORTH_GATE', Date.parse(AT)),
    }));
    expect(answer).toEqual({ trucks: 25, asOf: { position: '25', recordTime: '2022-01-01T00:00:26.000Z' } });
    reader.close();
  });
});
