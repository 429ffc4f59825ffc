import {
  ACTS,
  GATE_CORRECTED,
  POLICY_PUBLISHED,
  POLICY_WITHDRAWN,
  STEPS,
  VISIT_CORRECTED,
} from '#libs/truck-flow';
import type { BorderView } from '../subjects/subject';
import { visitDeviations } from '../visit-facts/visit-deviations';

/** What was recorded out of order or against a rule, a row a deviation; of a visit's history and its gate's only. */
export const deviations: BorderView = {
  name: 'deviations',
  version: 4,
  types: [
    ...Object.values(STEPS),
    VISIT_CORRECTED,
    ACTS.registration,
    ACTS.suspension,
    ACTS.resumption,
    ACTS['handover-mode'],
    ACTS['opening-hours'],
    ACTS['lane-opening'],
    ACTS['lane-closure'],
    GATE_CORRECTED,
    POLICY_PUBLISHED,
    POLICY_WITHDRAWN,
  ],
  schema: `
    CREATE TABLE deviations (
      visit INTEGER NOT NULL,
      number INTEGER NOT NULL,
      gate TEXT NOT NULL,
      time INTEGER NOT NULL,
      code TEXT NOT NULL,
      detail TEXT NOT NULL,
      event_id TEXT NOT NULL,
      at TEXT NOT NULL,
      record_time TEXT NOT NULL,
      visit_id TEXT NOT NULL,
      shown_until INTEGER NOT NULL,
      PRIMARY KEY (visit, number)
    ) WITHOUT ROWID, STRICT;
    CREATE INDEX deviations_at_gate ON deviations (gate, time, visit_id, number);`,
  writer(db) {
    const remove = db.prepare('DELETE FROM deviations WHERE visit = ?');
    const write = db.prepare('INSERT INTO deviations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
    return {
      replace(subject) {
        if (subject.category !== 'truckVisit') return;
        remove.run(subject.number);
        const { steps, gate, gateCode } = subject;
        for (const [number, deviation] of visitDeviations(steps, gate).entries()) {
          const { code, detail, eventId, at, time, until, recordTime } = deviation;
          write.run(
            subject.number,
            number,
            gateCode,
            time,
            code,
            detail,
            eventId,
            at,
            recordTime,
            subject.id,
            until,
          );
        }
      },
    };
  },
};
