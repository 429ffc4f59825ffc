import { STEPS } from '#libs/truck-flow';
import type { BodyType, CargoClass, Stage, Step, Visit } from '#libs/truck-flow';

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
  readonly calledAt: number | null;
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

/** The steps that may take a visit off hand. */
export const LEAVING = Object.keys(EXITS) as (keyof typeof EXITS)[];

/** What the boards count of a visit; undefined when it never arrived (a corrected-away arrival voids it). */
export function factsOf(visit: Visit): VisitFacts | undefined {
  const { arrival } = visit;
  if (arrival === undefined) return undefined;
  return {
    gate: arrival.data.gate,
    cargoClass: arrival.data.consignments[0]?.cargoClass ?? 'OTHER',
    bodyType: arrival.data.bodyType,
    arrivedAt: arrival.time,
    customsAt: timeOf(visit.customs),
    disinfectedAt: timeOf(visit.disinfections[0]),
    calledAt: timeOf(visit.call),
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

/** SQL of the stage of an on-hand visit at `:at`, from the columns of the gate board. */
export const STAGE_AT = `CASE
  WHEN handed_over_at <= :at THEN 'HANDED_OVER'
  WHEN called_at <= :at THEN 'CALLED_FORWARD'
  WHEN disinfected_at <= :at THEN 'DISINFECTED'
  WHEN customs_at <= :at THEN 'CUSTOMS_CLEARED'
  ELSE 'ARRIVED' END`;

/** Stages in which a truck is on hand. */
export type OnHandStage = Extract<
  Stage,
  'ARRIVED' | 'CUSTOMS_CLEARED' | 'DISINFECTED' | 'CALLED_FORWARD' | 'HANDED_OVER'
>;
