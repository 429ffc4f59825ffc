/* View of the line at gates: who stood in it when and in what state, and who went when. */
import type { DatabaseSync } from 'node:sqlite';
import { STEPS, VISIT_CORRECTED } from '#libs/truck-flow';
import type { BorderView, VisitSubject } from '../../subjects/subject';
import { gateNamedIn } from '../../subjects/visit-subject';
import { placeChanges } from '../../places/place-changes';
import { inheritanceSchema, InheritedPlaces } from '../inherited-places';
import type { Moved } from '../inherited-places';
import { placeStretches } from '../place-stretches';
import type { PlaceStretch } from '../place-stretches';
import { goingsOf, lineStretches } from './turn-times';
import type { LineStretch, TruckFacts } from './turn-times';
import { END_OF_TIME, TOLD_OF_CALLS } from '../../visit-facts/visit-facts';

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
  version: 5,
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
      inherits INTEGER NOT NULL,
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
      inherits INTEGER NOT NULL,
      from_time INTEGER NOT NULL,
      cleared INTEGER NOT NULL,
      held INTEGER NOT NULL,
      known INTEGER NOT NULL,
      tractor TEXT NOT NULL,
      goods TEXT NOT NULL,
      facts TEXT NOT NULL,
      PRIMARY KEY (gate, until_time, visit, number)
    ) WITHOUT ROWID, STRICT;
    CREATE INDEX gate_turns_line_brought ON gate_turns_line (gate, until_time, queued_since) WHERE inherits = 1;
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
    CREATE INDEX gate_turns_changed_visit ON gate_turns_changed (visit);
    ${inheritanceSchema('gate_turns_heir')}`,
  beside: [placeChanges],
  writer(db) {
    const removeTurns = db.prepare('DELETE FROM gate_turns WHERE visit = ?');
    const writeTurn = db.prepare(
      'INSERT INTO gate_turns VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    );
    const removeLine = db.prepare('DELETE FROM gate_turns_line WHERE visit = ?');
    const writeLine = db.prepare(
      'INSERT INTO gate_turns_line VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    );
    const removeChanged = db.prepare('DELETE FROM gate_turns_changed WHERE visit = ?');
    const writeChanged = db.prepare('INSERT INTO gate_turns_changed VALUES (?, ?, ?, ?)');
    const heirs = new InheritedPlaces(db, 'gate_turns_heir', movedIn(db));
    return {
      replace(subject) {
        if (subject.category !== 'truckVisit') return;
        const { number, id, gateCode } = subject;
        removeTurns.run(number);
        removeLine.run(number);
        removeChanged.run(number);
        for (const gate of gatesNamed(subject)) writeChanged.run(gate, lastShown(subject), number, id);
        const places = placeStretches(subject, 0, END_OF_TIME);
        const inherited = heirs.replace(subject, places.at(-1)?.since);
        const isHeir = subject.visit.arrival?.data.previousVisitId !== undefined;
        const placeOf = ({ since }: PlaceStretch) =>
          [since ?? inherited, Number(since === undefined && isHeir)] as const;
        for (const [index, { step, name, ...going }] of goingsOf(subject).entries()) {
          const { tractor, facts, known, judged } = going;
          const { time, eventId, at, metadata } = step;
          const went = [time, name, tractor, eventId, at, metadata.recordTime, known] as const;
          writeTurn.run(
            number,
            index,
            id,
            gateCode,
            ...placeOf(places.findLast(({ from }) => from <= time) ?? WITH_ARRIVAL),
            ...went,
            JSON.stringify(facts),
            JSON.stringify(judged),
          );
        }
        for (const [index, { place: own, ...stretch }] of withPlaces(
          lineStretches(subject),
          places,
        ).entries()) {
          const { from, until, isCleared, isHeld, known, tractor, facts } = stretch;
          const place = [gateCode, until, number, index, id, ...placeOf(own), from] as const;
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

const WITH_ARRIVAL: PlaceStretch = { from: 0, until: END_OF_TIME };

/** The stretches, cut where the place of the truck changes. */
function withPlaces(
  stretches: readonly LineStretch[],
  places: readonly PlaceStretch[],
): (LineStretch & { readonly place: PlaceStretch })[] {
  return stretches.flatMap((stretch) =>
    places
      .map((place) => ({
        ...stretch,
        from: Math.max(stretch.from, place.from),
        until: Math.min(stretch.until, place.until),
        place,
      }))
      .filter(({ from, until }) => from < until),
  );
}

function movedIn(db: DatabaseSync): Moved {
  const writes = ['gate_turns', 'gate_turns_line'].map((table) =>
    db.prepare(`UPDATE ${table} SET queued_since = ? WHERE visit = ? AND inherits = 1`),
  );
  return ({ visit, since }) => {
    for (const write of writes) write.run(since, visit);
  };
}

/** Cargo classes and commodities: what a commodity scope is held against. */
function goodsText({ consignments }: TruckFacts): string {
  const goods = consignments.flatMap(({ cargoClass, commodity }) =>
    commodity === undefined ? [cargoClass] : [cargoClass, commodity],
  );
  return JSON.stringify([...new Set(goods)].sort());
}
