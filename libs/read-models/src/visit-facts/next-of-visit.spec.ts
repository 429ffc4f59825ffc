import type { DatabaseSync } from 'node:sqlite';
import { seeded, seeds } from '#libs/event-sourcing/testing';
import { foldVisit, nextSteps } from '#libs/truck-flow';
import type { NextStep } from '#libs/truck-flow';
import { logOf } from '../../testing/given-events';
import { randomBorder, shuffled } from '../../testing/random-border';
import { projected } from '../../testing/view-specification';
import { gateSource } from '../border-gates/border-gates-query';
import { CATALOGUE } from '../catalogue/border-catalogue';
import { gateQueuePage } from '../gate-queue/gate-queue-query';
import { EVERYTHING } from '../paging/scope';
import { truckVisit } from '../truck-visits/truck-visit-query';
import { findTruckVisits } from '../truck-visits/truck-visits-query';
import { readRecord, stepsOf } from './visit-record';
import { yardTrucks } from '../yards/occupancy/yard-trucks-query';
import { yardSource } from '../yards/yards-query';

const GATES = ['NORTH_GATE', 'SOUTH_GATE'];
const YARDS = ['NORTH_GATE_YARD', 'SOUTH_GATE_YARD'];
const START = Date.parse('2021-12-15T00:00:00Z');
const HOUR = 3_600_000;
const END = START + 1_000 * HOUR;
const limit = 500;

async function border(seed: number): Promise<DatabaseSync> {
  const random = seeded(seed);
  const store = await logOf(shuffled(random, randomBorder(random, 12)));
  return projected(CATALOGUE.views, store, [await store.readAll(-1n, 10_000)]);
}

/** By the whole record of the visit up to the instant. */
function nextAt(
  db: DatabaseSync,
  { visitId, gate }: { visitId: string; gate: string },
  at: number,
): NextStep[] {
  const steps = stepsOf(readRecord(db, visitId)).filter(({ time }) => time <= at);
  return nextSteps(foldVisit(steps), gateSource(db).gate(gate), at);
}

const SEEDS = seeds(1, 30);

it.each(SEEDS)('every list tells the next steps of a visit as its details do, seed %i', async (seed) => {
  const db = await border(seed);
  const source = { ...gateSource(db), ...yardSource(db) };
  const found = findTruckVisits(db, { at: END, limit, scope: EVERYTHING }, source).items;
  expect(found).toHaveLength(12);
  const next = new Map(
    found.map(({ visitId }) => {
      const details = truckVisit(db, { visitId, at: END, scope: EVERYTHING }, source);
      return [visitId, details?.next];
    }),
  );
  const listed = [
    ...found,
    ...gateQueuePage(db, { gates: GATES, at: END, limit }, source).items,
    ...YARDS.flatMap((yard) => yardTrucks(db, { yard, at: END, limit }, source).items),
  ];
  for (const row of listed) expect([row.visitId, row.next]).toEqual([row.visitId, next.get(row.visitId)]);
  db.close();
});

it.each(SEEDS)('queues and yards tell them as of the instant that is asked for, seed %i', async (seed) => {
  const db = await border(seed);
  const source = { ...gateSource(db), ...yardSource(db) };
  const gates = new Map(
    findTruckVisits(db, { at: END, limit, scope: EVERYTHING }, source).items.map(({ visitId, gate }) => [
      visitId,
      gate,
    ]),
  );
  for (let at = START; at < START + 120 * HOUR; at += 6 * HOUR) {
    const rows = [
      ...gateQueuePage(db, { gates: GATES, at, limit }, source).items,
      ...YARDS.flatMap((yard) => yardTrucks(db, { yard, at, limit }, source).items),
    ];
    for (const { visitId, next } of rows) {
      const gate = gates.get(visitId) ?? '';
      expect([visitId, at, next]).toEqual([visitId, at, nextAt(db, { visitId, gate }, at)]);
    }
  }
  db.close();
});
