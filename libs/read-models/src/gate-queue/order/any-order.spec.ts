import type { DatabaseSync } from 'node:sqlite';
import { pick, proofSize, seeded, seeds } from '#libs/event-sourcing/testing';
import {
  arrival,
  correction,
  GATE,
  gateAct,
  gateRegistered,
  logOf,
  step,
} from '../../../testing/given-events';
import type { GivenEvent } from '../../../testing/given-events';
import { policy, withdrawal } from '../../../testing/given-policies';
import { shuffled } from '../../../testing/random-border';
import { projected } from '../../../testing/view-specification';
import { borderGates } from '../../border-gates/border-gates';
import { gateSource } from '../../border-gates/border-gates-query';
import { truckVisits } from '../../truck-visits/truck-visits';
import { orderOverrides } from '../overrides/order-overrides';
import { gateTurns } from '../turns/gate-turns';
import { nextCalls } from './next-calls-query';
import { overtakingsPage } from '../overtakings/overtakings-query';

/* The line of a gate under policies that change midway, whatever order its reports come in. */

const START = Date.parse('2021-12-15T00:00:00Z');
const at = (minute: number) => new Date(START + Math.round(minute) * 60_000).toISOString();
const VIEWS = [gateTurns, truckVisits, borderGates, orderOverrides];
const TRUCKS = 14;
/** Looked at while trucks come and go, and at the end. */
const LOOKED_AT = [300, 600, 900, 2_000];

function order(minute: number, weight: number, version: number): GivenEvent {
  const classes = [
    { class: 'PERISHABLE', weight, when: { cargoClass: ['FRESH_PRODUCE' as const] } },
    { class: 'TRUSTED', weight: 1, when: { carrier: ['TRUSTED_1'] } },
    { class: 'ORDINARY', weight: 2 },
  ];
  const values = { classes, window: 2, requires: version === 1 ? (['CUSTOMS'] as const) : [] };
  return policy(at(minute), { policy: 'ORDER', kind: 'QUEUE_ORDER', values }, version);
}

function history(random: () => number): GivenEvent[] {
  const withdrawn = order(700, 1, 2);
  const calls = { policy: 'CALLS', effectiveFrom: at(400), values: { missed: 'END_OF_CLASS' as const } };
  const events = [
    gateRegistered(),
    order(200, 2, 1),
    withdrawn,
    policy(at(400), calls),
    ...(random() < 0.5 ? [withdrawal(withdrawn, at(1_000))] : []),
    gateAct('suspension', at(500), {
      orderedBy: 'FOREIGN',
      reason: 'finding',
      commodityScope: ['DRY'],
      until: at(500 + random() * 300),
    }),
  ];
  for (let number = 0; number < TRUCKS; number += 1) events.push(...truck(random, `v${number + 10}`));
  return events;
}

/** No two calls share a time: such calls count in the order of visits, whoever told them first. */
let calls = 0;

function truck(random: () => number, visitId: string): GivenEvent[] {
  const came = random() * 600;
  const later = (most: number) => came + 5 + random() * most;
  const arrived = arrival(visitId, at(came), {
    consignments: [{ consignmentId: visitId, cargoClass: pick(random, ['FRESH_PRODUCE', 'DRY', 'CHILLED']) }],
    ...(random() < 0.3 ? { carrier: 'TRUSTED_1' } : {}),
  });
  const cleared = step(visitId, 'customs-clearance', at(later(60)), { declarationNumber: 'D' });
  const events = [arrived, cleared];
  const wrong = { at: at(later(200)), data: cleared.data };
  events.push(
    ...sometimes(random, 0.3, step(visitId, 'hold', at(later(100)), { cause: 'PAPERS' })),
    ...sometimes(random, 0.2, step(visitId, 'hold-lift', at(later(300)), { cause: 'PAPERS' })),
    ...sometimes(random, 0.1, step(visitId, 'turn-back', at(later(500)), { reason: 'papers' })),
    ...sometimes(random, 0.2, correction(cleared, at(1_600), wrong)),
    ...goes(random, visitId, later(600)),
  );
  return events;
}

function sometimes(
  random: () => number,
  share: number,
  ...events: readonly GivenEvent[]
): readonly GivenEvent[] {
  return random() < share ? events : [];
}

/** A call, and what may come of it. */
function goes(random: () => number, visitId: string, minute: number): GivenEvent[] {
  calls += 1;
  const second = new Date(START + Math.round(minute) * 60_000 + calls).toISOString();
  const deadline = random() < 0.5 ? { deadline: at(minute + 60) } : {};
  const call = step(visitId, 'call-forward', second, { ...deadline, policyVersion: '1' });
  const excused = step(visitId, 'call-excuse', at(minute + 70), { cause: 'BREAKDOWN' });
  const crossed = step(visitId, 'crossing', at(minute + 90), { vehicle: { plate: '12C04567' } });
  return [
    ...sometimes(random, 0.7, call, ...sometimes(random, 0.2, correction(call, at(1_500)))),
    ...sometimes(random, 0.3, excused),
    ...sometimes(random, 0.3, crossed),
  ];
}

/** Who is next and who is not at several times, and all overtakings, but for which reports came later. */
function lineOf(db: DatabaseSync): unknown {
  const source = gateSource(db);
  const range = { gates: [GATE], from: '2021-12-14', to: '2021-12-20', at: START + 5 * 86_400_000 };
  const { items } = overtakingsPage(db, { ...range, limit: 100, all: true }, source);
  return {
    next: LOOKED_AT.map((minute) =>
      nextCalls(db, { gates: [GATE], at: START + minute * 60_000, limit: 100 }, source),
    ),
    overtakings: items.map(({ reason, ...row }) => ({ ...row, isOfRule: reason === 'RULE' })),
  };
}

async function told(events: readonly GivenEvent[], atOnce: number): Promise<unknown> {
  const store = await logOf(events);
  const log = await store.readAll(-1n, 1_000);
  const batches = Array.from({ length: Math.ceil(log.length / atOnce) }, (_, index) =>
    log.slice(index * atOnce, (index + 1) * atOnce),
  );
  // Each batch twice, as a subscription may deliver it.
  const db = await projected(
    VIEWS,
    store,
    batches.flatMap((batch) => [batch, batch]),
  );
  const line = lineOf(db);
  db.close();
  return line;
}

describe('the line of a gate', () => {
  const seen = { rule: 0, overtakings: 0 };

  it.each(seeds(1, proofSize({ test: 25, proof: 1_000 })))(
    'is the same whatever order its reports come in, some twice or corrected, seed %i',
    async (seed) => {
      const random = seeded(seed);
      const events = history(random);
      const inOrder = (await told(
        shuffled(() => 0, events),
        1_000,
      )) as {
        overtakings: { isOfRule: boolean }[];
      };
      expect([seed, await told(shuffled(random, events), 7)]).toEqual([seed, inOrder]);
      seen.overtakings += inOrder.overtakings.length;
      seen.rule += inOrder.overtakings.filter(({ isOfRule }) => isOfRule).length;
    },
  );

  it('had overtakings in it, some of which the order allows', () => {
    expect(seen.overtakings).toBeGreaterThan(10);
    expect(seen.rule).toBeGreaterThan(0);
  });
});
