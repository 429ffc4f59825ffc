import { DAMAGE_ACCEPTED } from '#libs/event-sourcing';
import type { MemoryEventStore } from '#libs/event-sourcing';
import { seeded, seeds } from '#libs/event-sourcing/testing';
import { arrival, event, logOf, recordIn, step } from '../../../read-models/testing/given-events';
import { randomBorder } from '../../../read-models/testing/random-border';
import { counting } from '../../../read-models/testing/runner-trial';
import { projected, runnerOf } from '../../../read-models/testing/view-specification';
import { damagedIn } from '../damage/damaged-streams';
import { CATALOGUE } from '../../../read-models/src/catalogue/border-catalogue';
import { readsHistories } from './history-build';
import type { View } from '../catalogue/view';
import { digestOfViews } from '../files/view-digest';
import { readCheckpoints } from '../files/view-database';

const AT = '2021-12-15T06:40:00+07:00';
const ARRIVED = 'truckVisit.TruckArrived.v1';

function filling(store: MemoryEventStore, views: readonly View[]) {
  if (!readsHistories(store)) throw new Error('the memory store reads by streams');
  return runnerOf(views, store, { log: store });
}

describe('views filled stream by stream', () => {
  it.each(seeds(1, 6))('have the rows of following the log (seed %i)', async (seed) => {
    const store = await logOf(randomBorder(seeded(seed), 40));
    const log = await store.readAll(-1n, 10_000);
    const { db, runner } = filling(store, CATALOGUE.views);
    while (await runner.fill(30));
    const followed = await projected(CATALOGUE.views, store, [log.slice(0, 100), log.slice(100)]);
    expect(digestOfViews(db)).toBe(digestOfViews(followed));
    expect(readCheckpoints(db)).toEqual(readCheckpoints(followed));
    expect(runner.position).toBe(log.at(-1)?.position);
  });

  it('know who has looked at what was damaged', async () => {
    const said = { stream: 'claim-1', reason: 'asked', damage: 'CHAIN' };
    const store = await logOf([arrival('v1', AT), event('damage-1', DAMAGE_ACCEPTED, AT, said)]);
    const { db, runner } = filling(store, CATALOGUE.views);
    while (await runner.fill(5));
    expect(damagedIn(db)).toEqual([{ stream: 'claim-1', reason: 'CHAIN', isAccepted: true }]);
  });

  it('stand where the log stood when they were begun, and follow it from there', async () => {
    const store = await logOf(Array.from({ length: 30 }, (_, index) => arrival(`v${index}`, AT)));
    const { db, runner } = filling(store, CATALOGUE.views);
    expect(await runner.fill(5)).toBe(true);
    await recordIn(store, step('v29', 'crossing', AT, { vehicle: { plate: '12C04567' } }));
    await recordIn(store, arrival('v30', AT));
    while (await runner.fill(5));
    expect(runner.position).toBe(29n);
    await runner.project(await store.readAll(29n, 10));
    const followed = await projected(CATALOGUE.views, store, [await store.readAll(-1n, 100)]);
    expect(digestOfViews(db)).toBe(digestOfViews(followed));
  });

  it('are left empty when one of them cannot show an event, and each follows the log as far as it can', async () => {
    const store = await logOf([
      arrival('v1', AT),
      event('truckVisit-v2', 'truckVisit.Teleported.v1', AT, {}),
      arrival('v3', AT),
    ]);
    const { db, runner } = filling(store, [
      counting('boards', [ARRIVED]),
      counting('gates', ['borderGate.X.v1']),
    ]);
    expect(await runner.fill(100)).toBe(false);
    expect([runner.position, db.isTransaction]).toEqual([-1n, false]);
    expect(db.prepare('SELECT * FROM boards').all()).toEqual([]);
    await runner.project(await store.readAll(-1n, 10));
    expect(readCheckpoints(db)).toMatchObject([
      { name: 'boards', position: 0n, failedPosition: 1n },
      { name: 'damaged-streams', position: 2n },
      { name: 'gates', position: 2n, failedPosition: null },
    ]);
  });

  it('have nothing to show of an empty log', async () => {
    const { db, runner } = filling(await logOf([]), CATALOGUE.views);
    expect(await runner.fill(100)).toBe(false);
    expect([runner.position, db.isTransaction]).toEqual([-1n, false]);
  });
});
