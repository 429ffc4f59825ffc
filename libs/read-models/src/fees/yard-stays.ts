/* View of what visits are charged by: their stays in yards, and all else that fees follow from. */
import { chargedVisitOf, STEPS, VISIT_CORRECTED } from '#libs/truck-flow';
import { upsert } from '#libs/projections';
import type { BorderView } from '../subjects/subject';
import { END_OF_TIME, LEAVING } from '../visit-facts/visit-facts';

/**
 * Visits by the yards that they stood in, whatever the spot, and by their arrival at the gate. Fees are derived when
 * they are asked for, from `charged`, the tariffs and the yards: so none of them has to be replaced for a tariff.
 */
export const yardStays: BorderView = {
  name: 'yard-stays',
  version: 1,
  types: [
    STEPS.arrival,
    STEPS['yard-entry'],
    STEPS['yard-exit'],
    STEPS.handover,
    STEPS['goods-receipt'],
    ...LEAVING,
    STEPS['vehicle-change'],
    VISIT_CORRECTED,
  ],
  schema: `
    CREATE TABLE yard_stays (
      visit INTEGER NOT NULL,
      number INTEGER NOT NULL,
      yard TEXT NOT NULL,
      from_time INTEGER NOT NULL,
      until_time INTEGER NOT NULL,
      PRIMARY KEY (visit, number)
    ) WITHOUT ROWID, STRICT;
    CREATE INDEX yard_stays_in_yard ON yard_stays (yard, until_time, from_time, visit);
    CREATE TABLE yard_stays_visit (
      visit INTEGER PRIMARY KEY,
      visit_id TEXT NOT NULL UNIQUE,
      gate TEXT NOT NULL,
      arrived_at INTEGER NOT NULL,
      charged TEXT NOT NULL
    ) STRICT;
    CREATE INDEX yard_stays_at_gate ON yard_stays_visit (gate, arrived_at);`,
  writer(db) {
    const removeVisit = db.prepare('DELETE FROM yard_stays_visit WHERE visit = ?');
    const removeStays = db.prepare('DELETE FROM yard_stays WHERE visit = ? AND number >= ?');
    const writeVisit = db.prepare(
      upsert('yard_stays_visit', ['visit'], ['visit_id', 'gate', 'arrived_at', 'charged']),
    );
    const writeStay = db.prepare(
      upsert('yard_stays', ['visit', 'number'], ['yard', 'from_time', 'until_time']),
    );
    return {
      replace(subject) {
        if (subject.category !== 'truckVisit') return;
        const charged = chargedVisitOf(subject.visit);
        removeStays.run(subject.number, charged?.stays.length ?? 0);
        if (charged === undefined) {
          removeVisit.run(subject.number);
          return;
        }
        const text = JSON.stringify(charged);
        writeVisit.run(subject.number, subject.id, charged.gate, charged.arrivedAt, text);
        for (const [number, { yard, from, until = END_OF_TIME }] of charged.stays.entries())
          writeStay.run(subject.number, number, yard, from, until);
      },
    };
  },
};
