import { MemoryEventStore } from '#libs/event-sourcing';
import { seeded, seeds } from '#libs/event-sourcing/testing';
import { claimsOf, consignmentsOf, nameOf, onHand, stageOf } from '#libs/truck-flow';
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
  seen,
  send,
  step,
  takeBack,
  told,
  visitIn,
} from '../../testing/three-trucks';
import type { Report } from '../../testing/three-trucks';

/* Two containers on one truck: each is claimed, and each may go onto a vehicle with a visit of its own. */

const OTHER = 'MSKU6011672';
const CONTAINERS = { containers: [{ number: BOX }, { number: OTHER }] };
const both = arrives(A, 0, CONTAINERS);
const liftsOther = (onto: string, minute: number): Report => {
  const lift = lifts(A, onto, minute);
  return { ...lift, body: { ...lift.body, container: { number: OTHER } } };
};
const held = async (store: MemoryEventStore, visitId: string) =>
  claimsOf(await visitIn(store, visitId)).map(nameOf);

it.each([BOX, OTHER])('a truck with two containers has %s, which no other brings', async (number) => {
  const store = await told(both);
  expect(await held(store, A)).toEqual([`container\n${BOX}`, `container\n${OTHER}`, 'tractor\n12C00001']);
  const position = await store.lastPosition();
  expect(await send(store, arrives(B, 5, { container: { number } }))).toBe('ASSET_HAS_LIVE_VISIT');
  expect(await store.lastPosition()).toBe(position);
});

it('a truck that changes one of two claims the new one, and the old one is free', async () => {
  const change = (number: string) =>
    step(A, 'vehicle-change', 10, { containers: [{ number: BOX }, { number }], reason: 'wrong container' });
  const taken = await told(both, arrives(B, 5, { container: { number: 'MSCU6639870' } }));
  expect(await send(taken, change('MSCU6639870'))).toBe('ASSET_HAS_LIVE_VISIT');
  const store = await told(both, change('MSCU6639870'), arrives(B, 20, { container: { number: OTHER } }));
  expect(await held(store, A)).toContain('container\nMSCU6639870');
});

describe('one of two containers that goes onto a vehicle with a visit of its own', () => {
  it('is with that visit, and the other stays', async () => {
    const store = await told(both, arrives(B, 5), lifts(A, B, 60));
    expect(await held(store, B)).toEqual([`container\n${BOX}`, 'tractor\n12C00002']);
    expect(await held(store, A)).toEqual([`container\n${OTHER}`, 'tractor\n12C00001']);
    expect(consignmentsOf(await visitIn(store, B))).toHaveLength(2);
    expect(await send(store, arrives(C, 70, { tractor: { plate: PLATES[A] } }))).toBe('ASSET_HAS_LIVE_VISIT');
  });

  it('comes back by a correction', async () => {
    const before = await boards(await told(both, arrives(B, 5)));
    const store = await told(both, arrives(B, 5), lifts(A, B, 60));
    expect(await takeBack(store, A, 'truckVisit.ContainerLifted.v1')).toBe('DONE');
    expect(await boards(store)).toEqual(before);
  });

  it('ends the visit when it is the second to go', async () => {
    const store = await told(both, arrives(B, 5), arrives(C, 10), lifts(A, B, 60), liftsOther(C, 70));
    expect(stageOf(await visitIn(store, A))).toBe('TRANSFERRED');
    expect(await held(store, C)).toEqual([`container\n${OTHER}`, 'tractor\n12C00003']);
  });

  it('is found by the visit of a vehicle that is recorded after the truck crossed with the other', async () => {
    const store = await told(both, lifts(A, B, 60), crosses(A, 90), arrives(B, 5));
    expect(await held(store, B)).toContain(`container\n${BOX}`);
  });

  it('is said twice without a second receipt', async () => {
    const store = await told(both, arrives(B, 5), arrives(C, 10), lifts(A, B, 60), liftsOther(C, 70));
    expect(await send(store, lifts(A, B, 75))).toBe('DONE');
    expect((await visitIn(store, B)).receipts).toHaveLength(1);
  });
});

it('two containers that were seen to go at once are both with the visit that took them', async () => {
  const cut = { ...seen, yard: 'CHI_MA_YARD', toTractor: { plate: PLATES[B], country: 'VN' } };
  const store = await told(both, arrives(B, 5), step(A, 'container-cut', 60, cut));
  expect(await held(store, B)).toEqual([`container\n${BOX}`, `container\n${OTHER}`, 'tractor\n12C00002']);
  expect(onHand(await visitIn(store, A))).toBe(false);
});

it('two containers that were lifted onto one truck after the other are both on it', async () => {
  const store = await told(both, arrives(B, 5), lifts(A, B, 60), liftsOther(B, 70));
  const { carriage } = await visitIn(store, B);
  expect(carriage).toMatchObject({ container: BOX, containers: [BOX, OTHER] });
});

const STORIES: Record<string, readonly Report[]> = {
  'one after the other onto two trucks': [
    both,
    arrives(B, 5),
    arrives(C, 10),
    lifts(A, B, 60),
    liftsOther(C, 70),
    crosses(C, 90),
  ],
  'one after the other onto one truck': [
    both,
    arrives(B, 5),
    lifts(A, B, 60),
    liftsOther(B, 70),
    crosses(B, 90),
  ],
  'one onto a truck, the other across': [
    both,
    arrives(B, 5),
    liftsOther(B, 60),
    crosses(A, 90),
    crosses(B, 95),
  ],
};

it.each(Object.entries(STORIES))('%s: the same boards in any order, over 60 seeds', async (_, story) => {
  const ordered = await boards(await told(...story));
  for (const seed of seeds(1, 60)) {
    const store = new MemoryEventStore(() => new Date(0));
    await delivered(store, story, seeded(seed));
    expect({ seed, boards: await boards(store) }).toEqual({ seed, boards: ordered });
  }
});
