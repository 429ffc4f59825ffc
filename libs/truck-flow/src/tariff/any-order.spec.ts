import type { RecordedEvent } from '#libs/event-sourcing';
import { isReplay, pick, proofSize, seeded, seeds } from '#libs/event-sourcing/testing';
import { Gatehouse } from '../../testing/random-visit';
import type { Report } from '../../testing/random-visit';
import { VISIT_CORRECTED } from '../truck-visit/events';
import { STEPS } from '../truck-visit/steps';
import { foldVisit } from '../truck-visit/state';
import { chargedVisitOf } from './charged-visit';
import { feeLinesOf } from './fee-lines';
import type { FeeLine } from './fee-lines';
import { DECISION_2515, ORDINARY, tariffs, YARDS, ZONE_YARD } from './tariff.fixture';

/* Reports that come late, twice, wrong and corrected, or are taken back: the fees are those of the true course. */

const HOUR = 3_600_000;
const BEGIN = Date.parse('2021-12-20T00:00:00Z');
const PLACES = ['FIRST_PARKING', 'SECOND_PARKING', ZONE_YARD];
const RULES = {
  tariffs: tariffs(ORDINARY, {
    ...DECISION_2515,
    cap: { amount: 87_000, minPayloadTonnes: 18, zone: 'NON_TARIFF_ZONE' },
  }),
  yards: YARDS,
};
const ASKED = [1, 40, 200, 2_000].map((hours) => BEGIN + hours * HOUR);

const text = (time: number) => new Date(time).toISOString();
const REGISTERED: Report = {
  kind: 'act',
  act: {
    type: 'borderGate.GateRegistered.v1',
    eventTime: text(BEGIN - HOUR),
    data: {
      gate: 'TAN_THANH',
      name: { vi: 'Tân Thanh', zh: '新清', en: 'Tan Thanh' },
      timeZone: 'Asia/Ho_Chi_Minh',
      lanes: ['MAIN'],
      hours: [],
      handoverMode: 'FOREIGN_YARD',
    },
  },
};

/** What truly happened, in its order, as far as it was accepted. */
function trueCourse(random: () => number): { accepted: Report[]; record: Gatehouse } {
  const record = new Gatehouse();
  const place = pick(random, PLACES);
  const body = {
    at: text(BEGIN),
    visitId: 'v1',
    gate: 'TAN_THANH',
    direction: 'EXPORT',
    tractor: { plate: '12C-045.67' },
    bodyType: 'BOX',
    payloadTonnes: pick(random, [17.9, 18, 25]),
    ...(random() < 0.5 ? { place, yardOfPlace: place } : {}),
    consignments: [{ consignmentId: 'c1', cargoClass: 'FRESH_PRODUCE' }],
  };
  const accepted: Report[] = [REGISTERED, { kind: 'step', step: 'arrival', body }];
  for (const report of accepted) record.report(report);
  let time = BEGIN;
  for (let move = 0; move < 12; move += 1) {
    time += Math.ceil(random() * 60 * HOUR);
    const step =
      move === 11 && random() < 0.7 ? 'turn-back' : pick(random, ['yard-entry', 'yard-exit'] as const);
    const data = step === 'turn-back' ? { reason: 'spoiled' } : { yard: pick(random, PLACES) };
    const report: Report = { kind: 'step', step, body: { at: text(time), ...data } };
    if (record.report(report) === 'ACCEPTED') accepted.push(report);
  }
  return { accepted, record };
}

/** The same reports in another order, some twice; what is refused for the order of things is sent again. */
function late([gate, arrival, ...moves]: readonly Report[], random: () => number): Gatehouse {
  const record = new Gatehouse();
  for (const first of [gate, arrival]) record.report(first as Report);
  let waiting = [...moves].sort(() => random() - 0.5);
  for (let round = 0; waiting.length > 0; round += 1) {
    if (round > moves.length) throw new Error(`stuck on ${JSON.stringify(waiting)}`);
    waiting = waiting.filter((report) => {
      const isRefused = record.report(report) === 'ORDER';
      if (!isRefused && random() < 0.2) record.report(report);
      return isRefused;
    });
  }
  return record;
}

/** As if some reports had been recorded wrongly, corrected later, and others been made up and taken back. */
function corrected(record: Gatehouse, random: () => number): Gatehouse {
  const corrections: object[] = [];
  const log = record.visit;
  log.forEach((event, index) => {
    const isMove = event.type === STEPS['yard-entry'] || event.type === STEPS['yard-exit'];
    if (!isMove || random() < 0.6) return;
    const { eventId, data, metadata } = event;
    const wrong = { yard: pick(random, PLACES) };
    const eventTime = text(Date.parse(metadata.eventTime) + Math.floor(random() * 90 * HOUR));
    log[index] = { ...event, data: wrong, metadata: { ...metadata, eventTime } };
    corrections.push({ eventId, reason: 'INCORRECT_DATA', corrected: { at: metadata.eventTime, data } });
  });
  const made = { yard: pick(random, PLACES) };
  append(log, STEPS['yard-entry'], made, text(BEGIN + Math.ceil(random() * 100 * HOUR)));
  corrections.push({ eventId: log.at(-1)?.eventId, reason: 'DID_NOT_OCCUR' });
  for (const data of corrections) append(log, VISIT_CORRECTED, data, text(BEGIN + 3_000 * HOUR));
  return record;
}

function append(log: RecordedEvent[], type: string, data: object, eventTime: string): void {
  const [first] = log;
  if (first === undefined) throw new Error('the arrival comes first');
  const revision = BigInt(log.length);
  const metadata = { ...first.metadata, eventTime };
  log.push({ ...first, type, data, eventId: `c${revision}`, revision, position: revision, metadata });
}

function fees(record: Gatehouse): FeeLine[][] {
  const charged = chargedVisitOf(foldVisit(record.history().effective));
  return ASKED.map((at) => (charged === undefined ? [] : feeLinesOf(charged, RULES, at)));
}

const HISTORIES = proofSize({ test: 1_000, proof: 4_000 });

it(`late, doubled and corrected reports come to the fees of the true course, over ${HISTORIES} seeded histories`, () => {
  let [lines, capped] = [0, 0];
  for (const seed of seeds(1, HISTORIES)) {
    const random = seeded(seed);
    const { accepted, record } = trueCourse(random);
    const expected = fees(record);
    lines += expected.flat().length;
    capped += expected.flat().filter((line) => line.capped).length;
    try {
      expect(fees(corrected(late(accepted, random), random))).toEqual(expected);
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error });
    }
  }
  if (!isReplay) expect(Math.min(lines / HISTORIES, capped)).toBeGreaterThan(10);
});
