/* View of the trucks that wait at gates, with the steps that show in the queue. */
import { queued, STEPS, VISIT_CORRECTED } from '#libs/truck-flow';
import type { Step, StepType } from '#libs/truck-flow';
import { rowWriter } from '#libs/projections';
import { stayClassOf } from '../visit-facts/stay-class';
import type { BorderView, VisitSubject } from '../subjects/subject';
import { END_OF_TIME, factsOf, LEAVING } from '../visit-facts/visit-facts';

const COLUMNS = {
  key: 'visit',
  indexed: ['visit_id', 'gate', 'arrived_at', 'queued_until', 'stay_class'],
  others: ['recorded_at', 'position', 'steps'],
};
/** The steps that show in the queue; handover and every end take a visit out of it. */
const SHOWN: readonly StepType[] = [
  STEPS.arrival,
  STEPS['customs-clearance'],
  STEPS.disinfection,
  STEPS['call-forward'],
  STEPS['yard-entry'],
  STEPS['yard-exit'],
  STEPS['vehicle-change'],
  STEPS['goods-receipt'],
  STEPS.hold,
  STEPS['hold-lift'],
];
/** A step as the queue keeps it: enough to fold the visit as of an instant. */
export type QueuedStep = readonly [type: StepType, time: number, data: object];

const TYPES: readonly string[] = [...SHOWN, STEPS.handover, ...LEAVING, VISIT_CORRECTED];

/**
 * One row a visit: when it stood in the queue, its steps until then, and the log position of the last event they come
 * from, so that a row that was read need not be read again. Those that wait now lie together in the order of the queue;
 * so do those that waited at some time, by classes of how long.
 */
export const gateQueue: BorderView = {
  name: 'gate-queue',
  version: 8,
  types: TYPES,
  schema: `
    CREATE TABLE gate_queue (
      visit INTEGER PRIMARY KEY,
      visit_id TEXT NOT NULL,
      gate TEXT NOT NULL,
      arrived_at INTEGER NOT NULL,
      queued_until INTEGER NOT NULL,
      stay_class INTEGER NOT NULL,
      recorded_at TEXT NOT NULL,
      position INTEGER NOT NULL,
      steps TEXT NOT NULL
    ) STRICT;
    CREATE INDEX gate_queue_waiting ON gate_queue (gate, stay_class, arrived_at, visit_id, queued_until);
    CREATE INDEX gate_queue_ended ON gate_queue (gate, queued_until) WHERE queued_until < ${END_OF_TIME};`,
  writer(db) {
    const remove = db.prepare('DELETE FROM gate_queue WHERE visit = ?');
    const write = rowWriter(db, 'gate_queue', COLUMNS);
    return {
      replace(subject) {
        if (subject.category !== 'truckVisit') return;
        const { arrival } = subject.visit;
        const facts = factsOf(subject.visit, subject.gate);
        if (arrival === undefined || facts === undefined) {
          remove.run(subject.number);
          return;
        }
        const until = queued(subject.visit)
          ? END_OF_TIME
          : Math.min(facts.transferredAt ?? END_OF_TIME, facts.leftAt);
        const { recordTime } = arrival.metadata;
        const steps = JSON.stringify(stepsBefore(subject, until));
        const { gate, arrivedAt } = facts;
        const place = [subject.id, gate, arrivedAt, until, stayClassOf(arrivedAt, until)] as const;
        write(subject.number, ...place, recordTime, lastShown(subject), steps);
      },
    };
  },
};

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
    data['consignments'] = step.data.consignments.map(({ cargoClass, commodity, originProvince }) => ({
      cargoClass,
      ...(originProvince === undefined ? {} : { originProvince }),
      ...(commodity === undefined ? {} : { commodity }),
    }));
  }
  return [step.type, step.time, data];
}
