import { MemoryEventStore, RevisionConflict, commandIdOf, effective } from '#libs/event-sourcing';
import type { CommandContext, EventStore, ExpectedRevision, NewEvent } from '#libs/event-sourcing';
import { seeded } from '#libs/event-sourcing/testing';
import {
  Rejection,
  claimsOf,
  evolveGate,
  foldVisit,
  nameOf,
  readStep,
  truckVisit,
  unknownGate,
} from '#libs/truck-flow';
import type { StepBody, StepName } from '#libs/truck-flow';
import { recordVisit } from '../truck-visits/record-visit';

class Abandoned extends Error {}

/**
 * One caller's door to the shared store: every operation waits for its turn, which a seeded scheduler gives; after
 * `steps` operations the caller is gone for good, before or after the last one took effect.
 */
class Turnstile {
  private readonly waiting: (() => void)[] = [];
  idle = 0;

  constructor(private readonly random: () => number) {}

  door(store: EventStore, steps: number, lost: 'before' | 'after'): EventStore {
    let left = steps;
    const turn = async <T>(work: () => Promise<T>): Promise<T> => {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
      left -= 1;
      if (left < 0 || (left === 0 && lost === 'before')) throw new Abandoned();
      const result = await work();
      if (left === 0) throw new Abandoned();
      return result;
    };
    return {
      readStream: (stream: string, from?: bigint) => turn(() => store.readStream(stream, from)),
      append: (stream: string, events: readonly NewEvent[], expected: ExpectedRevision) =>
        turn(() => store.append(stream, events, expected)),
      readAll: (position: bigint, limit: number) => store.readAll(position, limit),
      lastPosition: () => store.lastPosition(),
      subscribe: (...args) => store.subscribe(...args),
      close: () => store.close(),
    };
  }

  /** Lets one waiting operation after another pass, in seeded order, until every caller has ended. */
  async run(callers: readonly Promise<unknown>[]): Promise<void> {
    let running = callers.length;
    for (const caller of callers) void caller.finally(() => (running -= 1));
    while (running > 0) {
      for (let i = 0; i < 20; i += 1) await Promise.resolve();
      await new Promise((resolve) => setImmediate(resolve));
      const next = Math.floor(this.random() * this.waiting.length);
      this.waiting.splice(next, 1)[0]?.();
    }
  }
}

const context = (key: string): CommandContext => ({
  actor: { sub: 'operator-1', agency: null },
  role: 'gate-operator',
  device: null,
  source: 'OPERATOR',
  commandId: commandIdOf('operator-1', key),
  requestHash: key,
  correlation: null,
  causation: null,
  policyVersion: null,
});

const gate = evolveGate(unknownGate, {
  type: 'borderGate.GateRegistered.v1',
  data: { gate: 'CHI_MA', lanes: ['MAIN'], hours: [], handoverMode: 'FOREIGN_YARD' },
  time: 0,
} as never);

const record = (store: EventStore, visitId: string, step: StepName, body: StepBody) =>
  recordVisit(
    store,
    visitId,
    () => Promise.resolve({ kind: 'step', report: readStep(step, body), gate, gateRevision: '0' }),
    context(`${visitId}:${step}:${body.at}`),
  );

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
const VISITS = ['a', 'b', 'c'];

async function visitsHolding(store: EventStore): Promise<Map<string, string[]>> {
  const holders = new Map<string, string[]>();
  for (const id of VISITS) {
    const { events } = await store.readStream(`truckVisit-${id}`);
    for (const claim of claimsOf(foldVisit(effective(events, truckVisit.order)))) {
      holders.set(nameOf(claim), [...(holders.get(nameOf(claim)) ?? []), id]);
    }
  }
  return holders;
}

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

describe('claims', () => {
  it('never let two visits on hand hold one asset, over 1,000 seeds, two and three callers, one abandoned at any step', async () => {
    const seen = new Map<string, number>();
    for (let seed = 1; seed <= 1000; seed += 1) {
      const random = seeded(seed);
      const store = new MemoryEventStore(() => new Date(0));
      const turnstile = new Turnstile(random);
      const callers = VISITS.slice(0, seed % 2 === 0 ? 2 : 3).map((id, i) => {
        const steps = i === 0 && seed % 3 !== 0 ? 1 + Math.floor(random() * 12) : Infinity;
        const door = turnstile.door(store, steps, random() < 0.5 ? 'before' : 'after');
        return outcome(record(door, id, 'arrival', arrival(id, i * 10, PLATES)));
      });
      await turnstile.run(callers);
      for (const result of await Promise.all(callers)) seen.set(result, (seen.get(result) ?? 0) + 1);
      for (const [name, holders] of await visitsHolding(store)) {
        expect({ seed, name, holders }).toEqual({ seed, name, holders: [holders[0]] });
      }
      const free = await outcome(record(store, 'c', 'arrival', arrival('c', 50, PLATES)));
      expect(['DONE', 'ASSET_HAS_LIVE_VISIT', 'ALREADY_ARRIVAL']).toContain(free);
    }
    expect([...seen.keys()].sort()).toEqual(
      expect.arrayContaining(['ABANDONED', 'ASSET_HAS_LIVE_VISIT', 'CONFLICT', 'DONE']),
    );
  });

  it('never give a dedicated driver two trucks, over 500 seeds', async () => {
    for (let seed = 1; seed <= 500; seed += 1) {
      const random = seeded(seed);
      const store = new MemoryEventStore(() => new Date(0));
      for (const [i, id] of VISITS.entries()) {
        await record(store, id, 'arrival', arrival(id, i, { tractor: { plate: `12C0000${i}` } }));
        await record(store, id, 'customs-clearance', {
          at: '2021-12-01T07:00:00+07:00',
          declarationNumber: 'D',
        });
        const clean = { at: '2021-12-01T07:05:00+07:00', targets: ['CABIN'], procedureVersion: '1' };
        await record(store, id, 'disinfection', clean);
      }
      const turnstile = new Turnstile(random);
      const callers = VISITS.map((id, i) => {
        const door = turnstile.door(store, i === 0 ? 1 + Math.floor(random() * 8) : Infinity, 'after');
        const body = { at: '2021-12-01T08:00:00+07:00', dedicatedDriver: 'CHI_MA-D01' };
        return outcome(record(door, id, 'handover', body));
      });
      await turnstile.run(callers);
      const holders = (await visitsHolding(store)).get(nameOf({ kind: 'driver', id: 'CHI_MA-D01' })) ?? [];
      expect({ seed, holders: holders.length <= 1 }).toEqual({ seed, holders: true });
    }
  });
});
