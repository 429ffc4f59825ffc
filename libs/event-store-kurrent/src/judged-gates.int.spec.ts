import { setImmediate as nextTurn } from 'node:timers/promises';
import { commandIdOf, FoldedStreams, transact } from '#libs/event-sourcing';
import type { CommandContext, Decider, EventStore } from '#libs/event-sourcing';
import { proofSize } from '#libs/event-sourcing/testing';
import { FakeEventStore } from '../../../test/fakes/eventstore';
import { openStore } from '../testing/fake-store';

const TURNS = proofSize({ test: 60, proof: 400 });
const BYSTANDERS = 4;
/** Hardly a visit has more steps. */
const STEPS = 30;
const GATE = 'CHI_MA';

type Told = 'opened' | 'closed' | 'passed';

/** Records what it is given, unless a gate is closed. */
const recorderOf = (category: string): Decider<{ readonly told: Told; readonly gate: Told }> => ({
  category,
  order: { correctionType: `${category}.Corrected.v1`, placeOf: () => 1 },
  decide: ({ told, gate }) => {
    if (gate === 'closed') throw new RangeError('the gate is closed');
    const event = { type: `${category}.Told.v1`, data: { told }, eventTime: '2021-12-15T06:40:00+07:00' };
    return { events: [event], warnings: [] };
  },
});

const [gates, visits] = [recorderOf('borderGate'), recorderOf('truckVisit')];

function contextOf(key: string): CommandContext {
  const absent = { device: null, correlation: null, causation: null, policyVersion: null };
  const actor = { sub: 'clerk', agency: null };
  const commandId = commandIdOf('clerk', key);
  return { ...absent, actor, role: '', source: 'OPERATOR', commandId, requestHash: key };
}

function tell(store: EventStore, told: Told, key: string) {
  const prepare = () => ({ told, gate: 'opened' as const });
  return transact(store, gates, { id: GATE, prepare, context: contextOf(key) });
}

/** A process that passes visits through the gate as it is. */
function guardOf(store: EventStore) {
  const folded = new FoldedStreams(store, gates, (steps) => (steps.at(-1)?.data as { told: Told }).told);
  return async (id: string, key: string): Promise<'passed' | 'refused'> => {
    const prepare = async () => ({ told: 'passed' as const, gate: (await folded.read(GATE)).state });
    try {
      await transact(store, visits, { id, prepare, context: contextOf(key) });
      return 'passed';
    } catch (error) {
      if (error instanceof RangeError) return 'refused';
      throw error;
    }
  };
}

it(`what another process said of a gate counts for every command that begins behind its answer, ${TURNS} times, while many commands share their reads`, async () => {
  const fake = await FakeEventStore.start({ noise: 0.1 });
  const [store, others] = [await openStore(fake.url), await openStore(fake.url)];
  await tell(others, 'opened', 'first');
  const pass = guardOf(store);
  const working = { isOver: false };
  const bystanders = Array.from({ length: BYSTANDERS }, async (_, number) => {
    let id = crypto.randomUUID();
    for (let count = 1; !working.isOver; count += 1) {
      if (count % STEPS === 0) id = crypto.randomUUID();
      await pass(id, `${number} ${count}`);
      await nextTurn();
    }
  });
  const id = crypto.randomUUID();
  const found: string[] = [];
  try {
    for (let turn = 0; turn < TURNS; turn += 1) {
      const told = turn % 2 === 0 ? 'closed' : 'opened';
      await tell(others, told, `${told} ${turn}`);
      found.push(`${told}: ${await pass(id, `turn ${turn}`)}`);
    }
  } finally {
    working.isOver = true;
    await Promise.all(bystanders);
  }
  expect([...new Set(found)].sort()).toEqual(['closed: refused', 'opened: passed']);
  fake.stop();
});
