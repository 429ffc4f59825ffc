import { MemoryEventStore, RevisionConflict, effective } from '#libs/event-sourcing';
import type { EventStore } from '#libs/event-sourcing';
import { isReplay, proofSize, seeded, seeds } from '#libs/event-sourcing/testing';
import { Rejection, foldVisit, nameOf, truckVisit } from '#libs/truck-flow';
import type { Claim, StepBody, StepName } from '#libs/truck-flow';
import { carriedOn } from '../../testing/carried-on';
import { holdersIn } from '../../testing/holders';
import { remembering } from '../../testing/remembering';
import { answered, context, gate } from '../../testing/three-trucks';
import { Abandoned, SeededScheduler } from '../../testing/seeded-scheduler';
import { recordVisit } from '../truck-visit/record-visit';
import { claimStreamOf } from './claim-streams';
import { takeClaims } from './take-claims';

const record = (store: EventStore, visitId: string, step: StepName, body: StepBody) =>
  answered(store, { visitId, step, body });

/** Says that an event of a visit did not occur. */
const takeBack = (store: EventStore, visitId: string, eventId: string) => {
  const at = '2021-12-01T09:00:00+07:00';
  const by = { sub: 'manager-1', manager: true };
  const reason = 'DID_NOT_OCCUR' as const;
  const command = { kind: 'correction' as const, at, eventId, reason, by, now: at, gate };
  return recordVisit(store, visitId, () => Promise.resolve(command), context(`${visitId}:take-back`));
};

const arrival = (visitId: string, minute: number, plates: object): StepBody => ({
  at: `2021-12-01T06:${String(minute).padStart(2, '0')}:00+07:00`,
  visitId,
  gate: 'CHI_MA',
  direction: 'EXPORT',
  bodyType: 'REEFER_CONTAINER',
  consignments: [{ consignmentId: `c-${visitId}`, cargoClass: 'FRESH_PRODUCE' }],
  ...plates,
});

const PLATES = {
  tractor: { plate: '12C04567' },
  trailer: { plate: '12R00321' },
  container: { number: 'CSQU3054383' },
};
const TRACTOR: Claim = { kind: 'tractor', id: PLATES.tractor.plate };
const TRAILER: Claim = { kind: 'trailer', id: PLATES.trailer.plate };
const CONTAINER: Claim = { kind: 'container', id: PLATES.container.number };
const VISITS = ['a', 'b', 'c'];
const SEEDS = proofSize({ test: 300, proof: 1_000 });

/** Outcomes a caller may have; anything else fails the test. */
async function outcome(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'DONE';
  } catch (error) {
    if (error instanceof Abandoned) return 'ABANDONED';
    if (error instanceof RevisionConflict) return 'CONFLICT';
    if (error instanceof Rejection) return error.code;
    throw error;
  }
}

const memory = (_: () => number): EventStore => new MemoryEventStore(() => new Date(0));
const poor = (random: () => number): EventStore => remembering(memory(random), random);

describe.each([
  // A conflict with what is remembered is not one of the attempts.
  ['remembered', poor, []],
  [
    'carried on and remembered',
    (random: () => number) => carriedOn(poor(random), [TRACTOR, TRAILER, CONTAINER]),
    ['CONFLICT'],
  ],
  ['read', memory, ['CONFLICT']],
])('claims as they are %s', (_, newStore, conflicts) => {
  it(`never let two visits on hand hold one asset, over ${SEEDS} seeds, two and three callers, one abandoned at any step`, async () => {
    const seen = new Map<string, number>();
    for (const seed of seeds(1, SEEDS)) {
      const random = seeded(seed);
      const store = newStore(random);
      const scheduler = new SeededScheduler(random);
      const callers = VISITS.slice(0, seed % 2 === 0 ? 2 : 3).map((id, i) => {
        const steps = i === 0 && seed % 3 !== 0 ? 1 + Math.floor(random() * 12) : Infinity;
        const access = scheduler.access(store, steps, random() < 0.5 ? 'before' : 'after');
        return outcome(record(access, id, 'arrival', arrival(id, i * 10, PLATES)));
      });
      await scheduler.run(callers);
      for (const result of await Promise.all(callers)) seen.set(result, (seen.get(result) ?? 0) + 1);
      for (const [name, holders] of await holdersIn(store, VISITS)) {
        expect({ seed, name, holders }).toEqual({ seed, name, holders: [holders[0]] });
      }
      const free = await outcome(record(store, 'c', 'arrival', arrival('c', 50, PLATES)));
      expect(['DONE', 'ASSET_HAS_LIVE_VISIT', 'ALREADY_ARRIVAL']).toContain(free);
    }
    if (isReplay) return;
    expect([...seen.keys()].sort()).toEqual(
      expect.arrayContaining(['ABANDONED', 'ASSET_HAS_LIVE_VISIT', ...conflicts, 'DONE']),
    );
  });

  it(`never give a dedicated driver two trucks, over ${SEEDS} seeds`, async () => {
    let served = 0;
    for (const seed of seeds(1, SEEDS)) {
      const random = seeded(seed);
      const store = newStore(random);
      for (const [i, id] of VISITS.entries()) {
        await record(store, id, 'arrival', arrival(id, i, { tractor: { plate: `12C0000${i}` } }));
        await record(store, id, 'customs-clearance', {
          at: '2021-12-01T07:00:00+07:00',
          declarationNumber: 'D',
        });
        const clean = { at: '2021-12-01T07:05:00+07:00', targets: ['CABIN'], procedureVersion: '1' };
        await record(store, id, 'disinfection', clean);
      }
      const scheduler = new SeededScheduler(random);
      const callers = VISITS.map((id, i) => {
        const access = scheduler.access(store, i === 0 ? 1 + Math.floor(random() * 8) : Infinity, 'after');
        const body = { at: '2021-12-01T08:00:00+07:00', dedicatedDriver: 'CHI_MA-D01' };
        return outcome(record(access, id, 'handover', body));
      });
      await scheduler.run(callers);
      const holders =
        (await holdersIn(store, VISITS)).get(nameOf({ kind: 'driver', id: 'CHI_MA-D01' })) ?? [];
      expect({ seed, holders: holders.length <= 1 }).toEqual({ seed, holders: true });
      served += holders.length;
    }
    if (isReplay) return;
    expect(served).toBeGreaterThan(SEEDS / 2);
  });

  it(`never let an arrival, a vehicle change and a correction end with one tractor twice, over ${SEEDS} seeds`, async () => {
    const tractor = { plate: '12C09999' };
    const wanted = nameOf({ kind: 'tractor', id: tractor.plate });
    const winners = new Set<string>();
    for (const seed of seeds(1, SEEDS)) {
      const random = seeded(seed);
      const store = newStore(random);
      await record(store, 'a', 'arrival', arrival('a', 0, { tractor: { plate: '12C00001' } }));
      await record(store, 'c', 'arrival', arrival('c', 1, { tractor }));
      const seen = { at: '2021-12-01T07:00:00+07:00', observed: true, observation: 'it drove through' };
      await record(store, 'c', 'crossing', seen);
      const crossing = (await store.readStream('truckVisit-c')).events.at(-1)?.eventId ?? '';
      const scheduler = new SeededScheduler(random);
      const access = () =>
        scheduler.access(store, random() < 0.3 ? 1 + Math.floor(random() * 8) : Infinity, 'after');
      const change = { at: '2021-12-01T08:00:00+07:00', tractor, reason: 'breakdown' };
      const callers = [
        outcome(record(access(), 'a', 'vehicle-change', change)),
        outcome(record(access(), 'b', 'arrival', arrival('b', 40, { tractor }))),
        outcome(takeBack(access(), 'c', crossing)),
      ];
      await scheduler.run(callers);
      const holders = (await holdersIn(store, VISITS)).get(wanted) ?? [];
      expect({ seed, holders: holders.slice(1) }).toEqual({ seed, holders: [] });
      for (const holder of holders) winners.add(holder);
    }
    if (isReplay) return;
    expect([...winners].sort()).toEqual(['a', 'b', 'c']);
  });

  it(`never record a truck twice that is scanned by three at once and may have crossed, over ${SEEDS} seeds`, async () => {
    const seen = new Set<string>();
    for (const seed of seeds(1, SEEDS)) {
      const random = seeded(seed);
      const answers = new Set<string>();
      const scheduler = new SeededScheduler(random);
      const store = newStore(random);
      const callers = VISITS.map(async (id, i) => {
        const steps = i === 0 && seed % 3 === 0 ? 1 + Math.floor(random() * 14) : Infinity;
        const access = scheduler.access(store, steps, random() < 0.5 ? 'before' : 'after');
        const scanned = await outcome(
          record(access, id, 'arrival', arrival(id, i, PLATES)).then(({ id: first }) => answers.add(first)),
        );
        seen.add(scanned);
        const crossed = { at: '2021-12-01T06:30:00+07:00', observed: true, observation: 'it drove through' };
        if (scanned === 'DONE' && answers.has(id)) await outcome(record(access, id, 'crossing', crossed));
      });
      await scheduler.run(callers);
      await Promise.all(callers);
      const arrived = [];
      for (const id of VISITS) {
        const { events } = await store.readStream(`truckVisit-${id}`);
        if (foldVisit(effective(events, truckVisit.order)).arrival !== undefined) arrived.push(id);
      }
      expect({ seed, arrived: arrived.slice(1) }).toEqual({ seed, arrived: [] });
      for (const answer of answers) expect({ seed, arrived }).toEqual({ seed, arrived: [answer] });
    }
    if (isReplay) return;
    expect([...seen]).toEqual(expect.arrayContaining(['ABANDONED', ...conflicts, 'DONE']));
    expect(['ABANDONED', 'CONFLICT', 'DONE']).toEqual(expect.arrayContaining([...seen]));
  });

  it('store nothing for a command that is refused, whichever of its assets another visit holds', async () => {
    for (const [asset, held] of Object.entries(PLATES)) {
      const store = newStore(seeded(1));
      const own = { tractor: { plate: '12C00001' }, [asset]: held };
      expect(await outcome(record(store, 'a', 'arrival', arrival('a', 0, own)))).toBe('DONE');
      const before = await store.lastPosition();
      const refused = await outcome(record(store, 'b', 'arrival', arrival('b', 10, PLATES)));
      expect([asset, refused]).toEqual([asset, 'ASSET_HAS_LIVE_VISIT']);
      expect([asset, await store.lastPosition()]).toEqual([asset, before]);
    }
  });

  it('are not taken from a holder that finishes one while the next is looked at', async () => {
    const store = new MemoryEventStore(() => new Date(0));
    const claim = async (claimed: Claim) => {
      const own = await store.readStream('truckVisit-a');
      const at = '2021-12-01T06:00:00+07:00';
      await takeClaims({ store, visitId: 'a', own, at, context: context(claimed.kind) }, [claimed]);
    };
    await claim(CONTAINER);
    let isLooking = true;
    const access = Object.assign(Object.create(store) as EventStore, {
      readStream: async (stream: string, from?: bigint) => {
        if (isLooking && stream === claimStreamOf(TRAILER)) {
          isLooking = false;
          const own = { tractor: { plate: '12C00001' }, container: PLATES.container };
          await record(store, 'a', 'arrival', arrival('a', 0, own));
          await claim(TRAILER);
        }
        return store.readStream(stream, from);
      },
    });
    expect(await outcome(record(access, 'b', 'arrival', arrival('b', 10, PLATES)))).toBe(
      'ASSET_HAS_LIVE_VISIT',
    );
    expect(isLooking).toBe(false);
    expect((await holdersIn(store, VISITS)).get(nameOf(CONTAINER))).toEqual(['a']);
  });
});

it('claims are judged as they are remembered once that is up to date', async () => {
  const store = new MemoryEventStore(() => new Date(0));
  expect(await outcome(record(store, 'a', 'arrival', arrival('a', 0, PLATES)))).toBe('DONE');
  const claim = claimStreamOf(TRACTOR);
  const { events, revision } = await store.readStream(claim);
  // Before the log went back the claim was as long, and let go of.
  const gone = { revision, events: events.map((event) => ({ ...event, type: 'claim.GoodsBrought.v1' })) };
  let isUpToDate = false;
  const remembers = Object.assign(Object.create(store) as EventStore, {
    recall: () => ({
      upToDate: () => Promise.resolve().then(() => void (isUpToDate = true)),
      of: (stream: string) => (stream === claim && !isUpToDate ? gone : undefined),
    }),
  });
  const own = { tractor: PLATES.tractor };
  expect(await outcome(record(remembers, 'b', 'arrival', arrival('b', 10, own)))).toBe(
    'ASSET_HAS_LIVE_VISIT',
  );
  expect(await store.readStream(claim)).toEqual({ events, revision });
});
