/* Test vocabulary of the truck visit: bodies, past events, reports and corrections. */
import { effective, uuidV5 } from '#libs/event-sourcing';
import type { EffectiveEvent, RecordedEvent } from '#libs/event-sourcing';
import { givenEventId, specificationOf } from '#libs/event-sourcing/testing';
import type { GivenEvent } from '#libs/event-sourcing/testing';
import {
  VISIT_CORRECTED,
  foldGate,
  foldVisit,
  gateOrder,
  readStep,
  truckVisit,
  visitOrder,
} from '#libs/truck-flow';
import type {
  CorrectStep,
  Gate,
  GateActEvent,
  RecordStep,
  Step,
  StepBody,
  StepName,
  TruckVisitEvent,
  Visit,
} from '#libs/truck-flow';

/* One truck of Tan Thanh on 15 December 2021, told by the clock: `past('customs-clearance', '07:00')`. */

export const { given } = specificationOf(truckVisit, foldVisit);

/** `07:30`, or with a day `2021-12-16 07:30`, on the gate's clock. */
export function at(clock: string): string {
  const [day, time] = clock.includes(' ') ? clock.split(' ') : ['2021-12-15', clock];
  return `${day ?? ''}T${time ?? ''}:00+07:00`;
}

export const FOREIGN = { plate: '桂F12345', country: 'CN' };
export const DOMESTIC = { plate: '12C-077.77', country: 'VN' };

/** What is reported of each step when nothing else is said. */
export const BODIES: Record<StepName, object> = {
  arrival: {
    visitId: '0b9f8d3e-7c1a-5e7e-9d58-6f1d1f0c0001',
    gate: 'TAN_THANH',
    direction: 'EXPORT',
    tractor: { plate: '12C-045.67' },
    trailer: { plate: '12R-003.21' },
    container: { number: 'CSQU3054383' },
    bodyType: 'REEFER_CONTAINER',
    driver: 'driver-17',
    consignments: [{ consignmentId: 'c-1', cargoClass: 'FRESH_PRODUCE', commodity: 'JACKFRUIT' }],
  },
  'customs-clearance': { declarationNumber: 'D-2021-1' },
  disinfection: { targets: ['CABIN'], procedureVersion: '3' },
  'call-forward': {},
  'call-excuse': { cause: 'BREAKDOWN' },
  'yard-entry': { yard: 'TAN_THANH_YARD' },
  'yard-exit': { yard: 'TAN_THANH_YARD' },
  weighing: { grossKg: 38_400, axles: 6 },
  handover: { dedicatedDriver: 'TAN_THANH-D07' },
  'container-cut': { yard: 'TAN_THANH_YARD', toTractor: FOREIGN },
  'container-lift': { yard: 'TAN_THANH_YARD', container: { number: 'CSQU3054383' }, toVehicle: FOREIGN },
  transload: { yard: 'TAN_THANH_YARD', toVehicle: FOREIGN },
  'goods-receipt': {
    gate: 'TAN_THANH',
    fromVisitId: '0b9f8d3e-7c1a-5e7e-9d58-6f1d1f0c0009',
    eventId: '0b9f8d3e-7c1a-5e7e-9d58-6f1d1f0c0010',
    transfer: 'CONTAINER_LIFT',
    container: { number: 'TEMU6079348' },
    consignments: [{ consignmentId: 'c-9', cargoClass: 'DRY', commodity: 'RICE' }],
  },
  crossing: {},
  delivery: { foreignYard: 'PO_CHAI' },
  return: {},
  'turn-back': { reason: 'papers' },
  diversion: { reason: 'queue', toGate: 'HUU_NGHI' },
  cancellation: { reason: 'sold inland' },
  'vehicle-change': { tractor: { plate: '12C-088.88' }, reason: 'breakdown' },
  hold: { cause: 'INSPECTION' },
  'hold-lift-confirmation': { cause: 'INSPECTION' },
  'hold-lift': { cause: 'INSPECTION' },
  ticket: {},
  'sighting-elsewhere': { gate: 'CHI_MA', visitId: '0b9f8d3e-7c1a-5e7e-9d58-6f1d1f0c0008' },
};

/** The steps that are told of the visit itself; the others follow from a report of another visit. */
export const REPORTED = Object.keys(BODIES).filter(
  (step) => step !== 'goods-receipt' && step !== 'sighting-elsewhere',
);

/** The visit's plate as it crosses when nothing has been changed. */
const VEHICLE = { plate: '12C04567' };

/** A step as it is in the log already. */
export function past(step: StepName, clock: string, changed: object = {}): GivenEvent<TruckVisitEvent> {
  const { type, data } = readStep(step, body(step, clock, changed));
  const vehicle = step === 'crossing' ? { vehicle: VEHICLE } : {};
  return { type, data: { ...data, ...vehicle }, eventTime: at(clock) } as GivenEvent<TruckVisitEvent>;
}

/**
 * A step as it is recorded by the command of the same words, judged against the gate's revision 7; `noted` is what
 * was stored beyond the words.
 */
export function recorded(
  step: StepName,
  clock: string,
  changed: object = {},
  noted: object = {},
): TruckVisitEvent {
  const { type, data, eventTime } = past(step, clock, changed);
  const gate = step === 'arrival' ? {} : { gate: GATE };
  return { type, data: { ...data, ...gate, gateRevision: '7', ...noted }, eventTime } as TruckVisitEvent;
}

/** The command that reports a step; every gate a truck is sent to is registered. */
export function report(step: StepName, clock: string, changed: object = {}, gate = TAN_THANH): RecordStep {
  const gates = { gate, toGate: TAN_THANH };
  return { kind: 'step', report: readStep(step, body(step, clock, changed)), ...gates, gateRevision: '7' };
}

export function body(step: StepName, clock: string, changed: object = {}): StepBody {
  return { at: at(clock), ...BODIES[step], ...changed };
}

export const OBSERVED = { observed: true, observation: 'seen by the barrier' };

/** The correction of the `index`-th given event, by the gate manager unless said otherwise. */
export function correction(index: number, changed: Partial<CorrectStep> = {}): CorrectStep {
  return {
    kind: 'correction',
    at: at('20:00'),
    eventId: givenEventId(index),
    reason: 'DID_NOT_OCCUR',
    by: { sub: 'manager', manager: true },
    now: at('20:00'),
    gate: TAN_THANH,
    ...changed,
  };
}

/** The gate of the story. */
const GATE = 'TAN_THANH';

/** A correction as it is in the log already: of a step that did not occur, or with its whole new body. */
export function corrected(
  index: number,
  step?: StepName,
  clock = '20:00',
  changed: object = {},
): TruckVisitEvent {
  const eventId = givenEventId(index);
  const eventTime = at('20:00');
  if (step === undefined)
    return { type: VISIT_CORRECTED, data: { eventId, reason: 'DID_NOT_OCCUR', gate: GATE }, eventTime };
  const { data } = past(step, clock, changed);
  const { gate = GATE } = data;
  return {
    type: VISIT_CORRECTED,
    data: { eventId, reason: 'INCORRECT_DATA', corrected: { at: at(clock), data }, gate },
    eventTime,
  };
}

/** An order of the gate, effective when it was ordered. */
export function act(type: GateActEvent['type'], clock: string, data: object): GateActEvent {
  return { type, data, eventTime: at(clock) } as GateActEvent;
}

const REGISTERED = act('borderGate.GateRegistered.v1', '2021-01-01 00:00', {
  gate: 'TAN_THANH',
  name: { vi: 'Tân Thanh', zh: '浦寨', en: 'Tan Thanh' },
  timeZone: 'Asia/Ho_Chi_Minh',
  lanes: ['MAIN', 'FRUIT'],
  hours: [
    { lane: 'MAIN', weekdays: ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'], from: '07:00', to: '19:00' },
  ],
  handoverMode: 'FOREIGN_YARD',
});

export function gateAfter(...acts: readonly GateActEvent[]): Gate {
  return foldGate(effective(logOf([REGISTERED, ...acts]), gateOrder));
}

export const TAN_THANH = gateAfter();

export function suspended(from: string, data: object = {}): GateActEvent {
  return act('borderGate.GateSuspended.v1', from, { orderedBy: 'FOREIGN', reason: 'outbreak', ...data });
}

export function resumed(from: string, data: object = {}): GateActEvent {
  return act('borderGate.GateResumed.v1', from, data);
}

export function modeChanged(from: string, mode: string): GateActEvent {
  return act('borderGate.HandoverModeChanged.v1', from, { mode });
}

/** The effective steps of what was recorded, in whatever order it is given. */
export function stepsOf(...events: readonly TruckVisitEvent[]): readonly Step[] {
  return effective(logOf(events), visitOrder) as readonly EffectiveEvent[] as readonly Step[];
}

export function visitAfter(...events: readonly TruckVisitEvent[]): Visit {
  return foldVisit(stepsOf(...events));
}

/**
 * Events as a log holds them, recorded one second after the other, with the ids that `givenEventId` gives. Somebody
 * records them all but the disinfection, which is the health officer's.
 */
export function logOf(
  events: readonly { type: string; data: unknown; eventTime: string }[],
): RecordedEvent[] {
  return events.map(({ type, data, eventTime }, index) => ({
    stream: 'truckVisit-1',
    revision: BigInt(index),
    position: BigInt(index),
    type,
    eventId: givenEventId(index),
    data,
    metadata: {
      eventTime,
      recordTime: new Date(Date.parse('2021-12-31T00:00:00Z') + index * 1000).toISOString(),
      actor: { sub: type === 'truckVisit.Disinfected.v1' ? 'health-officer' : 'somebody', agency: null },
      role: 'gate-operator',
      device: null,
      source: 'OPERATOR',
      commandId: uuidV5('00000000-0000-5000-8000-000000000003', String(index)),
      index: 0,
      requestHash: '0'.repeat(64),
      correlation: null,
      causation: null,
      policyVersion: null,
      schemaVersion: 1,
      prevHash: null,
      hash: '0'.repeat(64),
    },
  }));
}

/** The beginnings of stories. */
export const ARRIVED = [past('arrival', '06:40')] as const;
export const CLEARED = [...ARRIVED, past('customs-clearance', '07:10')] as const;
export const DISINFECTED = [...CLEARED, past('disinfection', '07:30')] as const;
export const CALLED = [...DISINFECTED, past('call-forward', '08:00')] as const;
export const HANDED_OVER = [...CALLED, past('handover', '08:30')] as const;
export const CROSSED = [...HANDED_OVER, past('crossing', '09:00')] as const;
