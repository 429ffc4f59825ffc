/* View of stays in yards: which truck was where from when until when. */
import { evolveVisit, notArrived, STEPS, VISIT_CORRECTED } from '#libs/truck-flow';
import type { Step, Visit } from '#libs/truck-flow';
import { upsert } from '#libs/projections';
import { stayClassOf } from '../../visit-facts/stay-class';
import { placeChanges } from '../../places/place-changes';
import type { BorderView } from '../../subjects/subject';
import { END_OF_TIME, LEAVING } from '../../visit-facts/visit-facts';

const COLUMNS = ['visit_id', 'until_time', 'yard', 'since', 'stay_class', 'spot', 'tractor', 'approved_by'];

/** A stretch of time in which a truck stood in one yard, on one spot, with one tractor and approver. Epoch milliseconds. */
export interface Stay {
  readonly yard: string;
  readonly spot: string | null;
  readonly tractor: string;
  /** The authority that let it in. */
  readonly approvedBy: string | null;
  /** When the truck came into the yard. */
  readonly since: number;
  readonly from: number;
  readonly until: number;
}

/** Who stood in which yard from when to when. Stage and goods of a truck are on the gate board. */
export const yardOccupancy: BorderView = {
  name: 'yard-occupancy',
  version: 4,
  types: [
    STEPS.arrival,
    STEPS['yard-entry'],
    STEPS['yard-exit'],
    STEPS.handover,
    ...LEAVING,
    STEPS['vehicle-change'],
    VISIT_CORRECTED,
  ],
  schema: `
    CREATE TABLE yard_occupancy (
      visit INTEGER NOT NULL,
      from_time INTEGER NOT NULL,
      visit_id TEXT NOT NULL,
      until_time INTEGER NOT NULL,
      yard TEXT NOT NULL,
      since INTEGER NOT NULL,
      stay_class INTEGER NOT NULL,
      spot TEXT,
      tractor TEXT NOT NULL,
      approved_by TEXT,
      PRIMARY KEY (visit, from_time)
    ) WITHOUT ROWID, STRICT;
    CREATE INDEX yard_occupancy_present ON yard_occupancy (yard, until_time, from_time);
    CREATE INDEX yard_occupancy_by_entry
      ON yard_occupancy (yard, stay_class, since, visit_id, from_time, until_time);`,
  beside: [placeChanges],
  writer(db) {
    const remove = db.prepare(
      'DELETE FROM yard_occupancy WHERE visit = ? AND from_time NOT IN (SELECT value FROM json_each(?))',
    );
    const write = db.prepare(upsert('yard_occupancy', ['visit', 'from_time'], COLUMNS));
    return {
      replace(subject) {
        if (subject.category !== 'truckVisit') return;
        const stays = subject.visit.arrival === undefined ? [] : staysOf(subject.steps);
        remove.run(subject.number, JSON.stringify(stays.map(({ from }) => from)));
        for (const { from, until, yard, since, spot, tractor, approvedBy } of stays) {
          const stayClass = stayClassOf(since, until);
          write.run(
            subject.number,
            from,
            subject.id,
            until,
            yard,
            since,
            stayClass,
            spot,
            tractor,
            approvedBy,
          );
        }
      },
    };
  },
};

/** The stays of a visit in the order of time; stays that last no time are left out. */
export function staysOf(steps: readonly Step[]): Stay[] {
  if (!steps.some(entersYard)) return [];
  const stays: Stay[] = [];
  let visit: Visit = notArrived;
  let open: Stay | undefined;
  for (const step of steps) {
    visit = evolveVisit(visit, step);
    const now = stayAt(visit, step.time);
    if (sameStay(open, now)) continue;
    if (open !== undefined && open.from < step.time) stays.push({ ...open, until: step.time });
    open = now;
  }
  return open === undefined ? stays : [...stays, open];
}

function entersYard(step: Step): boolean {
  return (
    step.type === STEPS['yard-entry'] || (step.type === STEPS.arrival && step.data.yardOfPlace !== undefined)
  );
}

function stayAt({ yard, carriage }: Visit, time: number): Stay | undefined {
  if (yard === undefined || carriage === undefined) return undefined;
  return {
    yard: yard.yard,
    spot: yard.spot ?? null,
    tractor: carriage.tractor,
    approvedBy: yard.approvedBy ?? null,
    since: yard.since.time,
    from: time,
    until: END_OF_TIME,
  };
}

const SAME = ['yard', 'spot', 'tractor', 'since', 'approvedBy'] as const;

function sameStay(a: Stay | undefined, b: Stay | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return SAME.every((field) => a[field] === b[field]);
}
