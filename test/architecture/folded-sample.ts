/* What a stored sample means: its event folded after what begins its stream. */
import { effective } from '#libs/event-sourcing';
import type { CorrectionData, EffectiveEvent, RecordedEvent } from '#libs/event-sourcing';
import {
  balanceOf,
  capacityAt,
  claimsOf,
  clearanceRateAt,
  foldAccount,
  foldDriver,
  foldTariffs,
  foldGate,
  foldQueue,
  foldLegalBasis,
  foldPolicySet,
  foldVisit,
  foldYard,
  hoursAt,
  intervalOf,
  modeAt,
  onHand,
  shownCategoryOf,
  stageOf,
  statusAt,
  stretchesOf,
} from '#libs/truck-flow';
import type { GateAct, ShownCategory, Visit } from '#libs/truck-flow';
import type { StoredSample } from './stored-samples';

type Samples = ReadonlyMap<string, StoredSample>;

/** The begin of each category, without which nothing else can be folded. */
const BEGINS: Readonly<Record<string, string>> = {
  truckVisit: 'truckVisit.TruckArrived.v1',
  borderGate: 'borderGate.GateRegistered.v1',
  yard: 'yard.YardRegistered.v1',
  policySet: 'policySet.PolicyPublished.v1',
};

const IN_WORDS: Readonly<Record<ShownCategory['name'], (history: readonly EffectiveEvent[]) => unknown>> = {
  truckVisit: foldedVisit,
  borderGate: foldedGate,
  yard: foldedYard,
  gateQueue: (history) => Object.values(foldQueue(history)).map((override) => Object.keys(override)),
  dedicatedDriver: (history) => foldDriver(history).registered?.data,
  legalBasis: (history) => foldLegalBasis(history).registered?.data,
  policySet: (history) =>
    stretchesOf(foldPolicySet(history)).map(({ policy, version, from, until }) => ({
      policy,
      version,
      from: new Date(from).toISOString(),
      until: until === Infinity ? null : new Date(until).toISOString(),
    })),
  feeAccount: (history) => balanceOf(foldAccount(history), [], Number.MAX_SAFE_INTEGER),
  tariff: (history) => foldTariffs(history).published.map(({ tariff, basePrice }) => ({ tariff, basePrice })),
};

/** Delivery and return mean something only after the crossing. */
const AFTER_CROSSING = ['truckVisit.DeliveredAbroad.v1', 'truckVisit.ReturnedHome.v1'];

/** What the event comes to after the begin of its stream and, where it needs one, after the crossing or what it corrects. */
export function foldedSample(samples: Samples, { event }: StoredSample): unknown {
  const category = shownCategoryOf(event.stream);
  // A claim is not folded: its last event alone says who holds the asset.
  if (category === undefined) return event.data;
  const { name, fold } = category;
  return IN_WORDS[name](effective(historyOf(samples, event, name), fold.order));
}

function historyOf(samples: Samples, event: RecordedEvent, category: string): RecordedEvent[] {
  const begin = samples.get(BEGINS[category] ?? '')?.event;
  const corrects = (event.data as Partial<CorrectionData>).eventId;
  const target = [...samples.values()].find((other) => other.event.eventId === corrects)?.event;
  const isBeyond = [event, target].some((one) => AFTER_CROSSING.includes(one?.type ?? ''));
  const crossing = isBeyond ? samples.get('truckVisit.BorderCrossed.v1')?.event : undefined;
  return [...new Set([begin, crossing, target, event])].filter((one) => one !== undefined);
}

function foldedVisit(history: readonly EffectiveEvent[]): unknown {
  const visit = foldVisit(history);
  const last = visit.steps.at(-1);
  return {
    stage: stageOf(visit),
    onHand: onHand(visit),
    last: { type: last?.type, at: last?.at },
    carriage: visit.carriage,
    yard: visit.yard === undefined ? null : { yard: visit.yard.yard, spot: visit.yard.spot ?? null },
    holds: visit.openHolds.map(({ data }) => data.cause),
    ...done(visit),
    claims: claimsOf(visit).map(({ kind, id }) => `${kind} ${id}`),
  };
}

function done({ customs, disinfections, calls, delivery }: Visit): object {
  return {
    cleared: customs?.data.declarationNumber ?? null,
    disinfected: disinfections.flatMap(({ data }) => data.targets),
    mode: calls[0]?.data.mode ?? null,
    delivered: delivery?.data.foreignYard ?? null,
  };
}

/** A gate at the moment its last act comes into force. */
function foldedGate(history: readonly EffectiveEvent[]): unknown {
  const gate = foldGate(history);
  const time = intervalOf(history.at(-1) as GateAct).from;
  const { status, since, by } = statusAt(gate, time);
  return {
    at: new Date(time).toISOString(),
    status,
    since: new Date(since).toISOString(),
    by: by?.type ?? null,
    mode: modeAt(gate, time) ?? null,
    hours: hoursAt(gate, time).map(
      ({ lane, weekdays, from, to }) => `${lane} ${weekdays.join(',')} ${from}-${to}`,
    ),
    rate: clearanceRateAt(gate, time)?.trucksPerDay ?? null,
  };
}

function foldedYard(history: readonly EffectiveEvent[]): unknown {
  const yard = foldYard(history);
  const inForce = capacityAt(yard, Number.MAX_SAFE_INTEGER);
  return { gate: yard.registered?.data.gate, capacity: inForce?.capacity, tenure: inForce?.tenure };
}
