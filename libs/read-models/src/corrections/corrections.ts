/* View of all corrections, with what each found and what it left. */
import type { CorrectionData, RecordedEvent } from '#libs/event-sourcing';
import {
  foldYard,
  GATE_CORRECTED,
  STEPS,
  VISIT_CORRECTED,
  withoutTicket,
  YARD,
  YARD_CORRECTED,
} from '#libs/truck-flow';
import type { BorderSubject, BorderView } from '../subjects/subject';

const CORRECTED: readonly string[] = [VISIT_CORRECTED, GATE_CORRECTED, YARD_CORRECTED];

/** What an event says of a time, as a correction found it or left it. */
export interface CorrectedState {
  /** Event time, RFC 3339 as it was reported. */
  readonly at: string;
  readonly data: unknown;
}

/** Every correction of a visit, a gate or a yard, a row each, by the gate it concerns and when it was recorded. */
export const corrections: BorderView = {
  name: 'corrections',
  version: 1,
  // Arrivals and registrations say at which gate a visit or a yard is.
  types: [STEPS.arrival, ...YARD.types, VISIT_CORRECTED, GATE_CORRECTED],
  schema: `
    CREATE TABLE corrections (
      position INTEGER PRIMARY KEY,
      gate TEXT NOT NULL,
      recorded_at INTEGER NOT NULL,
      actor TEXT NOT NULL,
      about TEXT NOT NULL,
      id TEXT NOT NULL,
      correction TEXT NOT NULL
    ) STRICT;
    CREATE INDEX corrections_at_gate ON corrections (gate, recorded_at, position);
    CREATE INDEX corrections_of_actor ON corrections (actor, gate, recorded_at, position);`,
  writer(db) {
    const write = db.prepare(
      `INSERT INTO corrections VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET gate = excluded.gate WHERE gate IS NOT excluded.gate`,
    );
    return {
      replace(subject) {
        const gate = gateOf(subject);
        for (const { event, before } of correctionsIn(subject.recorded)) {
          const { recordTime, actor } = event.metadata;
          const text = correctionText(event, before);
          write.run(
            event.position,
            gate,
            Date.parse(recordTime),
            actor.sub,
            subject.category,
            subject.id,
            text,
          );
        }
      },
    };
  },
};

/** The gate a subject belongs to; '' while nobody said. */
function gateOf(subject: BorderSubject): string {
  if (subject.category === 'truckVisit') return subject.gateCode;
  if (subject.category === 'yard') return foldYard(subject.effective).registered?.data.gate ?? '';
  return subject.category === 'borderGate' ? subject.id : '';
}

interface Correction {
  readonly event: RecordedEvent;
  /** What it corrects, and how that stood then; `state` null when it had been taken back. */
  readonly before: { readonly type: string; readonly state: CorrectedState | null };
}

/** The corrections of a stream with what each found: the event as it was recorded, or as the one before left it. */
function correctionsIn(recorded: readonly RecordedEvent[]): Correction[] {
  if (!recorded.some(({ type }) => CORRECTED.includes(type))) return [];
  const states = new Map<string, Correction['before']>();
  return recorded.map(shownEvent).flatMap((event) => {
    const { type, eventId, data, metadata } = event;
    if (!CORRECTED.includes(type)) {
      states.set(eventId, { type, state: { at: metadata.eventTime, data } });
      return [];
    }
    const { eventId: corrects, corrected } = data as CorrectionData;
    const before = states.get(corrects);
    if (before === undefined) return [];
    states.set(corrects, { type: before.type, state: corrected ?? null });
    return [{ event, before }];
  });
}

function shownEvent(event: RecordedEvent): RecordedEvent {
  return { ...event, data: withoutTicket(event) };
}

/** A correction as the row keeps it. */
export interface KeptCorrection {
  readonly correctionId: string;
  /** Id and type of the event it corrects. */
  readonly eventId: string;
  readonly type: string;
  readonly reason: CorrectionData['reason'];
  /** When it was made, RFC 3339 as it was reported. */
  readonly at: string;
  readonly recordTime: string;
  readonly actor: RecordedEvent['metadata']['actor'];
  readonly role: string;
  readonly before: CorrectedState | null;
  /** Null: what it corrects did not occur. */
  readonly after: CorrectedState | null;
}

function correctionText({ eventId, data, metadata }: RecordedEvent, before: Correction['before']): string {
  const { eventId: corrects, reason, corrected = null } = data as CorrectionData;
  const { eventTime, recordTime, actor, role } = metadata;
  const kept: KeptCorrection = {
    correctionId: eventId,
    eventId: corrects,
    type: before.type,
    reason,
    at: eventTime,
    recordTime,
    actor,
    role,
    before: before.state,
    after: corrected,
  };
  return JSON.stringify(kept);
}
