import { STEPS, ticketOf, VISIT_CORRECTED } from '#libs/truck-flow';
import type { BorderView } from '../subjects/subject';

/** Which visit a ticket leads to, by the hash of its code: a visit has one ticket at most. */
export const tickets: BorderView = {
  name: 'tickets',
  version: 1,
  types: [STEPS.arrival, STEPS.ticket, VISIT_CORRECTED],
  schema: `
    CREATE TABLE tickets (
      visit INTEGER PRIMARY KEY,
      visit_id TEXT NOT NULL,
      hash TEXT NOT NULL
    ) STRICT;
    CREATE INDEX tickets_by_hash ON tickets (hash, visit);`,
  writer(db) {
    const remove = db.prepare('DELETE FROM tickets WHERE visit = ?');
    const write = db.prepare(
      `INSERT INTO tickets VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET hash = excluded.hash WHERE hash IS NOT excluded.hash`,
    );
    return {
      replace(subject) {
        if (subject.category !== 'truckVisit') return;
        const hash = ticketOf(subject.steps);
        if (hash === undefined) remove.run(subject.number);
        else write.run(subject.number, subject.id, hash);
      },
    };
  },
};
