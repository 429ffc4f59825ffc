import type { DatabaseSync } from 'node:sqlite';
import { callsOf, deadlineOf, onHand, queued, TRUCK_VISIT } from '#libs/truck-flow';
import { statement, upsert } from '#libs/projections';
import type { BorderView, VisitSubject } from '../subjects/subject';
import { END_OF_TIME } from './visit-facts';

/**
 * The index by which a gate finds its visits: between which event times a visit has steps, and whether its handover mode still follows
 * the gate. From it a gate act finds the visits whose rows it may change.
 * Without an index: acts of gates are few, steps of visits are many, and every step would have to keep it.
 */
export const visitSpan: BorderView = {
  name: 'visit-span',
  version: 4,
  types: TRUCK_VISIT.types,
  schema: `
    CREATE TABLE visit_span (
      visit INTEGER PRIMARY KEY,
      visit_id TEXT NOT NULL,
      gate TEXT NOT NULL,
      first_time INTEGER NOT NULL,
      last_time INTEGER NOT NULL,
      follows_gate INTEGER NOT NULL
    ) STRICT`,
  writer(db) {
    const remove = db.prepare('DELETE FROM visit_span WHERE visit = ?');
    const write = db.prepare(
      upsert('visit_span', ['visit'], ['visit_id', 'gate', 'first_time', 'last_time', 'follows_gate']),
    );
    return {
      replace(subject) {
        if (subject.category !== 'truckVisit') return;
        const [first, last] = [subject.steps[0], subject.steps.at(-1)];
        if (first === undefined || last === undefined) {
          remove.run(subject.number);
          return;
        }
        const { visit, gateCode } = subject;
        const isFixed = (visit.handover ?? visit.transfers[0]) !== undefined || isCalledForGood(subject);
        write.run(
          subject.number,
          subject.id,
          gateCode,
          first.time,
          lapsesLater(subject) ? END_OF_TIME : last.time,
          onHand(visit) && !isFixed ? 1 : 0,
        );
      },
    };
  },
};

/** Until somebody follows it, a call with a deadline lapses by suspensions after the last step, too. */
function lapsesLater({ visit, gate }: VisitSubject): boolean {
  return (
    queued(visit) && callsOf(visit, gate).some(({ step }) => deadlineOf(step, visit, gate) !== undefined)
  );
}

/** A call that no time ends: it fixed the mode. */
function isCalledForGood({ visit, gate }: VisitSubject): boolean {
  const last = callsOf(visit, gate).at(-1);
  return last?.until === Infinity && deadlineOf(last.step, visit, gate) === undefined;
}

/**
 * Visits of a gate that a change of the gate between two instants may touch: those with steps around that time, and
 * those on hand whose mode is not fixed yet.
 */
export function visitsTouched(db: DatabaseSync, gate: string, from: number, until: number): string[] {
  const rows = statement(
    db,
    `SELECT visit_id FROM visit_span
     WHERE gate = :gate AND ((last_time >= :from AND first_time < :until) OR follows_gate = 1)`,
  ).all({ gate, from, until }) as unknown as { visit_id: string }[];
  return rows.map((row) => row.visit_id);
}
