import { STEPS, VISIT_CORRECTED } from '#libs/truck-flow';
import type { BorderView } from '../../subjects/subject';
import { factsOf, LEAVING } from '../../visit-facts/visit-facts';
import type { Exit } from '../../visit-facts/visit-facts';

/** What changes the number of trucks on hand. */
export type Movement = 'ARRIVED' | Exit;

/** Arrivals and exits, one row each. Beside the gate board it is the other side of the balance. */
export const throughput: BorderView = {
  name: 'throughput',
  version: 2,
  types: [STEPS.arrival, ...LEAVING, VISIT_CORRECTED],
  schema: `
    CREATE TABLE throughput (
      visit INTEGER NOT NULL,
      movement TEXT NOT NULL,
      gate TEXT NOT NULL,
      cargo_class TEXT NOT NULL,
      time INTEGER NOT NULL,
      PRIMARY KEY (visit, movement)
    ) WITHOUT ROWID, STRICT;
    CREATE INDEX throughput_by_time ON throughput (gate, time, movement, cargo_class);`,
  writer(db) {
    const remove = db.prepare('DELETE FROM throughput WHERE visit = ?');
    const write = db.prepare('INSERT INTO throughput VALUES (?, ?, ?, ?, ?)');
    return {
      replace(subject) {
        if (subject.category !== 'truckVisit') return;
        remove.run(subject.number);
        const facts = factsOf(subject.visit, subject.gate);
        if (facts === undefined) return;
        const { gate, cargoClass, arrivedAt, exit, leftAt } = facts;
        write.run(subject.number, 'ARRIVED', gate, cargoClass, arrivedAt);
        if (exit !== null) write.run(subject.number, exit, gate, cargoClass, leftAt);
      },
    };
  },
};
