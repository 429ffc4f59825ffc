import { MemoryEventStore } from '#libs/event-sourcing';
import type { DomainEvent, EventStore } from '#libs/event-sourcing';
import type { Claim } from '#libs/truck-flow';
import { A, answered, arrives, B, context, PLATES } from '../../testing/three-trucks';
import { takeClaims } from './take-claims';
import type { Claimant } from './take-claims';

/* A claim that is taken as it is remembered is guarded by its append. What is not appended to it is not. */

const TRACTOR: Claim = { kind: 'tractor', id: PLATES[A] ?? '' };
const AT = '2021-12-01T06:30:00+07:00';

async function claimant(store: EventStore, visitId: string, more: Partial<Claimant> = {}): Promise<Claimant> {
  const own = await store.readStream(`truckVisit-${visitId}`);
  return { store, visitId, own, at: AT, context: context(visitId), ...more };
}

/** A process that remembers all of the log as it is now. */
async function recalledIn(store: MemoryEventStore): Promise<NonNullable<Claimant['recalled']>> {
  const events = await store.readAll(-1n, 100);
  const of = (stream: string) => {
    const ofStream = events.filter((event) => event.stream === stream);
    return { events: ofStream, revision: ofStream.at(-1)?.revision ?? ('noStream' as const) };
  };
  return { of, upToDate: () => Promise.resolve() };
}

const told: DomainEvent = { type: 'truckVisit.SeenElsewhere.v1', data: {}, eventTime: AT };

it.each<[string, (store: MemoryEventStore) => Promise<unknown>, string, Partial<Claimant>]>([
  [
    'a holder that may be about to arrive',
    async (store) => takeClaims(await claimant(store, A), [TRACTOR]),
    B,
    {},
  ],
  ['a holder that lets go', (store) => answered(store, arrives(A, 0)), B, { letGo: () => [told] }],
  ['a claim of its own', async (store) => takeClaims(await claimant(store, A), [TRACTOR]), A, {}],
])('begins anew from what is read for %s, and stores nothing before', async (_, before, visitId, more) => {
  const store = new MemoryEventStore(() => new Date(0));
  await before(store);
  const last = await store.lastPosition();
  const recalled = await recalledIn(store);
  const remembered = takeClaims(await claimant(store, visitId, { ...more, recalled }), [TRACTOR]);
  await expect(remembered).rejects.toMatchObject({ name: 'RevisionConflict' });
  expect(await store.lastPosition()).toBe(last);
  await takeClaims(await claimant(store, visitId, more), [TRACTOR]);
});
