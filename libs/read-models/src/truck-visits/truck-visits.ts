/* View of every visit: its row in lists, its names and its record. */
import { ARRIVAL_VOIDED, callAt, HANDOVER_VOIDED, stageAt, STEPS, VISIT_CORRECTED } from '#libs/truck-flow';
import type { Stage } from '#libs/truck-flow';
import { rowWriter } from '#libs/projections';
import { namesFrom, namesOf } from './visit-names';
import type { BorderView, VisitSubject } from '../subjects/subject';
import { ACTS_THAT_MOVE_DEADLINES, END_OF_TIME } from '../visit-facts/visit-facts';
import { recordText } from '../visit-facts/visit-record';

const COLUMNS = {
  key: 'visit',
  indexed: ['visit_id', 'gate', 'arrived_at', 'carrier', 'held'],
  others: ['stage', 'stage_until', 'stage_after', 'yard', 'carriage', 'names'],
};

/**
 * Every visit: what lists show of it, the names it is found by, and its record, a row an event, for the details and
 * the audit trail. Deviations and missing steps are computed when asked for, from the record and the gate.
 */
export const truckVisits: BorderView = {
  name: 'truck-visits',
  version: 7,
  // The claims protocol is not shown, but it moves the revision that the details answer with.
  types: [
    ...Object.values(STEPS),
    VISIT_CORRECTED,
    ARRIVAL_VOIDED,
    HANDOVER_VOIDED,
    ...ACTS_THAT_MOVE_DEADLINES,
  ],
  schema: `
    CREATE TABLE truck_visits (
      visit INTEGER PRIMARY KEY,
      visit_id TEXT NOT NULL UNIQUE,
      gate TEXT NOT NULL,
      stage TEXT NOT NULL,
      stage_until INTEGER NOT NULL,
      stage_after TEXT NOT NULL,
      arrived_at INTEGER NOT NULL,
      yard TEXT,
      carrier TEXT,
      carriage TEXT NOT NULL,
      held INTEGER NOT NULL,
      names TEXT NOT NULL
    ) STRICT;
    CREATE INDEX truck_visits_latest ON truck_visits (arrived_at, visit_id);
    CREATE INDEX truck_visits_at_gate ON truck_visits (gate, arrived_at, visit_id);
    CREATE INDEX truck_visits_of_carrier ON truck_visits (carrier, arrived_at, visit_id) WHERE carrier IS NOT NULL;
    CREATE INDEX truck_visits_held ON truck_visits (arrived_at, visit_id) WHERE held = 1;
    CREATE TABLE truck_visits_name (
      kind TEXT NOT NULL,
      value TEXT NOT NULL,
      visit INTEGER NOT NULL,
      PRIMARY KEY (kind, value, visit)
    ) WITHOUT ROWID, STRICT;
    CREATE TABLE truck_visits_event (
      visit INTEGER NOT NULL,
      revision INTEGER NOT NULL,
      event TEXT NOT NULL,
      PRIMARY KEY (visit, revision)
    ) WITHOUT ROWID, STRICT;`,
  writer(db) {
    const namesOfRow = db.prepare('SELECT names FROM truck_visits WHERE visit = ?');
    const removeName = db.prepare('DELETE FROM truck_visits_name WHERE kind = ? AND value = ? AND visit = ?');
    const addName = db.prepare('INSERT INTO truck_visits_name VALUES (?, ?, ?)');
    const addEvent = db.prepare('INSERT INTO truck_visits_event VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
    const write = rowWriter(db, 'truck_visits', COLUMNS);
    const replaceNames = (visit: bigint, names: string): void => {
      const row = namesOfRow.get(visit) as { names: string } | undefined;
      if (row?.names === names) return;
      for (const [kind, value] of namesFrom(row?.names ?? '[]')) removeName.run(kind, value, visit);
      for (const [kind, value] of namesFrom(names)) addName.run(kind, value, visit);
    };
    /** What was recorded never changes, so those before the newest row are there too. */
    const addEvents = ({ number, recorded }: VisitSubject): void => {
      for (const event of recorded.toReversed()) {
        if (addEvent.run(number, event.revision, recordText(event)).changes === 0) return;
      }
    };
    return {
      replace(subject) {
        if (subject.category !== 'truckVisit') return;
        const { visit, gateCode } = subject;
        if (gateCode === '') return;
        const names = JSON.stringify(namesOf(subject));
        replaceNames(subject.number, names);
        addEvents(subject);
        write(
          subject.number,
          subject.id,
          gateCode,
          arrivedAt(subject),
          visit.carrier ?? null,
          visit.openHolds.length === 0 ? 0 : 1,
          ...stagesOf(subject),
          visit.yard?.yard ?? null,
          JSON.stringify(visit.carriage ?? {}),
          names,
        );
      },
    };
  },
};

/** The stage with all that is recorded, until when it is that by time alone, and the one after it. */
function stagesOf({
  visit,
  gate,
  steps,
}: VisitSubject): readonly [stage: Stage, until: number, after: Stage] {
  const now = steps.at(-1)?.time ?? 0;
  const stage = stageAt(visit, gate, now);
  const until = Math.min(callAt(visit, gate, now)?.until ?? END_OF_TIME, END_OF_TIME);
  return [stage, until, until === END_OF_TIME ? stage : stageAt(visit, gate, until)];
}

/** Of a voided visit: when the arrival that is corrected away was said to have been. */
function arrivedAt({ visit, recorded }: VisitSubject): number {
  if (visit.arrival !== undefined) return visit.arrival.time;
  const arrival = recorded.findLast(({ type }) => type === STEPS.arrival);
  return Date.parse(arrival?.metadata.eventTime ?? '');
}
