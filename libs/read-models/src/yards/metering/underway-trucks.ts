import { STEPS, underwayOf, VISIT_CORRECTED } from '#libs/truck-flow';
import type { BorderView } from '../../subjects/subject';
import { END_OF_TIME, LEAVING, TOLD_OF_CALLS } from '../../visit-facts/visit-facts';

/** When trucks were on their way by a call, wherever they stood; `yard` is what the call named. Epoch milliseconds. */
export const underwayTrucks: BorderView = {
  name: 'underway-trucks',
  version: 1,
  types: [STEPS.arrival, ...TOLD_OF_CALLS, STEPS.handover, ...LEAVING, VISIT_CORRECTED],
  schema: `
    CREATE TABLE underway_trucks (
      visit INTEGER NOT NULL,
      from_time INTEGER NOT NULL,
      until_time INTEGER NOT NULL,
      gate TEXT NOT NULL,
      yard TEXT,
      PRIMARY KEY (visit, from_time)
    ) WITHOUT ROWID, STRICT;
    CREATE INDEX underway_trucks_at_gate ON underway_trucks (gate, until_time, from_time);`,
  writer(db) {
    const remove = db.prepare('DELETE FROM underway_trucks WHERE visit = ?');
    const write = db.prepare('INSERT INTO underway_trucks VALUES (?, ?, ?, ?, ?)');
    return {
      replace(subject) {
        if (subject.category !== 'truckVisit') return;
        remove.run(subject.number);
        for (const { from, until, yard = null } of underwayOf(subject.visit, subject.gate))
          write.run(subject.number, from, Math.min(until, END_OF_TIME), subject.gateCode, yard);
      },
    };
  },
};
