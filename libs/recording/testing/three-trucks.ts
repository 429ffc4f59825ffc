/* Fixture: three trucks at one gate, by the minute after six, each visit a stream of its own. */

import { MemoryEventStore, RevisionConflict, commandIdOf, effective } from '#libs/event-sourcing';
import type { CommandContext, EventStore, Transacted } from '#libs/event-sourcing';
import {
  Rejection,
  claimsOf,
  consignmentsOf,
  evolveGate,
  foldVisit,
  nameOf,
  readStep,
  stageOf,
  truckVisit,
  unknownGate,
} from '#libs/truck-flow';
import type { StepBody, StepName, Visit } from '#libs/truck-flow';
import { recordVisit } from '../src/truck-visit/record-visit';
import { Abandoned } from './seeded-scheduler';

export const context = (key: string): CommandContext => ({
  actor: { sub: 'operator-1', agency: null },
  role: 'gate-operator',
  device: null,
  source: 'OPERATOR',
  commandId: commandIdOf('operator-1', key),
  requestHash: key,
  correlation: null,
  causation: null,
  policyVersion: null,
});

export const gate = evolveGate(unknownGate, {
  type: 'borderGate.GateRegistered.v1',
  data: { gate: 'CHI_MA', lanes: ['MAIN'], hours: [], handoverMode: 'FOREIGN_YARD' },
  time: 0,
} as never);

export interface Report {
  readonly visitId: string;
  readonly step: StepName;
  readonly body: StepBody;
}

export const [A, B, C] = ['a', 'b', 'c'].map((id) => `5f1e1d00-0000-4000-8001-00000000000${id}`) as [
  string,
  string,
  string,
];
export const VISITS = [A, B, C];
export const PLATES = { [A]: '12C00001', [B]: '12C00002', [C]: '12C00003' };
export const BOX = 'CSQU3054383';

export const at = (minute: number) =>
  `2021-12-01T${String(6 + Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}:00+07:00`;

export const step = (visitId: string, name: StepName, minute: number, body: object = {}): Report => ({
  visitId,
  step: name,
  body: { at: at(minute), ...body },
});

export const arrives = (visitId: string, minute: number, more: object = {}): Report =>
  step(visitId, 'arrival', minute, {
    visitId,
    gate: 'CHI_MA',
    direction: 'EXPORT',
    tractor: { plate: PLATES[visitId] },
    bodyType: 'REEFER_CONTAINER',
    consignments: [{ consignmentId: `goods of ${visitId}`, cargoClass: 'FRESH_PRODUCE' }],
    ...more,
  });

export const seen = { observed: true, observation: 'seen from the barrier' };

export const lifts = (from: string, onto: string, minute: number, more: object = {}): Report =>
  step(from, 'container-lift', minute, {
    ...seen,
    yard: 'CHI_MA_YARD',
    container: { number: BOX },
    toVehicle: { plate: PLATES[onto], country: 'VN', ...more },
  });

export const crosses = (visitId: string, minute: number) => step(visitId, 'crossing', minute, seen);

/** The answer of a report, the first one when it is sent again. */
export function answered(store: EventStore, { visitId, step: name, body }: Report): Promise<Transacted> {
  const command = () =>
    Promise.resolve({ kind: 'step' as const, report: readStep(name, body), gate, gateRevision: '0' });
  return recordVisit(store, visitId, command, context(`${visitId} ${name} ${body.at}`));
}

export async function send(store: EventStore, report: Report): Promise<string> {
  try {
    await answered(store, report);
    return 'DONE';
  } catch (error) {
    if (error instanceof Rejection) return error.code;
    throw error;
  }
}

/** Says that the last event of a type did not occur. */
export async function takeBack(store: EventStore, visitId: string, type: string): Promise<string> {
  const { events } = await store.readStream(`truckVisit-${visitId}`);
  const eventId = events.findLast((event) => event.type === type)?.eventId ?? '';
  const by = { sub: 'manager-1', manager: true };
  const now = at(600);
  const reason = 'DID_NOT_OCCUR' as const;
  const command = { kind: 'correction' as const, at: now, eventId, reason, by, now, gate };
  try {
    await recordVisit(store, visitId, () => Promise.resolve(command), context(`${visitId} back ${eventId}`));
    return 'DONE';
  } catch (error) {
    if (error instanceof Rejection) return error.code;
    throw error;
  }
}

export async function visitIn(store: EventStore, visitId: string): Promise<Visit> {
  const { events } = await store.readStream(`truckVisit-${visitId}`);
  return foldVisit(effective(events, truckVisit.order));
}

/** What boards are made of: the stage of each visit, what it carries and holds. */
export async function boards(store: EventStore): Promise<Record<string, unknown>> {
  const rows = await Promise.all(
    VISITS.map(async (visitId) => {
      const visit = await visitIn(store, visitId);
      const goods = consignmentsOf(visit).map(({ consignmentId }) => consignmentId);
      const holds = claimsOf(visit).map(nameOf);
      return [visitId, { stage: stageOf(visit), goods, holds, left: visit.ending?.at }] as const;
    }),
  );
  return Object.fromEntries(rows);
}

export async function told(...reports: readonly Report[]): Promise<MemoryEventStore> {
  const store = new MemoryEventStore(() => new Date(0));
  for (const report of reports)
    expect([report.step, await send(store, report)]).toEqual([report.step, 'DONE']);
  return store;
}

/** The visits as they stand, in their order. */
export function visitsIn(store: EventStore): Promise<Visit[]> {
  return Promise.all(VISITS.map((id) => visitIn(store, id)));
}

/** An outcome a caller may have that died or was too slow; anything else fails the test. */
export async function orLeft(work: Promise<string>): Promise<string> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Abandoned || error instanceof RevisionConflict) return 'LEFT';
    throw error;
  }
}

/** In any order; what is refused, or comes before its visit is there, is sent again. */
export async function delivered(
  store: MemoryEventStore,
  story: readonly Report[],
  random: () => number,
): Promise<void> {
  let open = story
    .map((report) => ({ report, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ report }) => report);
  for (let round = 0; open.length > 0; round += 1) {
    if (round > story.length) throw new Error(`never accepted: ${JSON.stringify(open)}`);
    const left: Report[] = [];
    for (const report of open) {
      const { events } = await store.readStream(`truckVisit-${report.visitId}`);
      const isEarly = events.length === 0 && report.step !== 'arrival';
      if (isEarly || (await send(store, report)) !== 'DONE') left.push(report);
    }
    open = left;
  }
}
