/* Duplicate acts: is an act recorded already, next to its twin? */
import { DOUBLE_SCAN } from '../double-scan';
import { sameReport } from '../truck-visit/step-data';
import type { ActData, GateAct } from './events';
import { gateOrder } from './category';
import { lanesOf } from './lanes';
import { intervalOf } from './state';
import type { ActInForce, Gate } from './state';

/**
 * Is this act already recorded? Only next to its twin: the same order, begun and ordered at most a double
 * scan before, and nothing between them that overrules it. What merely changes nothing now is recorded: an act of an
 * earlier time may be on its way that it will undo.
 */
export function saidTwice(gate: Gate, act: GateAct): boolean {
  const said = { act, ...intervalOf(act) };
  const last = gate.acts.findLast(
    (other) => !follows(other, said) && (isTwin(other, said) || overrules(other.act, act, lanesOf(gate))),
  );
  return last !== undefined && isTwin(last, said);
}

function follows(a: ActInForce, b: ActInForce): boolean {
  return (a.from - b.from || a.act.time - b.act.time || placeOf(a) - placeOf(b)) > 0;
}

function placeOf({ act }: ActInForce): number {
  return gateOrder.placeOf(act.type) ?? 0;
}

function isTwin(earlier: ActInForce, later: ActInForce): boolean {
  const apart = Math.max(later.from - earlier.from, later.act.time - earlier.act.time);
  return apart <= DOUBLE_SCAN && sameOrder(earlier.act, later.act);
}

/** Does an act order what one of these ordered for the same beginning, and none of them overruled since? */
export function ordersAgain(gate: Gate, said: ActInForce, earlier: readonly ActInForce[]): boolean {
  const last = earlier.findLast(
    ({ act, from }) =>
      from === said.from && (sameOrder(act, said.act) || overrules(act, said.act, lanesOf(gate))),
  );
  return last !== undefined && sameOrder(last.act, said.act);
}

/** Do two acts order the same, whenever it begins? */
export function sameOrder(a: GateAct, b: GateAct): boolean {
  return a.type === b.type && sameReport(ordered(a), ordered(b));
}

function ordered({ data }: GateAct): object {
  const { effectiveFrom: _, ...rest } = data as ActData;
  return rest;
}

/** Suspensions stand beside each other; of all other acts about one thing the last is in force. */
function overrules(a: GateAct, b: GateAct, lanes: readonly string[]): boolean {
  if (a.type === 'borderGate.GateSuspended.v1' && a.type === b.type) return false;
  const about = subjectsOf(b, lanes);
  return subjectsOf(a, lanes).some((subject) => about.includes(subject));
}

function subjectsOf(act: GateAct, lanes: readonly string[]): readonly string[] {
  switch (act.type) {
    case 'borderGate.GateRegistered.v1':
      return [];
    case 'borderGate.GateSuspended.v1':
      return lanesOfAct(act.data, lanes);
    case 'borderGate.GateResumed.v1':
      return [...lanesOfAct(act.data, lanes), ...(act.data.handoverMode === undefined ? [] : ['mode'])];
    case 'borderGate.HandoverModeChanged.v1':
      return ['mode'];
    case 'borderGate.GateHoursChanged.v1':
      return ['hours'];
    case 'borderGate.ClearanceRateObserved.v1':
      return ['rate'];
    case 'borderGate.LaneOpened.v1':
    case 'borderGate.LaneClosed.v1':
      return [`opening of ${act.data.lane}`];
  }
}

function lanesOfAct({ lane }: { readonly lane?: string }, lanes: readonly string[]): readonly string[] {
  return (lane === undefined ? lanes : [lane]).map((one) => `lane ${one}`);
}
