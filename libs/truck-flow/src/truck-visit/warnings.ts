/* Warnings about reports that are recorded all the same. */
import type { Warning } from '#libs/event-sourcing';
import type { Gate } from '../border-gate/state';
import { isUnloading } from './carriage';
import type { Transfer, Unloading } from './carriage';
import { loadedIn } from './containers';
import { STEP_TABLE } from './events';
import type { Step } from './events';
import { modeAfter, modeOf } from './handover-mode';
import type { Visit } from './state';
import type { WarnedStep } from './steps';

/** The gates a step of a visit is judged against, each folded before the decision. */
export interface VisitGates {
  /** The gate of the visit. */
  readonly gate: Gate;
  /** The gate the report sends the truck to, where it names one. */
  readonly toGate?: Gate;
  /** The place of the report looks like a code, and no yard has it that the report may name. */
  readonly placeIsNoYard?: boolean;
  /** How many trucks the report passes that stand before this one and could go, as far as is known. */
  readonly passed?: number;
}

/**
 * Warnings: what is odd about a report that is recorded all the same, for what has happened has happened. Who sent it
 * learns of it at once and may correct it. `before`: the visit just before the step.
 */
export function warningsOf(step: Step, before: Visit, gates: VisitGates): Warning[] {
  return [...placeWithoutYard(gates), ...outOfTurn(gates), ...ofItsKind(step, before, gates)];
}

/** A mistyped yard is no loss of the report, but the truck then stands in none. */
function placeWithoutYard({ placeIsNoYard }: VisitGates): Warning[] {
  return placeIsNoYard === true ? [{ code: 'PLACE_NOT_A_YARD', pointer: '/place' }] : [];
}

function outOfTurn({ passed = 0 }: VisitGates): Warning[] {
  return passed === 0 ? [] : [{ code: 'OUT_OF_TURN', pointer: '', passed }];
}

/** What is odd about a step by its kind. Of steps whose row in the table of steps does not say `warns`, nothing. */
function ofItsKind(step: Step, before: Visit, gates: VisitGates): Warning[] {
  if (!warns(step)) return [];
  switch (step.type) {
    case 'truckVisit.CargoTransloaded.v1':
      return otherMode(step, before, gates.gate);
    case 'truckVisit.ContainerCut.v1':
    case 'truckVisit.ContainerLifted.v1':
      return [...otherMode(step, before, gates.gate), ...otherContainer(step, before)];
    case 'truckVisit.TruckWeighed.v1':
      return overweight(step, before);
    case 'truckVisit.TurnedBack.v1':
    case 'truckVisit.Diverted.v1':
    case 'truckVisit.VisitCancelled.v1':
      return otherGate(step, gates);
  }
}

function warns(step: Step): step is Step<WarnedStep> {
  return 'warns' in STEP_TABLE[step.type];
}

/** One of two containers that goes by itself says nothing of how the visit goes on. */
function otherMode(step: Transfer, before: Visit, gate: Gate): Warning[] {
  if (isUnloading(step, before)) return [];
  const mode = modeOf(before, gate, step.time);
  return modeAfter(mode, step.type) === mode ? [] : [{ code: 'MODE_DIFFERS_FROM_GATE', pointer: '' }];
}

/** Another container than the goods are in: one of the numbers was read wrongly. The visit keeps its own. */
function otherContainer({ data: { container } }: Unloading, { carriage }: Visit): Warning[] {
  const own = loadedIn(carriage ?? {});
  if (container === undefined || own.length === 0 || own.includes(container.number)) return [];
  return [{ code: 'CONTAINER_DIFFERS', pointer: '/container/number' }];
}

/** Trucks are sent to gates that are not kept here, too, so an unknown one is no reason to lose the report. */
function otherGate(
  { data }: Step<'truckVisit.TurnedBack.v1' | 'truckVisit.Diverted.v1' | 'truckVisit.VisitCancelled.v1'>,
  { gate, toGate }: VisitGates,
): Warning[] {
  if (data.toGate === undefined) return [];
  if (data.toGate === gate.registered?.data.gate) return [{ code: 'TO_GATE_IS_OWN', pointer: '/toGate' }];
  return toGate?.registered === undefined ? [{ code: 'TO_GATE_UNKNOWN', pointer: '/toGate' }] : [];
}

/** Kilograms: the least that a truck of its kind weighs empty, so that no vehicle alone makes a difference. */
const UNLADEN = { rigid: 4_000, articulated: 11_000, container: 2_000 };

/** More than a tenth above the declared payload, while the truck carries what it was declared to carry. */
function overweight({ data }: Step<'truckVisit.TruckWeighed.v1'>, visit: Visit): Warning[] {
  const declared = visit.arrival?.data.payloadTonnes;
  const isAsDeclared = visit.receipts.length === 0 && visit.unloadings.length === 0;
  if (declared === undefined || !isAsDeclared) return [];
  const { trailer, ...load } = visit.carriage ?? {};
  const vehicle = trailer === undefined ? UNLADEN.rigid : UNLADEN.articulated;
  const payload = data.grossKg - vehicle - UNLADEN.container * loadedIn(load).length;
  return payload * 10 > Math.round(declared * 1_000) * 11
    ? [{ code: 'WEIGHT_DIFFERS', pointer: '/grossKg' }]
    : [];
}
