import type { MemoryEventStore } from '#libs/event-sourcing';
import { pick, seeded, seeds } from '#libs/event-sourcing/testing';
import { digestOfViews } from '#libs/projections';
import { POLICY_SET, TRUCK_VISIT, policyInForce } from '#libs/truck-flow';
import { CATALOGUE } from '../catalogue/border-catalogue';
import type { BorderView } from '../subjects/subject';
import { arrival, gateRegistered, logOf, step } from '../../testing/given-events';
import type { GivenEvent } from '../../testing/given-events';
import { policy, withdrawal } from '../../testing/given-policies';
import { randomBorder, shuffled } from '../../testing/random-border';
import { projected } from '../../testing/view-specification';

/* A policy that is recorded late re-derives what it touches, and nothing is left that a rebuild would show otherwise. */

/** For every visit, which policy about calls was in force at each of its steps. */
const judged: BorderView = {
  name: 'judged',
  version: 1,
  types: [...TRUCK_VISIT.types, ...POLICY_SET.types],
  schema: `CREATE TABLE judged (visit_id TEXT PRIMARY KEY, shown INTEGER NOT NULL, by TEXT NOT NULL) STRICT`,
  writer(db) {
    const write = db.prepare(
      `INSERT INTO judged VALUES (?, 1, ?)
       ON CONFLICT DO UPDATE SET by = excluded.by, shown = shown + 1`,
    );
    return {
      replace(subject) {
        if (subject.category !== 'truckVisit') return;
        const { gate, gateCode, steps, id } = subject;
        const by = steps.map(({ time }) => {
          const found = policyInForce(gate.policies, 'CALL', { gate: gateCode, at: time });
          return found === undefined ? '-' : `${found.policy} ${found.version}`;
        });
        write.run(id, by.join(', '));
      },
    };
  },
};

async function rowsAfter(batches: readonly (readonly GivenEvent[])[], columns = 'visit_id, by') {
  const store: MemoryEventStore = await logOf(batches.flat());
  const log = await store.readAll(-1n, 10_000);
  let place = 0;
  const read = batches.map(({ length }) => log.slice(place, (place += length)));
  const db = await projected([judged], store, read);
  return db.prepare(`SELECT ${columns} FROM judged ORDER BY visit_id`).all();
}

const at = (hour: number) => `2021-12-15T${String(hour).padStart(2, '0')}:00:00+07:00`;
const visit = (id: string, gate: string, from: number) => [
  arrival(id, at(from), { gate }),
  step(id, 'customs-clearance', at(from + 2)),
];
const left = (id: string, hour: number) => step(id, 'turn-back', at(hour), { reason: 'r' });

describe('a policy that is recorded late', () => {
  const border = [
    gateRegistered('NORTH_GATE'),
    gateRegistered('SOUTH_GATE'),
    ...visit('early', 'NORTH_GATE', 4),
    left('early', 7),
    ...visit('late', 'NORTH_GATE', 6),
    ...visit('south', 'SOUTH_GATE', 6),
  ];
  const ofGate = { gate: 'NORTH_GATE', effectiveFrom: at(7) };

  it('shows the visits of its gate anew, those that had left before it took force apart', async () => {
    const before = await rowsAfter([border], 'visit_id, shown, by');
    expect(before.map(({ by }) => by)).toEqual(['-, -, -', '-, -', '-, -']);
    const [early, late, south] = await rowsAfter(
      [border, [policy(at(12), { ...ofGate, effectiveFrom: at(8) })]],
      'visit_id, shown, by',
    );
    expect([early?.['by'], late?.['by'], south?.['by']]).toEqual(['-, -, -', '-, CALLS 1', '-, -']);
    expect([early?.['shown'], south?.['shown']]).toEqual([before[0]?.['shown'], before[2]?.['shown']]);
  });

  it('of all gates touches the visits of all', async () => {
    const rows = await rowsAfter([border, [policy(at(12), { effectiveFrom: at(7) })]]);
    expect(rows.map(({ by }) => by)).toEqual(['-, -, CALLS 1', '-, CALLS 1', '-, CALLS 1']);
  });

  it('and withdrawn late is as if it had ended then', async () => {
    const published = policy(at(6), { effectiveFrom: at(5) });
    const rows = await rowsAfter([border, [published], [withdrawal(published, at(12), at(8))]]);
    expect(rows.map(({ by }) => by)).toEqual(['-, CALLS 1, CALLS 1', 'CALLS 1, -', 'CALLS 1, -']);
  });
});

const HOUR = 3_600_000;

/** Policies that take the place of each other over the days of the border, some of one gate and some withdrawn. */
function randomPolicies(random: () => number): GivenEvent[] {
  const start = Date.parse('2021-12-15T00:00:00Z');
  const time = () => new Date(start + Math.floor(random() * 80) * HOUR).toISOString();
  return Array.from({ length: 5 }, (_, number) => {
    const gate = pick(random, [undefined, 'NORTH_GATE', 'SOUTH_GATE']);
    const where = gate === undefined ? {} : { gate };
    const values = { missed: 'END_OF_CLASS', deadlineMinutes: 30 } as const;
    const one = policy(time(), { policy: `P${number}`, effectiveFrom: time(), ...where, values });
    return random() < 0.4 ? [one, withdrawal(one, time(), time())] : [one];
  }).flat();
}

/** Trucks that were called and did not follow: a policy alone says whether and when they missed it. */
function calledTrucks(random: () => number): GivenEvent[] {
  return Array.from({ length: 4 }, (_, number) => {
    const [id, gate, from] = [`called-${number}`, pick(random, ['NORTH_GATE', 'SOUTH_GATE']), 8 + 3 * number];
    return [...visit(id, gate, from), step(id, 'call-forward', at(from + 3))];
  }).flat();
}

/** The movements of a border, with each policy somewhere among them and its withdrawal after it, a batch a report. */
function mixed(random: () => number): GivenEvent[][] {
  const movements = shuffled(random, [...randomBorder(random, 8), ...calledTrucks(random)]);
  const rules = randomPolicies(random);
  const places = rules.map(() => Math.floor(random() * movements.length)).sort((a, b) => a - b);
  return movements.map((one, index) => [one, ...rules.filter((_, number) => places[number] === index)]);
}

it.each(seeds(1, 6))(
  'every view has the rows of a rebuild, however late policies come in (seed %i)',
  async (seed) => {
    const batches = mixed(seeded(seed));
    const store = await logOf(batches.flat());
    const log = await store.readAll(-1n, 10_000);
    const followed = await projected(
      CATALOGUE.views,
      store,
      log.map((event) => [event]),
    );
    expect(digestOfViews(followed)).toBe(digestOfViews(await projected(CATALOGUE.views, store, [log])));
  },
);

it.each(seeds(1, 20))('rows are those of a rebuild, however late policies come in, seed %i', async (seed) => {
  const batches = mixed(seeded(seed));
  expect(await rowsAfter(batches)).toEqual(await rowsAfter([batches.flat()]));
  const [rules, movements] = [true, false].map((isRule) =>
    batches.flat().filter(({ stream }) => stream.startsWith('policySet-') === isRule),
  ) as [GivenEvent[], GivenEvent[]];
  expect(await rowsAfter([movements, rules])).toEqual(await rowsAfter([rules, movements]));
});
