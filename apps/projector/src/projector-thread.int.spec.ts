import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandIdOf } from '#libs/event-sourcing';
import type { EventStore } from '#libs/event-sourcing';
import { openSqliteEventStore } from '#libs/event-store-sqlite';
import { trucksOnHand } from '#libs/read-models';
import { arrive } from '../testing/arrive';
import { startProjector } from './projector-thread';
import type { ProjectorThread } from './projector-thread';

const NOW = Date.parse('2021-12-16T00:00:00Z');

describe('the projector in a thread of its own', () => {
  let directory: string;
  let store: EventStore;
  let projector: ProjectorThread;
  const stopped: { view: string; position: bigint; reason: string }[] = [];
  const onHand = (): number => trucksOnHand(projector.reader.db, 'NORTH_GATE', NOW);

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'projector-thread-'));
    store = await openSqliteEventStore({ directory, clock: () => new Date(NOW) });
    projector = startProjector({ directory }, { onStopped: (one) => stopped.push(one) });
  });

  afterAll(async () => {
    await projector.close();
    await store.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it('shows what was written before the answer to whoever waits for its position', async () => {
    for (let truck = 1; truck <= 20; truck += 1) {
      const position = await arrive(store, `v${truck}`);
      expect(await projector.until(position, 60_000)).toBe(true);
      expect(onHand()).toBe(truck);
      expect(BigInt(projector.reader.asOf().position)).toBeGreaterThanOrEqual(position);
    }
  });

  it('tells whoever waits too long that the position is not there', async () => {
    const { position } = projector;
    expect(await projector.until(position + 1n, 20)).toBe(false);
  });

  it('knows after a restart what its views show, also when nothing happens any more', async () => {
    const { position } = projector;
    await projector.close();
    projector = startProjector({ directory }, { onStopped: (one) => stopped.push(one) });
    expect(await projector.until(position, 60_000)).toBe(true);
  });

  it('shares the keys of what its views show with this thread', () => {
    expect(projector.keys.mayHold(commandIdOf('mai', 'v20'))).toBe(true);
    expect(projector.keys.mayHold(commandIdOf('mai', 'v21'))).toBe(false);
  });

  it('tells listeners of every batch until they leave', async () => {
    let told = 0;
    const leave = projector.onChange(() => (told += 1));
    await projector.until(await arrive(store, 'listened'), 60_000);
    expect(told).toBe(1);
    leave();
    await projector.until(await arrive(store, 'unheard'), 60_000);
    expect(told).toBe(1);
  });

  it('rebuilds on request while the reader follows', async () => {
    const before = onHand();
    const swapped = new Promise<void>((resolve) => {
      const leave = projector.onChange(() => {
        if (projector.progress.generation !== 2) return;
        leave();
        resolve();
      });
    });
    projector.requestRebuild();
    for (let truck = 0; projector.progress.generation !== 2; truck += 1) {
      await projector.until(await arrive(store, `rebuilt-${truck}`), 60_000);
    }
    await swapped;
    expect(onHand()).toBeGreaterThan(before);
  });

  it('says which views stopped and goes on with the others', async () => {
    const position = await arrive(store, 'poison', { consignments: null });
    await arrive(store, 'after');
    const last = await arrive(store, 'last');
    expect(await projector.until(last, 60_000)).toBe(true);
    expect(stopped.length).toBeGreaterThan(0);
    expect(stopped.every((one) => one.position === position)).toBe(true);
  });
});
