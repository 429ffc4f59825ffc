import type { DatabaseSync } from 'node:sqlite';
import { CATALOGUE } from '../src/catalogue/border-catalogue';
import { arrival, GATE, gateRegistered, logOf, step, YARD, yardAct } from './given-events';
import { projected } from './view-specification';

const HOUR = 3_600_000;

/** 300 trucks, an hour after each other, two of three of which have left. */
function trucks(start: number) {
  const text = (hours: number): string => new Date(start + hours * HOUR).toISOString();
  return Array.from({ length: 300 }, (_, number) => [
    arrival(`v${number}`, text(number), { place: YARD, yardOfPlace: YARD, carrier: 'CARRIER_1' }),
    ...(number % 3 === 0
      ? []
      : [step(`v${number}`, 'cancellation', text(number + (number % 40)), { reason: 'error' })]),
  ]).flat();
}

/** All views of a gate, its yard and what stands there; `start` in epoch milliseconds. */
export async function filledViews(start: number): Promise<DatabaseSync> {
  const yard = yardAct('yard.YardRegistered.v1', '2000-01-01T00:00:00+07:00', {
    yard: YARD,
    gate: GATE,
    name: 'North yard',
    capacity: { min: 10, max: 20 },
    tenure: 'OWNED',
    kind: 'GATE_YARD',
  });
  const events = [gateRegistered(), yard, ...trucks(start)];
  const store = await logOf(events);
  return projected(CATALOGUE.views, store, [await store.readAll(-1n, events.length)]);
}
