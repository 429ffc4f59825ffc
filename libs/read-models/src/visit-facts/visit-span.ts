import type { DatabaseSync } from 'node:sqlite';
import { onHand, queued, TRUCK_VISIT } from '#libs/truck-flow';
import type { Visit } from '#libs/truck-flow';
import { statement, upsert } from '#libs/projections';
import type { BorderView } from '../subjects/subject';
import { END_OF_TIME } from './visit-facts';

/**
 * The index by which a gate finds its visits: between which event times a visit has steps, whether its handover mode
 * still follows the gate, and whether the truck is still on hand. From it an act of a gate, or a policy, finds the visits
 * whose rows it may change.
 * Without an index: acts of gates are few, steps of visits are many, and every step would have to keep it.
 */
export const visitSpan: BorderView = {
  name: 'visit-span',
  version: 5,
  types: TRUCK_VISIT.types,
  schema: `
    CREATE TABLE visit_span (
      visit INTEGER PRIMARY KEY,
      visit_id TEXT NOT NULL,
      gate TEXT NOT NULL,
      first_time INTEGER NOT NULL,
      last_time INTEGER NOT NULL,
      follows_gate INTEGER NOT NULL,
      on_hand INTEGER NOT NULL
    ) STRICT`,
  writer(db) {
    const remove = db.prepare('DELETE FROM visit_span WHERE visit = ?');
    const write = db.prepare(
      upsert(
        'visit_span',
        ['visit'],
        ['visit_id', 'gate', 'first_time', 'last_time', 'follows_gate', 'on_hand'],
      ),
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
        const isFixed = (visit.handover ?? visit.transfers[0]) !== undefined;
        write.run(
          subject.number,
          subject.id,
          gateCode,
          first.time,
          lapsesLater(visit) ? END_OF_TIME : last.time,
          onHand(visit) && !isFixed ? 1 : 0,
          onHand(visit) ? 1 : 0,
        );
      },
    };
  },
};

/**
 * Until somebody follows it, a call lapses by suspensions after the last step, too. Its deadline may be the one of a
 * policy, and what this index holds must not hang on one: it is not kept by its acts.
 */
function lapsesLater(visit: Visit): boolean {
  return queued(visit) && visit.calls.length > 0;
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

/**
 * Visits that another rule between two instants may touch, of a gate or of all: those with steps around that time, and
 * those that were still on hand then.
 */
export function visitsUnderRule(
  db: DatabaseSync,
  { gate, from, until }: { readonly gate?: string; readonly from: number; readonly until: number },
): string[] {
  const rows = statement(
    db,
    `SELECT visit_id FROM visit_span
     WHERE (:gate IS NULL OR gate = :gate) AND first_time < :until AND (last_time >= :from OR on_hand = 1)`,
  ).all({ gate: gate ?? null, from, until }) as unknown as { visit_id: string }[];
  return rows.map((row) => row.visit_id);
}
