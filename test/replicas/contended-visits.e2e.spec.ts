import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pick, proofSize, seeded } from '#libs/event-sourcing/testing';
import { FakeEventStore, losingAnswers } from '../fakes/eventstore';
import { ApiClient, tokenFor } from '../server/api-client';
import { StandaloneProcess } from '../server/standalone-process';

// These tests wait for processes to start, and how long that takes is up to the machine.
jest.setTimeout(1_800_000);

const LANES = 8;
const ROUNDS = proofSize({ test: 8, proof: 320 });
const LOST = 0.05;

const root = mkdtempSync(join(tmpdir(), 'shared-'));
const replicas: StandaloneProcess[] = [];
const clients: ApiClient[] = [];
let fake: FakeEventStore;

interface Answered {
  readonly status: number;
  readonly body: {
    readonly id?: string;
    readonly eventIds?: readonly string[];
    readonly code?: string;
    readonly ticket?: object;
  };
}

/** What was sent for one truck, and how it was answered. */
interface Sent {
  readonly told: string[];
  /** Ids of the events of everything that was acknowledged. */
  readonly eventIds: string[];
}

beforeAll(async () => {
  fake = await FakeEventStore.start({ noise: 0.05 });
  const token = await tokenFor({ sub: 'operator', roles: ['gate-operator'], gates: ['TAN_THANH'] });
  for (const name of ['first', 'second']) {
    const settings = { DATA_DIR: join(root, name), PORT: '0', EVENTSTORE_URL: fake.url };
    const replica = await StandaloneProcess.start({ ...settings, TOKEN_RATE_LIMIT: '1000000000' });
    replicas.push(replica);
    clients.push(new ApiClient(replica.address, token));
    while (!(await fetch(`${replica.address}/readyz`)).ok)
      await new Promise((resolve) => setTimeout(resolve, 20));
  }
});

afterAll(async () => {
  await Promise.all(replicas.map((replica) => replica.stop()));
  fake.stop();
  rmSync(root, { recursive: true });
});

const at = (minutes: number): string => new Date(Date.UTC(2021, 10, 1) + minutes * 60_000).toISOString();

/** A truck's reports, each sent once the one before it is answered: through either replica, both, or both in turn. */
async function bringAgainAndAgain(lane: number): Promise<Sent> {
  const random = seeded(100 + lane);
  const sent: Sent = { told: [], eventIds: [] };
  const post = async (client: ApiClient, path: string, key: string, body: object): Promise<Answered> => {
    const answer = await client.post(path, key, body);
    return { status: answer.status, body: (await answer.json()) as Answered['body'] };
  };
  const report = async (path: string, key: string, minutes: number, fields: object): Promise<string> => {
    const body = { at: at(minutes), ...fields };
    const [one, other] = random() < 0.5 ? [0, 1] : [1, 0];
    const send = (replica: number, given: object = body) =>
      post(clients[replica] as ApiClient, path, key, given);
    const way = random();
    const expect = (is: boolean, what: string, answers: readonly Answered[]) => {
      if (!is) sent.told.push(`${key} ${what}: ${JSON.stringify(answers)}`);
    };
    const isDone = ({ status }: Answered) => status === 200 || status === 201;
    let first: Answered;
    if (way < 0.2) {
      const both = await Promise.all([send(one), send(other)]);
      expect(both.every(isDone), 'at once', both);
      expect(both[0].body.eventIds?.join() === both[1].body.eventIds?.join(), 'not the same', both);
      first = both[0];
    } else {
      first = await send(one);
      expect(isDone(first), 'refused', [first]);
      if (way < 0.4) {
        const again = await send(other);
        expect(shown(again) === shown(first), 'another answer', [first, again]);
      } else if (way < 0.5) {
        const reused = await send(other, { ...body, at: at(minutes + 1) });
        expect(reused.status === 422, 'reused', [first, reused]);
      }
    }
    sent.eventIds.push(...(first.body.eventIds ?? []));
    return first.body.id ?? '';
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    const [name, begin] = [`${lane}-${round}`, round * 100];
    const id = await report('/truck-visits', `arrival-${name}`, begin, {
      gate: 'TAN_THANH',
      direction: 'EXPORT',
      bodyType: 'HOT_BOX',
      tractor: { plate: `12C-10${lane}.17` },
      trailer: { plate: pick(random, [`12R-10${lane}.18`, `12R-10${lane}.19`]) },
      consignments: [{ consignmentId: `goods-${name}`, cargoClass: 'FRESH_PRODUCE' }],
    });
    await report(`/truck-visits/${id}/customs-clearance`, `clearance-${name}`, begin + 10, {
      declarationNumber: 'D-1',
    });
    await report(`/truck-visits/${id}/disinfection`, `disinfection-${name}`, begin + 20, {
      targets: ['CABIN'],
      procedureVersion: '2021-1',
    });
    await report(`/truck-visits/${id}/turn-back`, `turn-back-${name}`, begin + 30, {
      reason: 'sold at the yard',
    });
  }
  return sent;
}

/** What both replicas answer: the ticket of a driver is known to the one that issued it. */
function shown({ body: { ticket: _, ...body } }: Answered): string {
  return JSON.stringify(body);
}

test(`${4 * LANES * ROUNDS} commands of the same visits through two replicas: none lost, doubled or refused for what has changed`, async () => {
  fake.faults.plan('append', losingAnswers(LOST, seeded(7)));
  const lanes = await Promise.all(Array.from({ length: LANES }, (_, lane) => bringAgainAndAgain(lane)));
  expect(lanes.flatMap(({ told }) => told)).toEqual([]);
  const stored = fake.log.all.filter(({ stream }) => stream.startsWith('truckVisit-')).map(({ id }) => id);
  const acknowledged = lanes.flatMap(({ eventIds }) => eventIds);
  expect(acknowledged).toHaveLength(4 * LANES * ROUNDS);
  expect(new Set(stored).size).toBe(stored.length);
  expect([...stored].sort()).toEqual([...acknowledged].sort());
  expect(fake.violations).toEqual([]);
});
