/* Query of one truck visit with all that is shown of it. */
import type { DatabaseSync } from 'node:sqlite';
import type { Actor, CorrectionData, RecordedEvent, Warning } from '#libs/event-sourcing';
import {
  foldVisit,
  missingBeforeCrossing,
  modeOf,
  nextSteps,
  onHand,
  stageOf,
  STEPS,
  VISIT_CORRECTED,
  withoutCarriedGate,
} from '#libs/truck-flow';
import type {
  Deviation,
  Gate,
  HandoverMode,
  NextStep,
  Plated,
  Stage,
  Step,
  StepName,
  TruckArrivedData,
  Visit,
} from '#libs/truck-flow';
import { statement } from '#libs/projections';
import { damageMark } from '../visit-facts/damaged-visits';
import type { GateSource } from '../places/gate-source';
import { outOfTurnOf } from '../gate-queue/turns/out-of-turn';
import { ownGoodsOnly, WHOLE } from '../visit-facts/own-goods';
import { scopeParameters, TRUCK_IN_SCOPE, VISIT_IN_SCOPE } from '../paging/scope';
import type { Scope } from '../paging/scope';
import { shownCarriage } from './truck-visits-row';
import type { ShownCarriage } from './truck-visits-row';
import { shownDeviation, visitDeviations } from '../visit-facts/visit-deviations';
import type { VisitDeviation } from '../visit-facts/visit-deviations';
import { readRecord, stepsOf } from '../visit-facts/visit-record';

/** LATE_REPORT is of a step; the others are of the visit, as of the time asked for. */
export type Flag = 'LATE_REPORT' | 'CALL_MISSED' | 'RETURN_OVERDUE';

/**
 * A step as it counts today. `body` is what was reported, or the corrected body; the `vehicle` of a crossing is the
 * tractor the goods were behind by then, where the event has what was known of it when it was recorded.
 */
export interface ShownStep {
  readonly eventId: string;
  readonly type: string;
  /** RFC 3339 with the offset it was reported in. */
  readonly eventTime: string;
  readonly recordTime: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly flags: readonly Flag[];
  /** Id of the correction that gave it this body. */
  readonly correctedBy?: string;
}

/** A recorded correction, also of what did not occur and is no step any more. */
export interface ShownCorrection {
  readonly eventId: string;
  readonly corrects: { readonly eventId: string; readonly type: string };
  readonly reason: CorrectionData['reason'];
  readonly eventTime: string;
  readonly recordTime: string;
  readonly actor: Actor;
}

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
    stage: stageOf(visit),
    revision: (recorded.at(-1)?.revision ?? 0n).toString(10),
    onHand: onHand(visit),
    ...arrivalOf(visit, gate, at),
    ...visitLocation(visit),
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

function missingOf(visit: Visit, gate: Gate, at: number): StepName[] {
  if (!onHand(visit)) return [];
  return missingBeforeCrossing(visit, modeOf(visit, gate, at)).flatMap(({ step }) => step ?? []);
}

/** Fields that say how a report was judged, not what was reported. */
const INTERNAL = ['gateRevision', 'warnings', 'yardOfPlace'];
const LATE = 7 * 24 * 3_600_000;

function shownStep(step: Step, index: number, steps: readonly Step[]): ShownStep {
  const { eventId, type, at, time, metadata, correctedBy } = step;
  const isLate = Date.parse(metadata.recordTime) > time + LATE;
  return {
    eventId,
    type,
    eventTime: at,
    recordTime: metadata.recordTime,
    body: { ...reportedIn(step), ...crossedWith(step, index, steps) },
    flags: isLate ? ['LATE_REPORT'] : [],
    ...(correctedBy === undefined ? {} : { correctedBy }),
  };
}

/** Nothing for a crossing before the arrival: then nobody knows more than the event. */
function crossedWith({ type }: Step, index: number, steps: readonly Step[]): { vehicle?: Plated } {
  if (type !== STEPS.crossing) return {};
  const { carriage } = foldVisit(steps.slice(0, index));
  return carriage === undefined ? {} : { vehicle: { plate: carriage.tractor } };
}

/** The data without what the decision added. */
function reportedIn<One extends Step>({ type, data }: One): One['data'] {
  const reported = Object.entries(withoutCarriedGate(type, data));
  return Object.fromEntries(reported.filter(([field]) => !INTERNAL.includes(field)));
}

function warningsOf({ eventId, data }: Step): (Warning & { readonly eventId: string })[] {
  return (data.warnings ?? []).map((warning) => ({ ...warning, eventId }));
}

function correctionsOf(recorded: readonly RecordedEvent[]): ShownCorrection[] {
  const types = new Map(recorded.map(({ eventId, type }) => [eventId, type]));
  return recorded
    .filter(({ type }) => type === VISIT_CORRECTED)
    .map(({ eventId, data, metadata: { eventTime, recordTime, actor } }) => {
      const { eventId: corrected, reason } = data as CorrectionData;
      const corrects = { eventId: corrected, type: types.get(corrected) ?? '' };
      return { eventId, corrects, reason, eventTime, recordTime, actor };
    });
}
