/* What boards count of a visit, and SQL of its stage. */
import { ACTS, callsOf, GATE_CORRECTED, POLICY_PUBLISHED, POLICY_WITHDRAWN, STEPS } from '#libs/truck-flow';
import type { BodyType, CargoClass, Gate, Stage, Step, Visit } from '#libs/truck-flow';

/** The open end of an interval: later than any event, and what SQLite and JavaScript both hold exactly. */
export const END_OF_TIME = 8_640_000_000_000_000;

/** How a visit left the queue and the yards. */
export type Exit = 'CROSSED' | 'TURNED_BACK' | 'DIVERTED' | 'CANCELLED' | 'TRANSFERRED' | 'SEEN_ELSEWHERE';

/** When a visit reached what the boards count, in epoch milliseconds; null is never. */
export interface VisitFacts {
  readonly gate: string;
  /** Of the first consignment: a truck counts in one class. */
  readonly cargoClass: CargoClass;
  readonly bodyType: BodyType;
  readonly arrivedAt: number;
  readonly customsAt: number | null;
  readonly disinfectedAt: number | null;
  /** The call that is in force, or was followed. */
  readonly calledAt: number | null;
  /** The calls that were missed or excused, by when they were over: `from` inclusive, `until` exclusive. */
  readonly callsOver: readonly { readonly from: number; readonly until: number }[];
  readonly handedOverAt: number | null;
  /** The first of handover, cut, lift and transload. */
  readonly transferredAt: number | null;
  /** When it stopped being on hand; END_OF_TIME while it is. Never before the arrival. */
  readonly leftAt: number;
  readonly exit: Exit | null;
}

const EXITS = {
  [STEPS.crossing]: 'CROSSED',
  [STEPS['turn-back']]: 'TURNED_BACK',
  [STEPS.diversion]: 'DIVERTED',
  [STEPS.cancellation]: 'CANCELLED',
  [STEPS['container-cut']]: 'TRANSFERRED',
  [STEPS['container-lift']]: 'TRANSFERRED',
  [STEPS.transload]: 'TRANSFERRED',
  [STEPS['sighting-elsewhere']]: 'SEEN_ELSEWHERE',
} as const satisfies Partial<Record<Step['type'], Exit>>;

/** What of a gate and its policies moves the deadline of a call, and so when the call is over. */
export const ACTS_THAT_MOVE_DEADLINES = [
  ACTS.registration,
  ACTS.suspension,
  ACTS.resumption,
  ACTS['lane-opening'],
  ACTS['lane-closure'],
  GATE_CORRECTED,
  POLICY_PUBLISHED,
  POLICY_WITHDRAWN,
];

/** What is told of a call, and what decides when it is over. */
export const TOLD_OF_CALLS = [
  STEPS['call-forward'],
  STEPS['call-excuse'],
  STEPS.hold,
  STEPS['hold-lift'],
  ...ACTS_THAT_MOVE_DEADLINES,
];

/** The steps that may take a visit off hand. */
export const LEAVING = Object.keys(EXITS) as (keyof typeof EXITS)[];

/** What the boards count of a visit; undefined when it never arrived (a corrected-away arrival voids it). */
export function factsOf(visit: Visit, gate: Gate): VisitFacts | undefined {
  const { arrival } = visit;
  if (arrival === undefined) return undefined;
  const calls = callsOf(visit, gate).map(({ step, until }) => ({ from: step.time, until }));
  const inForce = calls.find(({ until }) => until === Infinity);
  return {
    gate: arrival.data.gate,
    cargoClass: arrival.data.consignments[0]?.cargoClass ?? 'OTHER',
    bodyType: arrival.data.bodyType,
    arrivedAt: arrival.time,
    customsAt: timeOf(visit.customs),
    disinfectedAt: timeOf(visit.disinfections[0]),
    calledAt: inForce?.from ?? null,
    callsOver: calls.filter((call) => call !== inForce),
    handedOverAt: timeOf(visit.handover),
    transferredAt: earliestOf(timeOf(visit.handover), timeOf(visit.transfers[0])),
    ...wayOut(visit, arrival.time),
  };
}

function timeOf(step: Step | undefined): number | null {
  return step?.time ?? null;
}

function earliestOf(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

function wayOut(visit: Visit, arrivedAt: number): Pick<VisitFacts, 'leftAt' | 'exit'> {
  const exit = visit.steps.find((step) => step === visit.crossing || step === visit.ending);
  if (exit === undefined) return { leftAt: END_OF_TIME, exit: null };
  return { leftAt: Math.max(exit.time, arrivedAt), exit: EXITS[exit.type as keyof typeof EXITS] };
}

/** SQL: is one of the calls after the first in force at `:at`? Of most visits there is none. */
const CALLED_AGAIN_AT = `(called_again IS NOT NULL AND EXISTS (
  SELECT 1 FROM json_each(called_again) WHERE value ->> 0 <= :at AND value ->> 1 > :at))`;

/** SQL of the stage of an on-hand visit at `:at`, from the columns of the gate board. */
export const STAGE_AT = `CASE
  WHEN handed_over_at <= :at THEN 'HANDED_OVER'
  WHEN called_at <= :at AND (called_until > :at OR ${CALLED_AGAIN_AT}) THEN 'CALLED_FORWARD'
  WHEN disinfected_at <= :at THEN 'DISINFECTED'
  WHEN customs_at <= :at THEN 'CUSTOMS_CLEARED'
  ELSE 'ARRIVED' END`;

/** SQL: when the first call that is not over at `:at` is; by time alone the stage is another from then on. */
export const CALL_OVER_AFTER = `CASE WHEN called_until > :at THEN called_until WHEN called_again IS NOT NULL THEN (
  SELECT min(value ->> 1) FROM json_each(called_again) WHERE value ->> 1 > :at) END`;

/** Stages in which a truck is on hand. */
export type OnHandStage = Extract<
  Stage,
  'ARRIVED' | 'CUSTOMS_CLEARED' | 'DISINFECTED' | 'CALLED_FORWARD' | 'HANDED_OVER'
>;
