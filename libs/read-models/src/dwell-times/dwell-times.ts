/* View of dwell times: how long each visit was in each stage of its wait. */
import { STEPS, VISIT_CORRECTED } from '#libs/truck-flow';
import { upsert } from '#libs/projections';
import { cellOf } from './dwell-cells';
import type { DwellOutcome, DwellStage } from './dwell-cells';
import type { BorderView } from '../subjects/subject';
import { END_OF_TIME, factsOf, LEAVING, TOLD_OF_CALLS } from '../visit-facts/visit-facts';
import type { VisitFacts } from '../visit-facts/visit-facts';

const COLUMNS = ['gate', 'cargo_class', 'ended_at', 'counts_until', 'outcome', 'duration', 'cell'];

/** One stage of one visit, in epoch milliseconds. */
export interface StageOfVisit {
  readonly stage: DwellStage;
  readonly from: number;
  /** Until when the truck was inside the stage. */
  readonly insideUntil: number;
  /** When the stage was finished or left; null while neither is so. */
  readonly endedAt: number | null;
  readonly outcome: DwellOutcome | null;
}

/**
 * The stages that ended, one row each, and each wait that a call ended until it was missed or excused; in which stage a truck still is follows from the gate board. `cell` says
 * where the duration counts in the histograms, which merge over days.
 */
export const dwellTimes: BorderView = {
  name: 'dwell-times',
  version: 3,
  types: [
    STEPS.arrival,
    STEPS['customs-clearance'],
    ...TOLD_OF_CALLS,
    STEPS.handover,
    ...LEAVING,
    VISIT_CORRECTED,
  ],
  schema: `
    CREATE TABLE dwell_times (
      visit INTEGER NOT NULL,
      stage TEXT NOT NULL,
      number INTEGER NOT NULL,
      gate TEXT NOT NULL,
      cargo_class TEXT NOT NULL,
      ended_at INTEGER NOT NULL,
      counts_until INTEGER NOT NULL,
      outcome TEXT NOT NULL,
      duration INTEGER NOT NULL,
      cell INTEGER NOT NULL,
      PRIMARY KEY (visit, stage, number)
    ) WITHOUT ROWID, STRICT;
    CREATE INDEX dwell_times_ended ON dwell_times (gate, ended_at, cell, duration, counts_until);`,
  writer(db) {
    const shown = db.prepare('SELECT count(*) AS stages FROM dwell_times WHERE visit = ?');
    const remove = db.prepare(
      "DELETE FROM dwell_times WHERE visit = ? AND stage || ' ' || number NOT IN (SELECT value FROM json_each(?))",
    );
    const write = db.prepare(upsert('dwell_times', ['visit', 'stage', 'number'], COLUMNS));
    return {
      replace(subject) {
        if (subject.category !== 'truckVisit') return;
        const facts = factsOf(subject.visit, subject.gate);
        const ended = facts === undefined ? [] : endedStages(facts);
        if (((shown.get(subject.number)?.['stages'] ?? 0) as number) > 0) {
          remove.run(subject.number, JSON.stringify(ended.map((one) => `${one.stage} ${one.number}`)));
        }
        if (facts === undefined) return;
        const { gate, cargoClass } = facts;
        for (const { stage, number, from, endedAt, countsUntil, outcome } of ended) {
          const duration = endedAt - from;
          const cell = cellOf(stage, cargoClass, outcome, duration);
          const times = [endedAt, countsUntil] as const;
          write.run(subject.number, stage, number, gate, cargoClass, ...times, outcome, duration, cell);
        }
      },
    };
  },
};

/** A stage that ended, of several of one name by its number, and until when that counts: a call that is over ended no wait. */
type CountedStage = EndedStage & { readonly number: number; readonly countsUntil: number };

function endedStages(facts: VisitFacts): CountedStage[] {
  const last = stagesOf(facts)
    .filter(hasEnded)
    .map((one) => ({ ...one, number: 0, countsUntil: END_OF_TIME }));
  const waits = facts.callsOver.flatMap(({ from, until }, index) =>
    stagesOf({ ...facts, calledAt: from })
      .filter(hasEnded)
      .filter(({ stage }) => stage === 'WAITING_CALL')
      .map((one) => ({ ...one, number: index + 1, countsUntil: until })),
  );
  return [...last, ...waits.filter(({ endedAt, countsUntil }) => endedAt < countsUntil)];
}

type EndedStage = StageOfVisit & { readonly endedAt: number; readonly outcome: DwellOutcome };

function hasEnded(one: StageOfVisit): one is EndedStage {
  return one.endedAt !== null;
}

/**
 * The stages a visit has been in. What was recorded for before the arrival counts from the
 * arrival, what was recorded for after the end of the visit not at all, and a stage that ended before it began
 * lasted no time.
 */
export function stagesOf(facts: VisitFacts): StageOfVisit[] {
  const { arrivedAt, leftAt } = facts;
  const [customs, call, transfer] = [facts.customsAt, facts.calledAt, facts.transferredAt].map((time) =>
    time === null || time > leftAt ? null : Math.max(time, arrivedAt),
  ) as [number | null, number | null, number | null];
  const crossed = facts.exit === 'CROSSED' ? leftAt : null;
  const called = call === null && transfer === null ? null : earliest(call, transfer);
  const stages: StageOfVisit[] = [
    stage('CUSTOMS', arrivedAt, customs, earliest(customs, call, transfer, leftAt)),
    ...(customs === null ? [] : [stage('WAITING_CALL', customs, called, earliest(call, transfer, leftAt))]),
    ...(call === null || (transfer !== null && transfer < call)
      ? []
      : [stage('GATE', call, transfer, earliest(transfer, leftAt))]),
    ...crossing(facts, transfer, crossed),
    stage('TOTAL', arrivedAt, crossed, leftAt),
  ];
  const gaveUp = facts.exit !== null && facts.exit !== 'CROSSED';
  return stages.map((one) =>
    gaveUp && one.outcome === null && one.insideUntil === leftAt
      ? { ...one, endedAt: leftAt, outcome: 'LEFT' }
      : one,
  );
}

/** A visit that ends with its first transfer does not begin to cross: its goods go on with another visit. */
function crossing(facts: VisitFacts, transfer: number | null, crossed: number | null): StageOfVisit[] {
  const isHandedOn = facts.exit === 'TRANSFERRED' && facts.transferredAt === facts.leftAt;
  return transfer === null || isHandedOn ? [] : [stage('CROSSING', transfer, crossed, facts.leftAt)];
}

function stage(name: DwellStage, from: number, finishedAt: number | null, insideUntil: number): StageOfVisit {
  return {
    stage: name,
    from,
    insideUntil: Math.max(from, insideUntil),
    endedAt: finishedAt === null ? null : Math.max(from, finishedAt),
    outcome: finishedAt === null ? null : 'FINISHED',
  };
}

/** The earliest of these; END_OF_TIME when there is none. */
function earliest(...times: readonly (number | null)[]): number {
  return Math.min(END_OF_TIME, ...times.filter((time) => time !== null));
}
