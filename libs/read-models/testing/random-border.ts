/* Generator of random histories of the border, for property tests. */
import { pick } from '#libs/event-sourcing/testing';
import type { StepName } from '#libs/truck-flow';
import { arrival, correction, gateAct, gateRegistered, RECEIVING, step } from './given-events';
import type { GivenEvent } from './given-events';

const GATES = ['NORTH_GATE', 'SOUTH_GATE'];
const YARDS = ['NORTH_GATE_YARD', 'SOUTH_GATE_YARD'];
const CLASSES = ['FRESH_PRODUCE', 'DRY', 'CHILLED'];
const OTHER = '5f1e1d00-0000-4000-8001-000000000009';
const START = Date.parse('2021-12-15T00:00:00Z');

/** The data of each step, told at a minute. */
const STEP_DATA: Readonly<
  Record<Exclude<StepName, 'arrival'>, (random: () => number, minute: number) => object>
> = {
  'customs-clearance': () => ({ declarationNumber: 'D-1' }),
  disinfection: (random) => ({ targets: [pick(random, ['CABIN', 'CARGO'])], procedureVersion: '1' }),
  'call-forward': (random, minute) => ({
    ...(random() < 0.3 ? { mode: 'TRANSLOAD' } : {}),
    ...(random() < 0.5 ? { deadline: at(minute + 1 + Math.floor(random() * 600)) } : {}),
  }),
  'call-excuse': () => ({ cause: 'BREAKDOWN' }),
  'yard-entry': (random) => ({
    yard: pick(random, YARDS),
    spot: pick(random, ['A1', 'A2']),
    ...(random() < 0.2 ? { approvedBy: 'task-force' } : {}),
  }),
  'yard-exit': (random) => ({ yard: pick(random, YARDS) }),
  weighing: (random) => ({ grossKg: pick(random, [20_000, 38_400]) }),
  handover: (random) => ({
    dedicatedDriver: 'D01',
    ...(random() < 0.5 ? { tractor: { plate: '12C99999' } } : {}),
  }),
  'container-cut': (random) => ({ yard: pick(random, YARDS), toTractor: RECEIVING, ...toVisit(random) }),
  'container-lift': (random) => ({
    yard: pick(random, YARDS),
    container: { number: 'CSQU3054383' },
    toVehicle: RECEIVING,
    ...toVisit(random),
  }),
  transload: (random) => ({ yard: pick(random, YARDS), toVehicle: RECEIVING, ...toVisit(random) }),
  'goods-receipt': (random) => ({
    gate: pick(random, GATES),
    fromVisitId: 'v0',
    eventId: OTHER,
    transfer: pick(random, ['CONTAINER_LIFT', 'TRANSLOAD']),
    consignments: [{ consignmentId: pick(random, ['v0', 'v1']), cargoClass: pick(random, CLASSES) }],
    ...(random() < 0.5 ? { container: { number: 'TEMU6079348' } } : {}),
  }),
  crossing: () => ({ vehicle: { plate: '12C04567' } }),
  delivery: () => ({ foreignYard: 'PO_CHAI' }),
  return: () => ({}),
  'turn-back': () => ({ reason: 'spoiled' }),
  diversion: () => ({ reason: 'queue' }),
  cancellation: () => ({ reason: 'error' }),
  'vehicle-change': () => ({ tractor: { plate: '12C11111' }, reason: 'breakdown' }),
  hold: (random) => ({ cause: pick(random, ['INSPECTION', 'PAPERS']) }),
  'hold-lift-confirmation': (random) => ({ cause: pick(random, ['INSPECTION', 'PAPERS']) }),
  'hold-lift': (random) => ({ cause: pick(random, ['INSPECTION', 'PAPERS']) }),
  ticket: (random) => ({ ticketHash: pick(random, ['ab', 'cd', 'ef']) }),
  'sighting-elsewhere': (random) => ({ gate: pick(random, GATES), visitId: OTHER }),
};

/** Some vehicles that take goods over have a visit of their own. */
function toVisit(random: () => number): object {
  return random() < 0.4 ? { toVisitId: OTHER } : {};
}

/**
 * The movements of a few trucks at two gates, in the order in which they were reported in time. Steps come in any
 * order, sense or none, for views show whatever was recorded. No two steps of one visit share a time. Visits are
 * numbered from `first`.
 */
export function randomBorder(random: () => number, visits: number, first = 0): GivenEvent[] {
  const events: GivenEvent[] = [gateRegistered(GATES[0]), gateRegistered(GATES[1], 'America/New_York')];
  for (let visit = 0; visit < visits; visit += 1)
    events.push(...randomVisit(random, `v${first + visit}`, `v${first + visit - 1}`));
  for (let act = 0; act < 3; act += 1) events.push(randomAct(random, act));
  return events.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

function at(minute: number): string {
  return new Date(START + minute * 60_000).toISOString();
}

function randomVisit(random: () => number, id: string, before: string): GivenEvent[] {
  const names = Object.keys(STEP_DATA) as (keyof typeof STEP_DATA)[];
  let minute = Math.floor(random() * 4_000);
  const data = {
    gate: pick(random, GATES),
    consignments: [{ consignmentId: id, cargoClass: pick(random, CLASSES) }],
    ...(random() < 0.5 ? { previousVisitId: before } : {}),
  };
  const inYard = random() < 0.5 ? { place: YARDS[0], yardOfPlace: YARDS[0] } : {};
  const events = [arrival(id, at(minute), { ...data, ...inYard })];
  for (let count = Math.floor(random() * 9); count > 0; count -= 1) {
    minute += 1 + Math.floor(random() * 400);
    // A few reports of the past: a step may turn out to lie before the arrival.
    const when = random() < 0.05 ? minute - 5_000 : minute;
    const name = pick(random, names);
    if (events.every((other) => other.at !== at(when)))
      events.push(step(id, name, at(when), STEP_DATA[name](random, when)));
  }
  if (random() < 0.3) events.push(randomCorrection(random, events, minute + 500));
  return events;
}

function randomCorrection(random: () => number, events: readonly GivenEvent[], minute: number): GivenEvent {
  const wrong = pick(random, events);
  if (random() < 0.4) return correction(wrong, at(minute));
  const moved = new Date(Date.parse(wrong.at) + 30_000).toISOString();
  const elsewhere = 'gate' in wrong.data ? { gate: pick(random, GATES) } : {};
  return correction(wrong, at(minute), { at: moved, data: { ...wrong.data, ...elsewhere } });
}

function randomAct(random: () => number, number: number): GivenEvent {
  const gate = pick(random, GATES);
  const when = at(1_000 * (number + 1) + 0.5);
  const drawn = random();
  if (drawn < 0.4) return gateAct('suspension', when, { orderedBy: 'FOREIGN', reason: 'finding' }, gate);
  if (drawn < 0.6)
    return gateAct('lane-closure', when, { lane: 'MAIN', until: at(1_000 * (number + 2)) }, gate);
  return gateAct('handover-mode', when, { mode: 'CONTAINER_CUT' }, gate);
}

/** The same reports as they may come in: any order, but acts of gates in theirs and corrections after what they name. */
export function shuffled(random: () => number, events: readonly GivenEvent[]): GivenEvent[] {
  const drawn = events.map((event) => ({ event, place: random() })).sort((a, b) => a.place - b.place);
  const acts = events.filter(isAct);
  const inAnyOrder = drawn.map(({ event }) => (isAct(event) ? (acts.shift() as GivenEvent) : event));
  const corrections = inAnyOrder.filter(isCorrection);
  return [...inAnyOrder.filter((event) => !isCorrection(event)), ...corrections];
}

function isAct({ stream }: GivenEvent): boolean {
  return stream.startsWith('borderGate-');
}

function isCorrection({ type }: GivenEvent): boolean {
  return type.endsWith('.EventCorrected.v1');
}
