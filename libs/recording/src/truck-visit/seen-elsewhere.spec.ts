import { seeded, seeds } from '#libs/event-sourcing/testing';
import { claimsOf, nameOf, stageOf } from '#libs/truck-flow';
import {
  A,
  B,
  BOX,
  C,
  PLATES,
  arrives,
  at,
  crosses,
  orLeft,
  seen,
  send,
  takeBack,
  told,
  visitIn,
  visitsIn,
} from '../../testing/three-trucks';
import { SeededScheduler } from '../../testing/seeded-scheduler';

describe('a truck that stands here while the record says there', () => {
  const here = (minute: number) => arrives(C, minute, { tractor: { plate: PLATES[A] }, ...seen });

  it('ends the visit that holds it, when its arrival was observed', async () => {
    const store = await told(arrives(A, 0));
    const unseen = { ...here(60), body: { ...here(60).body, observed: false, observation: undefined } };
    expect(await send(store, unseen)).toBe('ASSET_HAS_LIVE_VISIT');
    expect(await send(store, here(60))).toBe('DONE');
    const before = await visitIn(store, A);
    expect(stageOf(before)).toBe('SEEN_ELSEWHERE');
    expect(before.ending?.data).toEqual({ gate: 'CHI_MA', visitId: C, ownGate: 'CHI_MA' });
    expect(claimsOf(await visitIn(store, C)).map(nameOf)).toEqual(['tractor\n12C00001']);
  });

  it('keeps the visit of a later arrival, and its own ends with that', async () => {
    const store = await told(arrives(A, 60), here(0));
    expect(stageOf(await visitIn(store, A))).toBe('ARRIVED');
    expect((await visitIn(store, C)).ending).toMatchObject({ at: at(60), data: { visitId: A } });
  });

  it('had crossed before, as a report tells that comes later: the crossing counts', async () => {
    const store = await told(arrives(A, 0), here(60), crosses(A, 30));
    expect(stageOf(await visitIn(store, A))).toBe('CROSSED');
  });

  it('is on hand again when the sighting is taken back, once the other visit has ended', async () => {
    const store = await told(arrives(A, 0), here(60));
    expect(await takeBack(store, A, 'truckVisit.SeenElsewhere.v1')).toBe('ASSET_CLAIMED_ELSEWHERE');
    expect(await takeBack(store, C, 'truckVisit.TruckArrived.v1')).toBe('DONE');
    expect(await takeBack(store, A, 'truckVisit.SeenElsewhere.v1')).toBe('DONE');
    expect(stageOf(await visitIn(store, A))).toBe('ARRIVED');
  });

  it('never is on hand twice, whoever dies at any step, over 300 seeds', async () => {
    for (const seed of seeds(1, 300)) {
      const random = seeded(seed);
      const store = await told(arrives(A, 0, { container: { number: BOX } }));
      const scheduler = new SeededScheduler(random);
      const callers = [B, C].map((id, i) => {
        const steps = random() < 0.4 ? 1 + Math.floor(random() * 12) : Infinity;
        const own = { tractor: { plate: PLATES[A] }, container: { number: BOX }, ...seen };
        return orLeft(send(scheduler.access(store, steps, 'after'), arrives(id, 60 + i * 10, own)));
      });
      await scheduler.run(callers);
      const visits = await visitsIn(store);
      for (const name of ['tractor\n12C00001', `container\n${BOX}`]) {
        const holders = visits.filter((visit) => claimsOf(visit).map(nameOf).includes(name));
        expect({ seed, name, holders: holders.length <= 1 }).toEqual({ seed, name, holders: true });
      }
    }
  });
});
