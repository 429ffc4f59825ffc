import { MemoryEventStore } from '#libs/event-sourcing';
import { seeded, seeds } from '#libs/event-sourcing/testing';
import { claimsOf, consignmentsOf, nameOf, stageOf } from '#libs/truck-flow';
import {
  A,
  B,
  BOX,
  C,
  PLATES,
  arrives,
  boards,
  crosses,
  delivered,
  lifts,
  orLeft,
  seen,
  send,
  step,
  takeBack,
  told,
  visitIn,
  visitsIn,
} from '../../testing/three-trucks';
import type { Report } from '../../testing/three-trucks';
import { SeededScheduler } from '../../testing/seeded-scheduler';

/* Goods that go onto a vehicle with a visit of its own, over several streams. */

const LIFTED = [arrives(A, 0, { container: { number: BOX } }), arrives(B, 5), lifts(A, B, 60)] as const;

describe('goods that go onto a vehicle with a visit of its own', () => {
  it('end the visit they leave, and the other one carries them and holds their container', async () => {
    const store = await told(...LIFTED);
    expect(stageOf(await visitIn(store, A))).toBe('TRANSFERRED');
    const receiver = await visitIn(store, B);
    expect(consignmentsOf(receiver).map((one) => one.consignmentId)).toEqual([
      `goods of ${B}`,
      `goods of ${A}`,
    ]);
    expect(claimsOf(receiver).map(nameOf)).toEqual([`container\n${BOX}`, 'tractor\n12C00002']);
    expect(await send(store, arrives(C, 70, { container: { number: BOX } }))).toBe('ASSET_HAS_LIVE_VISIT');
    expect(await send(store, step(A, 'crossing', 90, seen))).toBe('VISIT_ENDED');
  });

  it('go to the visit that is named, which has to be on hand then', async () => {
    const named = { visitId: B };
    const store = await told(LIFTED[0], arrives(B, 5));
    expect(await send(store, lifts(A, A, 60, { visitId: A }))).toBe('TRANSFER_TO_ITSELF');
    const {
      observed: _,
      observation: _seen,
      ...early
    } = lifts(A, B, 2, named).body as never as Record<string, string>;
    const cleared = step(A, 'customs-clearance', 1, { declarationNumber: 'D-1' });
    expect(await send(store, cleared)).toBe('DONE');
    expect(await send(store, { ...lifts(A, B, 2), body: early as never })).toBe('RECEIVER_NOT_ON_HAND');
    expect(await send(store, lifts(A, B, 60, named))).toBe('DONE');
    expect((await visitIn(store, A)).ending?.data).toMatchObject({ toVisitId: B });
  });

  it('stay with their visit when the vehicle has none', async () => {
    const store = await told(LIFTED[0], lifts(A, B, 60));
    expect((await visitIn(store, A)).ending).toBeUndefined();
  });

  it('come back by a correction, also with the container, and also after the other visit crossed', async () => {
    const before = await boards(await told(LIFTED[0], arrives(B, 5)));
    const store = await told(...LIFTED);
    expect(await takeBack(store, A, 'truckVisit.ContainerLifted.v1')).toBe('DONE');
    expect(await boards(store)).toEqual(before);
    const crossed = await told(...LIFTED, crosses(B, 90));
    expect(await takeBack(crossed, A, 'truckVisit.ContainerLifted.v1')).toBe('DONE');
    expect(stageOf(await visitIn(crossed, A))).toBe('ARRIVED');
    expect(consignmentsOf(await visitIn(crossed, B))).toHaveLength(1);
  });

  it('do not come back to a truck that has begun another visit, and nothing is stored', async () => {
    const store = await told(...LIFTED, arrives(C, 70, { tractor: { plate: PLATES[A] } }));
    const position = await store.lastPosition();
    expect(await takeBack(store, A, 'truckVisit.ContainerLifted.v1')).toBe('ASSET_CLAIMED_ELSEWHERE');
    expect(await store.lastPosition()).toBe(position);
  });

  it('go on from visit to visit, and an early link that is taken back takes its goods out of all', async () => {
    const store = await told(...LIFTED, arrives(C, 10), lifts(B, C, 80));
    const goods = async () => consignmentsOf(await visitIn(store, C)).map((one) => one.consignmentId);
    expect(await goods()).toEqual([`goods of ${C}`, `goods of ${B}`, `goods of ${A}`]);
    expect(await takeBack(store, A, 'truckVisit.ContainerLifted.v1')).toBe('DONE');
    expect(await goods()).toEqual([`goods of ${C}`, `goods of ${B}`]);
  });

  it('are not corrected where they came to, but where they left', async () => {
    const store = await told(...LIFTED);
    expect(await takeBack(store, B, 'truckVisit.GoodsReceived.v1')).toBe('CORRECTION_OF_RECEIPT');
  });
});

describe('reports of goods between visits', () => {
  const STORIES: Record<string, readonly Report[]> = {
    'onto a truck that crosses': [...LIFTED, crosses(B, 90)],
    'from truck to truck': [...LIFTED, arrives(C, 10), lifts(B, C, 80), crosses(C, 90)],
    'onto a named visit': [LIFTED[0], LIFTED[1], lifts(A, B, 60, { visitId: B }), crosses(B, 90)],
    'onto a truck that had crossed': [LIFTED[0], LIFTED[1], crosses(B, 30), lifts(A, B, 60), crosses(A, 90)],
    'onto a truck that arrives later': [LIFTED[0], lifts(A, B, 4), arrives(B, 5), crosses(A, 90)],
  };

  it.each(Object.entries(STORIES))(
    '%s end in the same boards in any order, over 60 seeds',
    async (_, story) => {
      const ordered = await boards(await told(...story));
      for (const seed of seeds(1, 60)) {
        const store = new MemoryEventStore(() => new Date(0));
        await delivered(store, story, seeded(seed));
        expect({ seed, boards: await boards(store) }).toEqual({ seed, boards: ordered });
      }
    },
  );

  it('hold a container once, whoever dies at any step, and are whole when repeated, over 300 seeds', async () => {
    for (const seed of seeds(1, 300)) {
      const random = seeded(seed);
      const store = await told(LIFTED[0], LIFTED[1]);
      const scheduler = new SeededScheduler(random);
      const access = () =>
        scheduler.access(store, random() < 0.5 ? 1 + Math.floor(random() * 16) : Infinity, 'after');
      const wanted = arrives(C, 70, { container: { number: BOX }, ...(seed % 2 === 0 ? seen : {}) });
      await scheduler.run([
        orLeft(send(access(), LIFTED[2])),
        orLeft(send(access(), wanted)),
        orLeft(send(access(), crosses(B, 90))),
      ]);
      await send(store, LIFTED[2]);
      const visits = await visitsIn(store);
      const holders = visits.filter((visit) => claimsOf(visit).some(({ id }) => id === BOX));
      expect({ seed, holders: holders.length <= 1 }).toEqual({ seed, holders: true });
      const [a, b] = visits;
      const isWhole = a?.ending?.type !== 'truckVisit.ContainerLifted.v1' || b?.receipts.length === 1;
      expect({ seed, isWhole }).toEqual({ seed, isWhole: true });
    }
  });
});
