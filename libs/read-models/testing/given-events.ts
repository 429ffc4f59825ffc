import { MemoryEventStore, streamOf, TRUCKFLOW_NAMESPACE, uuidV5 } from '#libs/event-sourcing';
import type { EventStore } from '#libs/event-sourcing';
import { bareMetadata } from '#libs/event-sourcing/testing';
import { ACTS, GATE_CORRECTED, STEPS, VISIT_CORRECTED } from '#libs/truck-flow';
import type { StepName, YardActType } from '#libs/truck-flow';

/** An event of a specification. Its id follows from what it says, so that corrections can name it. */
export interface GivenEvent {
  readonly stream: string;
  readonly type: string;
  /** When it happened, RFC 3339. */
  readonly at: string;
  readonly data: object;
  readonly eventId: string;
}

export const GATE = 'NORTH_GATE';
export const YARD = 'NORTH_GATE_YARD';
/** A vehicle from over the border that takes goods over. */
export const RECEIVING = { plate: '桂F12345', country: 'CN' };

export function event(stream: string, type: string, at: string, data: object): GivenEvent {
  const eventId = uuidV5(TRUCKFLOW_NAMESPACE, JSON.stringify([stream, type, at, data]));
  return { stream, type, at, data, eventId };
}

export function step(visitId: string, name: StepName, at: string, data: object = {}): GivenEvent {
  return event(streamOf('truckVisit', visitId), STEPS[name], at, data);
}

/** The arrival of an invented truck; `data` changes or adds fields. */
export function arrival(visitId: string, at: string, data: object = {}): GivenEvent {
  return step(visitId, 'arrival', at, {
    visitId,
    gate: GATE,
    direction: 'EXPORT',
    tractor: { plate: '12C04567' },
    bodyType: 'REEFER_CONTAINER',
    consignments: [{ consignmentId: `goods-of-${visitId}`, cargoClass: 'FRESH_PRODUCE' }],
    ...data,
  });
}

/** The correction of a given event of a visit or gate; without `corrected` it did not occur. */
export function correction(of: GivenEvent, at: string, corrected?: { at: string; data: object }): GivenEvent {
  const type = of.stream.startsWith('truckVisit-') ? VISIT_CORRECTED : GATE_CORRECTED;
  const reason = corrected === undefined ? 'DID_NOT_OCCUR' : 'INCORRECT_DATA';
  return event(of.stream, type, at, {
    eventId: of.eventId,
    reason,
    ...(corrected === undefined ? {} : { corrected }),
  });
}

export function gateAct(act: keyof typeof ACTS, at: string, data: object, gate: string = GATE): GivenEvent {
  return event(streamOf('borderGate', gate), ACTS[act], at, data);
}

/** A gate seven hours east with one lane, open by day, mode FOREIGN_YARD. */
export function gateRegistered(gate: string = GATE, timeZone = 'Asia/Ho_Chi_Minh'): GivenEvent {
  const weekdays = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'];
  const data = {
    gate,
    name: { vi: 'Cửa khẩu Bắc', zh: '北口岸', en: 'North gate' },
    timeZone,
    lanes: ['MAIN'],
    hours: [{ lane: 'MAIN', weekdays, from: '07:00', to: '19:00' }],
    handoverMode: 'FOREIGN_YARD',
  };
  return gateAct('registration', '2000-01-01T00:00:00+07:00', data, gate);
}

export function yardAct(type: YardActType, at: string, data: object, yard: string = YARD): GivenEvent {
  return event(streamOf('yard', yard), type, at, data);
}

/** A log of these events in this order, each recorded a second after the one before. */
export async function logOf(events: readonly GivenEvent[]): Promise<MemoryEventStore> {
  let second = 0;
  const store = new MemoryEventStore(() => new Date(Date.UTC(2022, 0, 1) + second * 1_000));
  for (const given of events) {
    second += 1;
    await recordIn(store, given);
  }
  return store;
}

export async function recordIn(
  store: Pick<EventStore, 'readStream' | 'append'>,
  given: GivenEvent,
): Promise<void> {
  const { revision } = await store.readStream(given.stream);
  const metadata = { ...bareMetadata(given.eventId, 0), eventTime: given.at };
  await store.append(
    given.stream,
    [{ type: given.type, eventId: given.eventId, data: given.data, metadata }],
    revision,
  );
}
