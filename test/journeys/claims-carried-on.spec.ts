import {
  acceptancesOf,
  DamagedStreams,
  eventIdOf,
  hashedStreamOf,
  MemoryEventStore,
  settingAside,
  successorOf,
} from '#libs/event-sourcing';
import type { DamagedStream, EventStore } from '#libs/event-sourcing';
import { isReplay, proofSize, seeded, seeds, someEvents } from '#libs/event-sourcing/testing';
import { nameOf } from '#libs/truck-flow';
import type { Claim } from '#libs/truck-flow';
import { holdersIn } from '../../libs/recording/testing/holders';
import {
  A,
  answered,
  arrives,
  B,
  C,
  crosses,
  orLeft,
  send,
  step,
  VISITS,
} from '../../libs/recording/testing/three-trucks';
import { SeededScheduler } from '../../libs/recording/testing/seeded-scheduler';
import { carryClaimsOn } from '../../apps/admin/src/claims-carried-on';

/* A tractor whose claims somebody deleted, and what becomes of it once that was looked at. */

const TRACTOR = { plate: '12C09999' };
const CLAIM: Claim = { kind: 'tractor', id: TRACTOR.plate };
const CLAIMS = hashedStreamOf('claim', nameOf(CLAIM));
const SEEDS = proofSize({ test: 300, proof: 1_000 });

/** A border whose streams of claims can be damaged, and looked at. */
function border() {
  const log = new MemoryEventStore(() => new Date(0));
  const damaged = new DamagedStreams();
  const store = settingAside(Object.create(log) as MemoryEventStore, damaged);
  const known = new Map<string, DamagedStream>();
  const show = (stream: string, isAccepted: boolean) => {
    known.set(stream, { stream, reason: 'DELETED', isAccepted });
    damaged.show([...known.values()]);
  };
  const damage = (stream = CLAIMS) => {
    show(stream, false);
  };
  const look = async (stream = CLAIMS, through: EventStore = log) => {
    const holder = await carryClaimsOn(through, stream);
    const own = acceptancesOf(stream);
    await through.append(own, someEvents(1), (await through.readStream(own)).revision);
    show(stream, true);
    return holder;
  };
  return { log, store, damage, look };
}

const came = (visitId: string, minute: number) => arrives(visitId, minute, { tractor: TRACTOR });

it('is refused by name until somebody has looked at it, and can come again then', async () => {
  const { store, damage, look } = border();
  await answered(store, came(A, 0));
  await answered(store, crosses(A, 30));
  damage();
  await expect(answered(store, came(B, 60))).rejects.toMatchObject({ name: 'StreamDamaged', stream: CLAIMS });
  expect(await look()).toBeUndefined();
  expect(await send(store, came(B, 60))).toBe('DONE');
  expect(await send(store, came(C, 90))).toBe('ASSET_HAS_LIVE_VISIT');
  await answered(store, crosses(B, 100));
  expect(await send(store, came(C, 120))).toBe('DONE');
});

it('stays with the visit that is on hand with it, whatever was claimed behind the damage', async () => {
  const { log, store, damage, look } = border();
  await answered(store, came(A, 0));
  const { events } = await log.readStream(CLAIMS);
  for (const { type, eventId, metadata } of events) {
    const claimed = { kind: 'tractor', visitId: C };
    await log.append(
      CLAIMS,
      [{ type, eventId: eventId.replace(/^..../, '0000'), data: claimed, metadata }],
      0n,
    );
  }
  damage();
  expect(await look()).toBe(`truckVisit-${A}`);
  expect(await send(store, came(B, 60))).toBe('ASSET_HAS_LIVE_VISIT');
  await answered(
    store,
    step(A, 'vehicle-change', 70, { tractor: { plate: '12C00001' }, reason: 'breakdown' }),
  );
  expect(await send(store, came(B, 80))).toBe('DONE');
});

it('goes on with what may still be looked up, however much there is of it', async () => {
  const { log, store, damage, look } = border();
  await answered(store, came(A, 0));
  const { events } = await log.readStream(CLAIMS);
  const claims = Array.from({ length: 300 }, (_, index) =>
    events.map(({ type, data, metadata }) => ({ type, data, metadata, eventId: idOf(index) })),
  );
  await log.append(CLAIMS, claims.flat(), 0n);
  damage();
  await look();
  const carried = (await log.readStream(successorOf(CLAIMS))).events;
  expect(carried).toHaveLength(201);
  expect(carried.at(-1)).toMatchObject({ type: 'claim.Claimed.v1', metadata: { causation: idOf(299) } });
});

it('is begun once: who looks again changes nothing of it', async () => {
  const { log, store, damage, look } = border();
  await answered(store, came(A, 0));
  damage();
  await look();
  await answered(store, crosses(A, 30));
  await answered(store, came(B, 60));
  const before = await log.readStream(successorOf(CLAIMS));
  await look();
  expect(await log.readStream(successorOf(CLAIMS))).toEqual(before);
});

it('goes on once more where what it went on in is damaged too', async () => {
  const { store, damage, look } = border();
  await answered(store, came(A, 0));
  damage();
  await look();
  const second = successorOf(CLAIMS);
  damage(second);
  await expect(answered(store, came(B, 60))).rejects.toMatchObject({ name: 'StreamDamaged', stream: second });
  expect(await look(second)).toBe(`truckVisit-${A}`);
  expect(await send(store, came(B, 60))).toBe('ASSET_HAS_LIVE_VISIT');
  await answered(store, crosses(A, 70));
  expect(await send(store, came(B, 80))).toBe('DONE');
});

it(`is never with two visits, whenever it is damaged and looked at, over ${SEEDS} seeds`, async () => {
  const outcomes = new Map<string, number>();
  for (const seed of seeds(1, SEEDS)) {
    const random = seeded(seed);
    const { log, store, damage, look } = border();
    const scheduler = new SeededScheduler(random);
    const callers = VISITS.map(async (visitId, index) => {
      const steps = random() < 0.3 ? 1 + Math.floor(random() * 10) : Infinity;
      const access = scheduler.access(store, steps, 'after');
      const outcome = await orLeft(send(access, came(visitId, index * 10)).catch(damageOnly));
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    });
    const administrator = async () => {
      const access = scheduler.access(log, Infinity, 'after');
      for (let idle = Math.floor(random() * 12); idle > 0; idle -= 1)
        await access.readStream('truckVisit-none');
      damage();
      await look(CLAIMS, access);
    };
    await scheduler.run([...callers, administrator()]);
    await Promise.all(callers);
    const late = await send(store, came(C, 50)).catch(damageOnly);
    const holders = (await holdersIn(log, VISITS)).get(nameOf(CLAIM)) ?? [];
    expect({ seed, late, holders: holders.length }).toEqual({
      seed,
      late: expect.any(String) as string,
      holders: 1,
    });
  }
  if (isReplay) return;
  expect([...outcomes.keys()].sort()).toEqual(['ASSET_HAS_LIVE_VISIT', 'DAMAGED', 'DONE', 'LEFT']);
});

function idOf(index: number): string {
  return eventIdOf('00000000-0000-4000-8000-000000000000', index, CLAIMS);
}

function damageOnly(error: unknown): string {
  if (error instanceof Error && error.name === 'StreamDamaged') return 'DAMAGED';
  throw error;
}
