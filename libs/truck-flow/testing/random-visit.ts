/* Random history generator of one visit and its gate, for the any-order property. */
import { effective } from '#libs/event-sourcing';
import type { History, RecordedEvent } from '#libs/event-sourcing';
import { pick } from '#libs/event-sourcing/testing';
import { Rejection, evolveGate, gateOrder, readStep, truckVisit, unknownGate } from '#libs/truck-flow';
import type { Gate, GateActEvent, LaterStep, StepBody, StepName } from '#libs/truck-flow';

export type Report =
  | {
      readonly kind: 'step';
      readonly step: StepName;
      readonly body: StepBody;
      /** The visit that was found to take the goods over. */
      readonly receiver?: string;
    }
  /** What a report of another visit brings about, in the stream of this one. */
  | { readonly kind: 'fact'; readonly step: 'goods-receipt' | 'sighting-elsewhere'; readonly body: StepBody }
  | { readonly kind: 'act'; readonly act: GateActEvent };

const START = Date.parse('2021-12-08T00:00:00Z');
const at = (minute: number) => new Date(START + minute * 60_000).toISOString().replace('.000Z', '+00:00');

/** One visit and its gate as a log each: what a store would hold. */
export class Gatehouse {
  readonly visit: RecordedEvent[] = [];
  readonly acts: RecordedEvent[] = [];

  gate(): Gate {
    return effective(this.acts, gateOrder).reduce(evolveGate, unknownGate);
  }

  history(): History {
    return { recorded: this.visit, effective: effective(this.visit, truckVisit.order) };
  }

  /** ACCEPTED, SAID_TWICE, or the class of the refusal. */
  report(report: Report): string {
    if (report.kind === 'act') {
      this.append(this.acts, report.act);
      return 'ACCEPTED';
    }
    if (this.visit.length === 0 && report.step !== 'arrival') return 'UNKNOWN';
    if (report.kind === 'fact') {
      const { type, at: eventTime, data } = readStep(report.step, report.body);
      this.append(this.visit, { type, data, eventTime });
      return 'ACCEPTED';
    }
    try {
      const read = readStep(report.step, report.body);
      const others = report.receiver === undefined ? {} : { receiver: report.receiver };
      const command = {
        kind: 'step' as const,
        report: read,
        gate: this.gate(),
        gateRevision: '0',
        ...others,
      };
      const { events } = truckVisit.decide(command, this.history());
      for (const event of events) this.append(this.visit, event);
      return events.length === 0 ? 'SAID_TWICE' : 'ACCEPTED';
    } catch (error) {
      if (error instanceof Rejection) return error.class;
      throw error;
    }
  }

  private append(log: RecordedEvent[], event: { type: string; data: unknown; eventTime: string }) {
    const revision = BigInt(log.length);
    const by = { actor: { sub: 'somebody', agency: null }, role: 'gate-operator', source: 'OPERATOR' };
    const metadata = { ...by, eventTime: event.eventTime, recordTime: at(100_000 + log.length) };
    log.push({
      ...event,
      stream: 's',
      revision,
      position: revision,
      eventId: `e${revision}`,
      metadata,
    } as never);
  }
}

const REGISTERED: GateActEvent = {
  type: 'borderGate.GateRegistered.v1',
  eventTime: at(-1000),
  data: {
    gate: 'TAN_THANH',
    name: { vi: 'Tân Thanh', zh: '新清', en: 'Tan Thanh' },
    timeZone: 'Asia/Ho_Chi_Minh',
    lanes: ['MAIN', 'EAST'],
    hours: [],
    handoverMode: 'FOREIGN_YARD',
  },
};

const MODES = [
  'FOREIGN_YARD',
  'FOREIGN_VEHICLE_PICKUP',
  'CONTAINER_CUT',
  'TRANSLOAD',
  'CLOSED_LOOP_TRACTOR',
] as const;

const CONTAINERS = ['CSQU3054383', 'MSKU6011672', 'MSCU6639870'].map((number) => ({ number }));
const RECEIVING = (random: () => number) => ({ plate: '桂F12345', country: pick(random, ['CN', 'VN']) });
const YARD = (random: () => number) => pick(random, ['YARD_A', 'YARD_B']);
const CAUSE = (random: () => number) => ({ cause: pick(random, ['INSPECTION', 'PAPERS']) });

const ENDINGS = ['turn-back', 'diversion', 'cancellation'] as const;
type Ending = (typeof ENDINGS)[number];

/**
 * A body of each step that does not end the visit. A new step without one here does not compile: it is tried, too. A
 * ticket that is asked for twice is two tickets, so it has no place among reports some of which come twice.
 */
const BODIES: Readonly<Record<Exclude<LaterStep, Ending | 'ticket'>, (random: () => number) => object>> = {
  'customs-clearance': () => ({ declarationNumber: 'D-1' }),
  disinfection: (random) => ({
    targets: pick(random, [['CABIN'], ['CARGO'], ['CABIN', 'CARGO']]),
    procedureVersion: '1',
  }),
  'call-forward': (random) => (random() < 0.3 ? { mode: pick(random, MODES) } : {}),
  'call-excuse': () => ({ cause: 'BREAKDOWN' }),
  'yard-entry': (random) => ({ yard: YARD(random) }),
  'yard-exit': (random) => ({ yard: YARD(random) }),
  weighing: (random) => ({ grossKg: pick(random, [20_000, 38_400]) }),
  handover: (random) => ({
    dedicatedDriver: 'TAN_THANH-D01',
    ...(random() < 0.5 ? { tractor: { plate: '12C09999' } } : {}),
  }),
  'container-cut': (random) => ({
    yard: YARD(random),
    ...(random() < 0.3 ? { container: pick(random, CONTAINERS) } : {}),
    toTractor: RECEIVING(random),
  }),
  'container-lift': (random) => ({
    yard: YARD(random),
    container: pick(random, CONTAINERS),
    toVehicle: RECEIVING(random),
  }),
  transload: (random) => ({ yard: YARD(random), toVehicle: RECEIVING(random) }),
  crossing: (random) => (random() < 0.5 ? { lane: 'EAST' } : {}),
  delivery: () => ({ foreignYard: 'PO_CHAI' }),
  return: () => ({}),
  'vehicle-change': (random) => ({
    tractor: { plate: pick(random, ['12C11111', '12C22222']) },
    ...(random() < 0.3 ? { containers: [CONTAINERS[0], pick(random, CONTAINERS.slice(1))] } : {}),
    reason: 'breakdown',
  }),
  hold: CAUSE,
  'hold-lift-confirmation': CAUSE,
  'hold-lift': CAUSE,
};
const NAMES = Object.keys(BODIES) as (keyof typeof BODIES)[];

function randomStep(random: () => number, minute: number): Report {
  if (random() < 0.03) return fromAnotherVisit(random, minute);
  const step = random() < 0.02 ? pick(random, ENDINGS) : pick(random, NAMES);
  const isSeen = step !== 'call-forward' && random() < 0.1;
  const body = {
    at: at(minute),
    ...(isSeen ? { observed: true, observation: 'seen at the barrier' } : {}),
    ...(isEnding(step) ? { reason: 'spoiled' } : BODIES[step](random)),
  };
  const isHandedOn = ['container-cut', 'container-lift', 'transload'].includes(step) && random() < 0.3;
  return { kind: 'step', step, body, ...(isHandedOn ? { receiver: 'v2' } : {}) };
}

function isEnding(step: LaterStep): step is Ending {
  return (ENDINGS as readonly string[]).includes(step);
}

function fromAnotherVisit(random: () => number, minute: number): Report {
  if (random() < 0.3) {
    return {
      kind: 'fact',
      step: 'sighting-elsewhere',
      body: { at: at(minute), gate: 'CHI_MA', visitId: 'v3' },
    };
  }
  const goods = { consignmentId: `c${minute}`, cargoClass: 'DRY' };
  const from = { fromVisitId: 'v4', eventId: `e${minute}`, transfer: 'TRANSLOAD' };
  return {
    kind: 'fact',
    step: 'goods-receipt',
    body: { at: at(minute), ...from, consignments: [goods] },
  };
}

function randomAct(random: () => number, minute: number): Report {
  const eventTime = at(minute);
  const lane = random() < 0.4 ? { lane: 'EAST' } : {};
  const acts: GateActEvent[] = [
    {
      type: 'borderGate.GateSuspended.v1',
      eventTime,
      data: { orderedBy: 'FOREIGN', reason: 'finding', ...lane },
    },
    { type: 'borderGate.GateResumed.v1', eventTime, data: lane },
    { type: 'borderGate.HandoverModeChanged.v1', eventTime, data: { mode: pick(random, MODES) } },
  ];
  return { kind: 'act', act: pick(random, acts) };
}

/**
 * A history of reports the in-order run accepts, and that run itself. No truck is called again after an excuse: a call
 * while another is in force is refused for good, so whoever calls again waits for what ended the first.
 */
export function inOrder(random: () => number): { accepted: Report[]; record: Gatehouse } {
  const record = new Gatehouse();
  const arrival: Report = {
    kind: 'step',
    step: 'arrival',
    body: {
      at: at(0),
      visitId: 'v1',
      gate: 'TAN_THANH',
      direction: 'EXPORT',
      tractor: { plate: '12C-045.67' },
      trailer: { plate: '12R-003.21' },
      containers: CONTAINERS.slice(0, random() < 0.5 ? 1 : 2),
      bodyType: 'REEFER_CONTAINER',
      consignments: [{ consignmentId: 'c1', cargoClass: 'FRESH_PRODUCE' }],
    },
  };
  const accepted: Report[] = [{ kind: 'act', act: REGISTERED }, arrival];
  for (const report of accepted) record.report(report);
  for (let i = 1; i <= 60; i += 1) {
    const minute = i * 7;
    const report = random() < 0.08 ? randomAct(random, minute) : randomStep(random, minute);
    if (report.kind === 'step' && report.step === 'call-forward' && isExcused(accepted)) continue;
    const outcome = record.report(report);
    if (outcome === 'ACCEPTED') accepted.push(report);
  }
  return { accepted, record };
}

function isExcused(accepted: readonly Report[]): boolean {
  return accepted.some((report) => report.kind === 'step' && report.step === 'call-excuse');
}
