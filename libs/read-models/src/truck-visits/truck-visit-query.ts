/* Query of one truck visit with all that is shown of it. */
import type { DatabaseSync } from 'node:sqlite';
import type { Warning } from '#libs/event-sourcing';
import { foldVisit, missingBeforeCrossing, modeOf, nextSteps, onHand, stageAt } from '#libs/truck-flow';
import type {
  Deviation,
  Gate,
  HandoverMode,
  NextStep,
  Stage,
  StepName,
  TruckArrivedData,
  Visit,
} from '#libs/truck-flow';
import { statement } from '#libs/projections';
import { damageMark } from '../visit-facts/damaged-visits';
import type { GateSource } from '../places/gate-source';
import { outOfTurnOf } from '../gate-queue/overtakings/out-of-turn';
import { ownGoodsOnly, WHOLE } from '../visit-facts/own-goods';
import { scopeParameters, TRUCK_IN_SCOPE, VISIT_IN_SCOPE } from '../paging/scope';
import type { Scope } from '../paging/scope';
import { correctionsOf, reportedIn, shownStep, warningsOf } from './shown-steps';
import type { Flag, ShownCorrection, ShownStep } from './shown-steps';
import { shownCarriage } from './truck-visits-row';
import type { ShownCarriage } from './truck-visits-row';
import { shownDeviation, visitDeviations } from '../visit-facts/visit-deviations';
import type { VisitDeviation } from '../visit-facts/visit-deviations';
import { readRecord, stepsOf } from '../visit-facts/visit-record';

export interface TruckVisitDetails {
  readonly visitId: string;
  readonly gate: string;
  readonly stage: Stage;
  /** Last revision of the visit's stream, decimal. */
  readonly revision: string;
  readonly onHand: boolean;
  readonly previousVisitId?: string;
  /** The arrival as it counts today; absent when the visit is voided. */
  readonly arrival?: Omit<TruckArrivedData, 'warnings' | 'yardOfPlace'> & { readonly at: string };
  /** What carries the goods now. */
  readonly carriage?: ShownCarriage & { readonly driver?: string };
  readonly yard?: { readonly yard: string; readonly spot?: string; readonly since: string };
  /** The last. */
  readonly weighing?: { readonly grossKg: number; readonly axles?: number; readonly at: string };
  readonly held: boolean;
  readonly holds: readonly { readonly cause: string; readonly legalBasis?: string; readonly since: string }[];
  readonly handoverMode?: HandoverMode;
  readonly steps: readonly ShownStep[];
  readonly corrections: readonly ShownCorrection[];
  readonly warnings: readonly (Warning & { readonly eventId: string })[];
  readonly flags: readonly Flag[];
  readonly deviations: readonly Deviation[];
  /** Steps that have to be recorded before it may cross, in their order; none once it has left. */
  readonly missing: readonly StepName[];
  /** What may come next, the required steps first. */
  readonly next: readonly NextStep[];
  /** Its record was changed from outside: it stays as it was before, and nothing comes next. */
  readonly damaged?: true;
}

export interface TruckVisitQuery {
  readonly visitId: string;
  /** Now, in epoch milliseconds: decides the mode while no step has fixed it. */
  readonly at: number;
  readonly scope: Scope;
}

/**
 * A visit with all that was recorded of it; undefined when there is none in scope. For an owner who is not the carrier
 * it is shown, and its deviations are found, as if the truck carried his goods alone.
 */
export function truckVisit(
  db: DatabaseSync,
  { visitId, at, scope }: TruckVisitQuery,
  source: GateSource,
): TruckVisitDetails | undefined {
  const row = statement(
    db,
    `SELECT gate, ${TRUCK_IN_SCOPE} AS whole FROM truck_visits v
     WHERE v.visit_id = :visitId AND ${VISIT_IN_SCOPE}`,
  ).get({ visitId, ...scopeParameters(scope) }) as { gate: string; whole: 0 | 1 } | undefined;
  if (row === undefined) return undefined;
  const damage = damageMark(db, visitId);
  const see = row.whole === 1 ? WHOLE : ownGoodsOnly(scope);
  const recorded = readRecord(db, visitId).map((event) => ({ ...event, data: see(event.data) }));
  const gate = source.gate(row.gate);
  const steps = stepsOf(recorded);
  const visit = foldVisit(steps);
  const shown = steps.map(shownStep);
  // What was reported a little ahead of this clock shows, too.
  const now = Math.max(at, steps.at(-1)?.time ?? at);
  const deviations = [...visitDeviations(steps, gate), ...outOfTurnOf(db, row.gate, visitId, gate)]
    .sort((a, b) => a.time - b.time)
    .filter(({ time, until }) => time <= now && now < until);
  return {
    visitId,
    gate: row.gate,
    stage: stageAt(visit, gate, now),
    revision: (recorded.at(-1)?.revision ?? 0n).toString(10),
    onHand: onHand(visit),
    ...arrivalOf(visit, gate, at),
    ...visitLocation(visit),
    ...weighedIn(visit),
    held: visit.openHolds.length > 0,
    holds: visit.openHolds.map(({ data: { cause, legalBasis }, at: since }) => ({
      cause,
      ...(legalBasis === undefined ? {} : { legalBasis }),
      since,
    })),
    steps: shown,
    corrections: correctionsOf(recorded),
    warnings: steps.flatMap(warningsOf),
    flags: [...new Set([...shown.flatMap(({ flags }) => flags), ...lapsed(deviations)])],
    deviations: deviations.map(shownDeviation),
    missing: missingOf(visit, gate, at),
    next: damage.damaged ? [] : nextSteps(visit, gate, at),
    ...damage,
  };
}

/** Where a visit is shown, whoever may see it; the yard that it is in. */
export function visitPlace(
  db: DatabaseSync,
  visitId: string,
): { readonly gate: string; readonly yard: string | null } | undefined {
  const row = statement(db, 'SELECT gate, yard FROM truck_visits WHERE visit_id = ?').get(visitId);
  return row as { gate: string; yard: string | null } | undefined;
}

/** Is there a visit of this id, whoever may see it? */
export function isVisit(db: DatabaseSync, visitId: string): boolean {
  return statement(db, 'SELECT 1 FROM truck_visits WHERE visit_id = ?').get(visitId) !== undefined;
}

function lapsed(deviations: readonly VisitDeviation[]): Flag[] {
  return deviations.flatMap(({ code }) =>
    code === 'CALL_MISSED' || code === 'RETURN_OVERDUE' ? [code] : [],
  );
}

function arrivalOf(
  visit: Visit,
  gate: Gate,
  at: number,
): Pick<TruckVisitDetails, 'arrival' | 'previousVisitId' | 'handoverMode'> {
  if (visit.arrival === undefined) return {};
  const data = reportedIn(visit.arrival);
  return {
    ...(data.previousVisitId === undefined ? {} : { previousVisitId: data.previousVisitId }),
    arrival: { ...data, at: visit.arrival.at },
    handoverMode: modeOf(visit, gate, at),
  };
}

function visitLocation({ carriage, yard }: Visit): Pick<TruckVisitDetails, 'carriage' | 'yard'> {
  const driver = carriage?.driver === undefined ? {} : { driver: carriage.driver };
  return {
    ...(carriage === undefined ? {} : { carriage: { ...shownCarriage(carriage), ...driver } }),
    ...(yard === undefined ? {} : { yard: { ...yard, since: yard.since.at } }),
  };
}

function weighedIn({ weighing }: Visit): Pick<TruckVisitDetails, 'weighing'> {
  if (weighing === undefined) return {};
  const { grossKg, axles } = weighing.data;
  return { weighing: { grossKg, ...(axles === undefined ? {} : { axles }), at: weighing.at } };
}

function missingOf(visit: Visit, gate: Gate, at: number): StepName[] {
  if (!onHand(visit)) return [];
  return missingBeforeCrossing(visit, modeOf(visit, gate, at)).flatMap(({ step }) => step ?? []);
}
