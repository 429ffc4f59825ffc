/* View of the line at gates: who stood in it when and in what state, and who went when. */
import { STEPS, VISIT_CORRECTED } from '#libs/truck-flow';
import type { BorderView, VisitSubject } from '../../subjects/subject';
import { gateNamedIn } from '../../subjects/visit-subject';
import { placeChanges } from '../../places/place-changes';
import { goingsOf, lineStretches } from './turn-times';
import type { TruckFacts } from './turn-times';
import { TOLD_OF_CALLS } from '../../visit-facts/visit-facts';

/** SQL: the truck could have gone in this stretch, if its gate was open for its goods. */
export const COULD_GO = 'cleared = 1 AND held = 0';

/**
 * Who went when, and who stood in the line. A row for each step by which a visit went: its call, else its handover,
 * transfer or crossing. A row for each stretch of time in which it stood in the line, uncalled, with what decides whether
 * it could have gone: cleared by customs, held. Whether the gate was suspended for its goods, and of which class it was,
 * is asked when the rows are read. `known`: the log position of the last report that a row comes from. A row for each gate
 * that a visit ever named tells when the visit last changed, so that who remembers a line knows what to read again.
 */
export const gateTurns: BorderView = {
  name: 'gate-turns',
  version: 4,
  types: [
    STEPS.arrival,
    STEPS['customs-clearance'],
    ...TOLD_OF_CALLS,
    STEPS.handover,
    STEPS['container-cut'],
    STEPS['container-lift'],
    STEPS.transload,
    STEPS.crossing,
    STEPS['turn-back'],
    STEPS.diversion,
    STEPS.cancellation,
    STEPS['vehicle-change'],
    STEPS['goods-receipt'],
    STEPS['sighting-elsewhere'],
    VISIT_CORRECTED,
  ],
  schema: `
    CREATE TABLE gate_turns (
      visit INTEGER NOT NULL,
      number INTEGER NOT NULL,
      visit_id TEXT NOT NULL,
      gate TEXT NOT NULL,
      queued_since INTEGER NOT NULL,
      went_at INTEGER NOT NULL,
      step TEXT NOT NULL,
      tractor TEXT NOT NULL,
      event_id TEXT NOT NULL,
      at TEXT NOT NULL,
      record_time TEXT NOT NULL,
      known INTEGER NOT NULL,
      facts TEXT NOT NULL,
      judged TEXT NOT NULL,
      PRIMARY KEY (visit, number)
    ) WITHOUT ROWID, STRICT;
    CREATE INDEX gate_turns_went ON gate_turns (gate, went_at, visit_id, number);
    CREATE TABLE gate_turns_line (
      gate TEXT NOT NULL,
      until_time INTEGER NOT NULL,
      visit INTEGER NOT NULL,
      number INTEGER NOT NULL,
      visit_id TEXT NOT NULL,
      queued_since INTEGER NOT NULL,
      from_time INTEGER NOT NULL,
      cleared INTEGER NOT NULL,
      held INTEGER NOT NULL,
      known INTEGER NOT NULL,
      tractor TEXT NOT NULL,
      goods TEXT NOT NULL,
      facts TEXT NOT NULL,
      PRIMARY KEY (gate, until_time, visit, number)
    ) WITHOUT ROWID, STRICT;
    CREATE INDEX gate_turns_line_visit ON gate_turns_line (visit);
    CREATE INDEX gate_turns_line_callable
      ON gate_turns_line (gate, until_time, queued_since, visit_id, from_time, goods) WHERE ${COULD_GO};
    CREATE TABLE gate_turns_changed (
      gate TEXT NOT NULL,
      position INTEGER NOT NULL,
      visit INTEGER NOT NULL,
      visit_id TEXT NOT NULL,
      PRIMARY KEY (gate, position)
    ) WITHOUT ROWID, STRICT;
    CREATE INDEX gate_turns_changed_visit ON gate_turns_changed (visit);`,
  beside: [placeChanges],
  writer(db) {
    const removeTurns = db.prepare('DELETE FROM gate_turns WHERE visit = ?');
    const writeTurn = db.prepare('INSERT INTO gate_turns VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
    const removeLine = db.prepare('DELETE FROM gate_turns_line WHERE visit = ?');
    const writeLine = db.prepare(
      'INSERT INTO gate_turns_line VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    );
    const removeChanged = db.prepare('DELETE FROM gate_turns_changed WHERE visit = ?');
    const writeChanged = db.prepare('INSERT INTO gate_turns_changed VALUES (?, ?, ?, ?)');
    return {
      replace(subject) {
        if (subject.category !== 'truckVisit') return;
        const { number, id, gateCode, visit } = subject;
        removeTurns.run(number);
        removeLine.run(number);
        removeChanged.run(number);
        for (const gate of gatesNamed(subject)) writeChanged.run(gate, lastShown(subject), number, id);
        const since = visit.arrival?.time ?? 0;
        for (const [index, { step, name, ...going }] of goingsOf(subject).entries()) {
          const { tractor, facts, known, judged } = going;
          const { time, eventId, at, metadata } = step;
          const went = [time, name, tractor, eventId, at, metadata.recordTime, known] as const;
          writeTurn.run(
            number,
            index,
            id,
            gateCode,
            since,
            ...went,
            JSON.stringify(facts),
            JSON.stringify(judged),
          );
        }
        for (const [index, stretch] of lineStretches(subject).entries()) {
          const { from, until, isCleared, isHeld, known, tractor, facts } = stretch;
          const place = [gateCode, until, number, index, id, since, from] as const;
          const state = [Number(isCleared), Number(isHeld), known, tractor] as const;
          writeLine.run(...place, ...state, goodsText(facts), JSON.stringify(facts));
        }
      },
    };
  },
};

/** Position of the last event that may have changed the rows of a visit. */
function lastShown({ recorded, number }: VisitSubject): bigint {
  return recorded.findLast(({ type }) => gateTurns.types.includes(type))?.position ?? number;
}

/** Also gates that it was only said to have been at: it no longer stands in their lines. */
function gatesNamed({ recorded }: VisitSubject): Set<string> {
  return new Set(recorded.flatMap((event) => gateNamedIn(event) ?? []));
}

/** Cargo classes and commodities: what a commodity scope is held against. */
function goodsText({ consignments }: TruckFacts): string {
  const goods = consignments.flatMap(({ cargoClass, commodity }) =>
    commodity === undefined ? [cargoClass] : [cargoClass, commodity],
  );
  return JSON.stringify([...new Set(goods)].sort());
}
