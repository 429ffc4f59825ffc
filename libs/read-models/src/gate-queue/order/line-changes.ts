import type { DatabaseSync } from 'node:sqlite';
import type { CorrectionData, RecordedEvent } from '#libs/event-sourcing';
import { VISIT_CORRECTED } from '#libs/truck-flow';
import { statement } from '#libs/projections';
import { readRecord } from '../../visit-facts/visit-record';

/** So many visits are looked at one by one; of more nothing is known. */
const MOST_LOOKED_AT = 2_000;

const LAST = 'SELECT max(position) AS position FROM gate_turns_changed WHERE gate = ?';
const CHANGED = `SELECT visit_id AS visitId FROM gate_turns_changed
  WHERE gate = :code AND position > :position LIMIT ${MOST_LOOKED_AT + 1}`;

/** Log position of the last event that may have changed the line of a gate; -1 without any. */
export function lastChangeOfLine(db: DatabaseSync, code: string): number {
  return (statement(db, LAST).get(code) as { position: number | null }).position ?? -1;
}

/**
 * The event time from which on the line of a gate may be another than it was at a log position; Infinity when it is the
 * same, -Infinity when that is not known. What a report changes lies behind its own time, what a correction changes behind
 * all times that the corrected event ever had.
 */
export function changedSince(db: DatabaseSync, code: string, position: number): number {
  const rows = statement(db, CHANGED).all({ code, position }) as unknown as { visitId: string }[];
  if (rows.length > MOST_LOOKED_AT) return -Infinity;
  return Math.min(Infinity, ...rows.map(({ visitId }) => earliestIn(readRecord(db, visitId), position)));
}

function earliestIn(recorded: readonly RecordedEvent[], position: number): number {
  const added = recorded.filter((event) => event.position > position);
  // A visit that is not shown any more may have stood there at any time.
  if (added.length === 0) return -Infinity;
  return Math.min(...added.flatMap((event) => timesOf(event, recorded)));
}

function timesOf({ type, data, metadata }: RecordedEvent, recorded: readonly RecordedEvent[]): number[] {
  const own = Date.parse(metadata.eventTime);
  if (type !== VISIT_CORRECTED) return [own];
  const { eventId } = data as CorrectionData;
  return recorded.flatMap((event) => {
    if (event.eventId === eventId) return [Date.parse(event.metadata.eventTime)];
    const { eventId: other, corrected } = (event.data ?? {}) as Partial<CorrectionData>;
    return event.type === VISIT_CORRECTED && other === eventId && corrected ? [Date.parse(corrected.at)] : [];
  });
}
