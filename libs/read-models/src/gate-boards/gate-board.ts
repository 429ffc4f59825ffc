import { STEPS, VISIT_CORRECTED } from '#libs/truck-flow';
import { rowWriter } from '#libs/projections';
import { placeChanges } from '../places/place-changes';
import type { BorderView } from '../subjects/subject';
import { END_OF_TIME, factsOf, LEAVING, TOLD_OF_CALLS } from '../visit-facts/visit-facts';
import type { VisitFacts } from '../visit-facts/visit-facts';

const COLUMNS = {
  key: 'visit',
  indexed: ['gate', 'left_at'],
  others: [
    'cargo_class',
    'body_type',
    'arrived_at',
    'customs_at',
    'disinfected_at',
    'called_at',
    'called_until',
    'called_again',
    'handed_over_at',
    'transferred_at',
    'exit',
  ],
};

/**
 * One row a visit: where it counts, and from when to when it is on hand in which stage.
 */
export const gateBoard: BorderView = {
  name: 'gate-board',
  version: 3,
  types: [
    STEPS.arrival,
    STEPS['customs-clearance'],
    STEPS.disinfection,
    ...TOLD_OF_CALLS,
    STEPS.handover,
    ...LEAVING,
    VISIT_CORRECTED,
  ],
  schema: `
    CREATE TABLE gate_board (
      visit INTEGER PRIMARY KEY,
      gate TEXT NOT NULL,
      cargo_class TEXT NOT NULL,
      body_type TEXT NOT NULL,
      arrived_at INTEGER NOT NULL,
      customs_at INTEGER,
      disinfected_at INTEGER,
      called_at INTEGER,
      called_until INTEGER NOT NULL,
      called_again TEXT,
      handed_over_at INTEGER,
      transferred_at INTEGER,
      left_at INTEGER NOT NULL,
      exit TEXT
    ) STRICT;
    CREATE INDEX gate_board_on_hand ON gate_board (gate, left_at);`,
  beside: [placeChanges],
  writer(db) {
    const remove = db.prepare('DELETE FROM gate_board WHERE visit = ?');
    const write = rowWriter(db, 'gate_board', COLUMNS);
    return {
      replace(subject) {
        if (subject.category !== 'truckVisit') return;
        const facts = factsOf(subject.visit, subject.gate);
        if (facts === undefined) {
          remove.run(subject.number);
          return;
        }
        const { gate, cargoClass, bodyType, arrivedAt } = facts;
        const { customsAt, disinfectedAt, handedOverAt, transferredAt, leftAt, exit } = facts;
        const reached = [customsAt, disinfectedAt, ...calledIn(facts), handedOverAt, transferredAt] as const;
        write(subject.number, gate, leftAt, cargoClass, bodyType, arrivedAt, ...reached, exit);
      },
    };
  },
};

/** From and until of the first call, and those of the others as JSON, where there are any. */
function calledIn({
  calledAt,
  callsOver,
}: VisitFacts): readonly [calledAt: number | null, calledUntil: number, calledAgain: string | null] {
  const calls = callsOver.map(({ from, until }) => [from, until] as const);
  const [first, ...again] = calledAt === null ? calls : [...calls, [calledAt, END_OF_TIME] as const];
  return [first?.[0] ?? null, first?.[1] ?? END_OF_TIME, again.length === 0 ? null : JSON.stringify(again)];
}
