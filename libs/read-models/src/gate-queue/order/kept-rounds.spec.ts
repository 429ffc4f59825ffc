import type { DatabaseSync } from 'node:sqlite';
import { pick, proofSize, seeded, seeds } from '#libs/event-sourcing/testing';
import { arrival, correction, GATE, gateRegistered, logOf, step } from '../../../testing/given-events';
import type { GivenEvent } from '../../../testing/given-events';
import { ruledGates } from '../../../testing/ruled-gates';
import { runnerOf } from '../../../testing/view-specification';
import { borderGates } from '../../border-gates/border-gates';
import { truckVisits } from '../../truck-visits/truck-visits';
import { gateTurns } from '../turns/gate-turns';
import { roundAt } from './round-at';
import { ruleInForce } from './rule-in-force';

const HOUR = 3_600_000;
const START = Date.parse('2021-12-10T00:00:00Z');
const time = (hours: number) => new Date(START + Math.round(hours * 60) * 60_000).toISOString();

/** Visits of some days, each with a few steps, told in any order, with corrections of their times, and of a gate. */
function history(random: () => number): GivenEvent[] {
  const events: GivenEvent[] = [];
  for (let number = 0; number < 30; number += 1) {
    const [visitId, came] = [`v${number}`, random() * 60];
    const cargoClass = pick(random, ['FRESH_PRODUCE', 'DRY']);
    const arrived = arrival(visitId, time(came), { consignments: [{ consignmentId: visitId, cargoClass }] });
    const cleared = step(visitId, 'customs-clearance', time(came + random() * 4), { declarationNumber: 'D' });
    const called = step(visitId, 'call-forward', time(came + 4 + random() * 20));
    events.push(arrived, cleared, called);
    if (random() < 0.2) events.push(step(visitId, 'hold', time(came + 2), { cause: 'PAPERS' }));
    if (random() < 0.3)
      events.push(step(visitId, 'turn-back', time(came + random() * 30), { reason: 'papers' }));
    if (random() < 0.3) events.push(correction(called, time(90)));
    if (random() < 0.3)
      events.push(correction(cleared, time(91), { at: time(came + random() * 10), data: cleared.data }));
    if (random() < 0.1)
      events.push(
        correction(arrived, time(92), { at: arrived.at, data: { ...arrived.data, gate: 'SOUTH_GATE' } }),
      );
  }
  // A correction comes after what it corrects; all else in any order.
  const keys = new Map(events.map((event) => [event, random() + ('reason' in event.data ? 1 : 0)]));
  return [gateRegistered(), ...events.sort((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0))];
}

/** The same connection under another identity: nothing is remembered of it. */
function forgetful(db: DatabaseSync): DatabaseSync {
  return new Proxy(db, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

describe('a round that goes on from one that was kept', () => {
  it.each(seeds(1, proofSize({ test: 10, proof: 60 })))(
    'is what it is from the beginning, after every event, seed %i',
    async (seed) => {
      const random = seeded(seed);
      const events = history(random);
      const store = await logOf(events);
      const log = await store.readAll(-1n, events.length);
      const { db, runner } = runnerOf([gateTurns, truckVisits, borderGates], store);
      await runner.project(log.slice(0, 1));
      const classes = [
        { class: 'PERISHABLE', weight: 2, when: { cargoClass: ['FRESH_PRODUCE' as const] } },
        { class: 'ORDINARY', weight: 3 },
      ];
      const gate = ruledGates(db, { policy: 'ORDER', from: time(10), classes }).gate(GATE);
      for (const [index, event] of log.slice(1).entries()) {
        await runner.project([event]);
        const at = START + (index % 3 === 0 ? random() * 90 : 95) * HOUR;
        const rule = ruleInForce(gate, GATE, at);
        if (rule === undefined) continue;
        const line = { code: GATE, gate, rule };
        const round = roundAt(db, line, at);
        expect([seed, index, round]).toEqual([seed, index, roundAt(forgetful(db), line, at)]);
      }
      db.close();
    },
  );
});
