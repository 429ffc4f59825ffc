/* Row of a gate's queue: what is shown of one waiting truck. */
import {
  ACTS,
  classOf,
  consignmentsOf,
  callDeadlineAt,
  inForce,
  isCallMissed,
  lastCallAt,
  isOpenAt,
  missingBeforeCrossing,
  modeOf,
  policyInForce,
  stageAt,
} from '#libs/truck-flow';
import type { BodyType, CargoClass, Gate, NextStep, StepName, Visit } from '#libs/truck-flow';
import { zoneOf } from '../places/gate-source';
import { localText } from '../paging/local-time';
import type { QueuedTruck } from './queued-truck';
import type { OnHandStage } from '../visit-facts/visit-facts';

/**
 * A truck on hand before handover or transfer, as it is shown until something happens. Times are RFC 3339 with the
 * gate's offset; `recordedAt` is UTC.
 */
export interface StandingRow {
  readonly visitId: string;
  readonly gate: string;
  readonly tractor: { readonly plate: string };
  readonly stage: OnHandStage;
  readonly arrivedAt: string;
  /** What orders the queue: the arrival, what was inherited of it from another gate, or the deadline that was missed. */
  readonly queuedSince: string;
  readonly recordedAt: string;
  readonly cargoClass: CargoClass;
  /** By the order of calls in force; absent without one. */
  readonly class?: string;
  readonly bodyType: BodyType;
  readonly held: boolean;
  /** As the call-forward said it, moved by the time since then that the gate was suspended for these goods. */
  readonly callDeadline?: string;
  /** The deadline has passed, the truck was neither held then nor is it. */
  readonly callMissed: boolean;
  /** The arrival was reported more than a day after it. */
  readonly reportedLate: boolean;
  /** Steps that have to be recorded before it may cross, in their order. */
  readonly missing: readonly StepName[];
  /** What may come next, the required steps first. */
  readonly next: readonly NextStep[];
  /** Its record was changed from outside: it stays as it was before, and nothing comes next. */
  readonly damaged?: true;
}

/** A truck in the queue of an instant. */
export interface QueueRow extends StandingRow {
  /** Place in the whole queue, from 1. */
  readonly rank: number;
  readonly waitedMinutes: number;
}

/** What the view holds of a truck, but for its steps. */
export interface Waiting {
  readonly visitId: string;
  readonly gate: string;
  /** Epoch milliseconds. */
  readonly arrivedAt: number;
  readonly queuedSince: number;
  readonly recordedAt: string;
}

const DAY = 24 * 3_600_000;

/** The row of a truck as of an instant. */
export function standingRow(waiting: Waiting, truck: QueuedTruck, gate: Gate, at: number): StandingRow {
  const { visit, next } = truck;
  const { arrival, carriage, openHolds } = visit;
  if (arrival === undefined || carriage === undefined) {
    throw new Error(`visit ${waiting.visitId} waits in the queue without an arrival`);
  }
  return {
    visitId: waiting.visitId,
    gate: waiting.gate,
    tractor: { plate: carriage.tractor },
    stage: stageAt(visit, gate, at) as OnHandStage,
    arrivedAt: localText(zoneOf(gate), arrival.time),
    queuedSince: localText(zoneOf(gate), waiting.queuedSince),
    recordedAt: waiting.recordedAt,
    cargoClass: arrival.data.consignments[0]?.cargoClass ?? 'OTHER',
    bodyType: arrival.data.bodyType,
    ...classIn(visit, gate, { gate: waiting.gate, at }),
    held: openHolds.length > 0,
    ...calledBy(visit, gate, at),
    reportedLate: Date.parse(waiting.recordedAt) > waiting.arrivedAt + DAY,
    missing: missingBeforeCrossing(visit, modeOf(visit, gate, at)).flatMap(({ step }) => step ?? []),
    next: next(gate, at),
  };
}

/** The class of a truck by the order of calls that is in force. */
function classIn(
  visit: Visit,
  { policies }: Gate,
  asked: { readonly gate: string; readonly at: number },
): Pick<StandingRow, 'class'> {
  const { arrival, carrier } = visit;
  if (arrival === undefined) return {};
  const order = policyInForce(policies, 'QUEUE_ORDER', asked);
  if (order === undefined) return {};
  const consignments = consignmentsOf(visit);
  const truck = {
    bodyType: arrival.data.bodyType,
    consignments,
    ...(carrier === undefined ? {} : { carrier }),
  };
  return { class: classOf(order.values, truck) };
}

function calledBy(visit: Visit, gate: Gate, at: number): Pick<StandingRow, 'callDeadline' | 'callMissed'> {
  const deadline = callDeadlineAt(visit, gate, at);
  if (deadline === undefined) return { callMissed: false };
  const said = lastCallAt(visit, gate, at)?.step.data.deadline;
  return {
    callDeadline:
      said !== undefined && deadline === Date.parse(said) ? said : localText(zoneOf(gate), deadline),
    callMissed: isCallMissed(visit, gate, at),
  };
}

/** A stretch of event time in epoch milliseconds: `from` inclusive, `until` exclusive. */
export interface Stretch {
  readonly from: number;
  readonly until: number;
}

/**
 * The time around `at` in which the row of a truck as of `at` is the same, if nothing is recorded: between its last
 * step, the acts and policies of the gate that begin or end, and its deadline. Empty while the deadline moves, that is as long as the
 * gate is suspended, or has no open lane.
 */
export function timeOfRow({ callDeadline }: StandingRow, lastStep: number, gate: Gate, at: number): Stretch {
  if (callDeadline !== undefined && (inForce(gate, ACTS.suspension, at).length > 0 || !isOpenAt(gate, at)))
    return { from: at, until: at };
  let [from, until] = [lastStep, Infinity];
  const narrow = (change: number): void => {
    if (change <= at) from = Math.max(from, change);
    else until = Math.min(until, change);
  };
  for (const act of [...gate.acts, ...gate.policies.policies]) {
    narrow(act.from);
    narrow(act.until);
  }
  if (callDeadline !== undefined) narrow(Date.parse(callDeadline));
  return lastStep <= at ? { from, until } : { from: at, until: at };
}
