import type { View } from './view';
import { factsOf, STAGE_COLUMNS, stageTimes } from './visit-facts';

/** One row a visit: where it counts, and from when to when it is on hand in which stage. */
export const gateBoard: View = {
  name: 'gate-board',
  version: 1,
  types: [
    'truckVisit.TruckArrived.v1',
    'truckVisit.CustomsCleared.v1',
    'truckVisit.Disinfected.v1',
    'truckVisit.TruckCalledForward.v1',
    'truckVisit.HandedOverToDedicatedDriver.v1',
    'truckVisit.BorderCrossed.v1',
    'truckVisit.TurnedBack.v1',
    'truckVisit.Diverted.v1',
    'truckVisit.VisitCancelled.v1',
    'truckVisit.EventCorrected.v1',
  ],
  schema: `
    CREATE TABLE gate_board (
      visit_id TEXT PRIMARY KEY,
      gate TEXT NOT NULL,
      cargo_class TEXT NOT NULL,
      body_type TEXT NOT NULL,
      arrived_at INTEGER NOT NULL,
      ${STAGE_COLUMNS},
      left_at INTEGER NOT NULL,
      exit TEXT
    ) WITHOUT ROWID, STRICT;
    CREATE INDEX gate_board_on_hand ON gate_board (gate, left_at);`,
  writer(db) {
    const remove = db.prepare('DELETE FROM gate_board WHERE visit_id = ?');
    const write = db.prepare('REPLACE INTO gate_board VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
    return {
      replace(subject) {
        if (subject.category !== 'truckVisit') return;
        const facts = factsOf(subject.visit);
        if (facts === undefined) {
          remove.run(subject.id);
          return;
        }
        const { gate, cargoClass, bodyType, arrivedAt, leftAt, exit } = facts;
        const times = stageTimes(facts);
        write.run(subject.id, gate, cargoClass, bodyType, arrivedAt, ...times, leftAt, exit);
      },
    };
  },
};
