/* View of the trucks that wait at gates, with the steps that show in the queue. */
import type { DatabaseSync } from 'node:sqlite';
import { queued, STEPS, VISIT_CORRECTED } from '#libs/truck-flow';
import type { Step, StepType } from '#libs/truck-flow';
import { upsert } from '#libs/projections';
import { stayClassOf } from '../visit-facts/stay-class';
import type { BorderView, VisitSubject } from '../subjects/subject';
import { ACTS_THAT_MOVE_DEADLINES, END_OF_TIME, factsOf, LEAVING } from '../visit-facts/visit-facts';
import { inheritanceSchema, InheritedPlaces } from './inherited-places';
import type { Moved } from './inherited-places';
import { placeStretches } from './place-stretches';

const COLUMNS = ['visit_id', 'gate', 'arrived_at', 'queued_until', 'recorded_at', 'position', 'steps'];
const PLACE = ['visit_id', 'gate', 'queued_from', 'queued_until', 'queued_since', 'inherits', 'stay_class'];
/** The steps that show in the queue; handover and every end take a visit out of it. */
const SHOWN: readonly StepType[] = [
  STEPS.arrival,
  STEPS['customs-clearance'],
  STEPS.disinfection,
  STEPS['call-forward'],
  STEPS['call-excuse'],
  STEPS['yard-entry'],
  STEPS['yard-exit'],
  STEPS['vehicle-change'],
  STEPS['goods-receipt'],
  STEPS.hold,
  STEPS['hold-lift'],
];
/** A step as the queue keeps it: enough to fold the visit as of an instant. */
export type QueuedStep = readonly [type: StepType, time: number, data: object];

const TYPES: readonly string[] = [
  ...SHOWN,
  STEPS.handover,
  ...LEAVING,
  VISIT_CORRECTED,
  ...ACTS_THAT_MOVE_DEADLINES,
];

/**
 * One row a visit: until when it stood in the queue, its steps until then, and the log position of the last event they
 * come from, so that a row that was read need not be read again. And a row for each stretch of time in which it queued
 * since the same instant: its arrival, what it inherited, or a deadline that it missed. Those that wait now lie together
 * in the order of the queue; so do those that waited at some time, by classes of how long since then.
 */
export const gateQueue: BorderView = {
  name: 'gate-queue',
  version: 9,
  types: TYPES,
  schema: `
    CREATE TABLE gate_queue (
      visit INTEGER PRIMARY KEY,
      visit_id TEXT NOT NULL,
      gate TEXT NOT NULL,
      arrived_at INTEGER NOT NULL,
      queued_until INTEGER NOT NULL,
      recorded_at TEXT NOT NULL,
      position INTEGER NOT NULL,
      steps TEXT NOT NULL
    ) STRICT;
    CREATE TABLE gate_queue_place (
      visit INTEGER NOT NULL,
      number INTEGER NOT NULL,
      visit_id TEXT NOT NULL,
      gate TEXT NOT NULL,
      queued_from INTEGER NOT NULL,
      queued_until INTEGER NOT NULL,
      queued_since INTEGER NOT NULL,
      inherits INTEGER NOT NULL,
      stay_class INTEGER NOT NULL,
      PRIMARY KEY (visit, number)
    ) WITHOUT ROWID, STRICT;
    CREATE INDEX gate_queue_waiting
      ON gate_queue_place (gate, stay_class, queued_since, visit_id, queued_until, queued_from);
    CREATE INDEX gate_queue_ended ON gate_queue_place (gate, queued_until) WHERE queued_until < ${END_OF_TIME};
    CREATE INDEX gate_queue_inherits ON gate_queue_place (gate, queued_until, queued_since) WHERE inherits = 1;
    ${inheritanceSchema('gate_queue_heir')}`,
  writer(db) {
    const remove = db.prepare('DELETE FROM gate_queue WHERE visit = ?');
    const removePlaces = db.prepare('DELETE FROM gate_queue_place WHERE visit = ? AND number >= ?');
    const write = db.prepare(upsert('gate_queue', ['visit'], COLUMNS));
    const writePlace = db.prepare(upsert('gate_queue_place', ['visit', 'number'], PLACE));
    const heirs = new InheritedPlaces(db, 'gate_queue_heir', movedIn(db));
    return {
      replace(subject) {
        if (subject.category !== 'truckVisit') return;
        const { arrival } = subject.visit;
        const facts = factsOf(subject.visit, subject.gate);
        if (arrival === undefined || facts === undefined) {
          remove.run(subject.number);
          removePlaces.run(subject.number, 0);
          heirs.remove(subject);
          return;
        }
        const until = queued(subject.visit)
          ? END_OF_TIME
          : Math.min(facts.transferredAt ?? END_OF_TIME, facts.leftAt);
        const { recordTime } = arrival.metadata;
        const steps = JSON.stringify(stepsBefore(subject, until));
        const { gate, arrivedAt } = facts;
        const place = [subject.id, gate, arrivedAt, until] as const;
        write.run(subject.number, ...place, recordTime, lastShown(subject), steps);
        const places = placeStretches(subject, arrivedAt, until);
        const isHeir = arrival.data.previousVisitId !== undefined;
        const inherited = heirs.replace(subject, places.at(-1)?.since);
        removePlaces.run(subject.number, places.length);
        for (const [number, { from, until: end, since: own }] of places.entries()) {
          const since = own ?? inherited;
          const stretch = [
            from,
            end,
            since,
            Number(own === undefined && isHeir),
            stayClassOf(since, end),
          ] as const;
          writePlace.run(subject.number, number, subject.id, gate, ...stretch);
        }
      },
    };
  },
};

/** A truck that queues since another instant, because of the visit that it continues. */
function movedIn(db: DatabaseSync): Moved {
  const find = db.prepare(
    'SELECT number, queued_until AS until FROM gate_queue_place WHERE visit = ? AND inherits = 1',
  );
  const write = db.prepare(
    'UPDATE gate_queue_place SET queued_since = ?, stay_class = ? WHERE visit = ? AND number = ?',
  );
  return ({ visit, since }) => {
    const places = find.all(visit) as { number: number; until: number }[];
    for (const { number, until } of places) write.run(since, stayClassOf(since, until), visit, number);
  };
}

function lastShown({ recorded, number }: VisitSubject): bigint {
  return recorded.findLast(({ type }) => TYPES.includes(type))?.position ?? number;
}

function stepsBefore({ steps }: VisitSubject, until: number): QueuedStep[] {
  return steps.filter((step) => step.time < until && SHOWN.includes(step.type)).map(kept);
}

/** What a row of the queue is made of; everything else would only make the view larger. */
const KEPT = [
  'tractor',
  'bodyType',
  'targets',
  'deadline',
  'mode',
  'cause',
  'transfer',
  'carrier',
  'yard',
  'yardOfPlace',
];

function kept(step: Step): QueuedStep {
  const data: Record<string, unknown> = {};
  for (const field of KEPT) {
    const value = (step.data as Readonly<Record<string, unknown>>)[field];
    if (value !== undefined) data[field] = value;
  }
  if (step.type === STEPS.arrival || step.type === STEPS['goods-receipt']) {
    data['consignments'] = step.data.consignments.map(
      ({ cargoClass, commodity, originProvince, tradeForm }) => ({
        cargoClass,
        ...(tradeForm === undefined ? {} : { tradeForm }),
        ...(originProvince === undefined ? {} : { originProvince }),
        ...(commodity === undefined ? {} : { commodity }),
      }),
    );
  }
  return [step.type, step.time, data];
}
