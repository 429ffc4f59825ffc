/* Next steps: what may or must be reported of a visit at an instant. */
import { ACTS } from '../border-gate/acts';
import { inForce } from '../border-gate/state';
import type { Gate } from '../border-gate/state';
import { isOpenAt, suspensionFor } from '../border-gate/suspension';
import type { RejectionCode } from '../rejection';
import type { Step } from './events';
import type { HandoverMode } from './shapes';
import { callAt } from './calls';
import { MODES, modeOf } from './handover-mode';
import { missingBeforeCrossing, objectionsTo } from './requirements';
import { REPORTS } from './sample-reports';
import type { LaterStep } from './sample-reports';
import { whatIsRecorded } from './said-twice';
import { STEPS } from './steps';
import type { StepName } from './steps';
import { goodsOf, onHand } from './state';
import type { Visit } from './state';

/** A step that may come next, judged as if it were reported now, after all that is recorded, and nobody had seen it. */
export interface NextStep {
  readonly step: StepName;
  /** The visit cannot be finished without it: its handover mode asks for it, or it is held. */
  readonly required: boolean;
  /** Some report of it would be recorded. */
  readonly possible: boolean;
  /** All that the record has against it, first what its command would be refused with. Empty when it is possible. */
  readonly whyNot: readonly RejectionCode[];
}

/**
 * What may come next on a visit at an instant (epoch milliseconds): the required steps in the order of work, then the
 * other possible ones. Required are before the crossing the lift of a hold, what is missing and the crossing; after it
 * what the mode expects still. Who may report a step is no matter of the visit, nor is whether a driver is free. Empty
 * once the visit ended and nothing is expected.
 */
export function nextSteps(visit: Visit, gate: Gate, at: number): NextStep[] {
  const time = afterAll(visit, at);
  const mode = modeOf(visit, gate, visit.crossing?.time ?? time);
  const judged = (step: LaterStep, required: boolean): NextStep[] => {
    const whyNot = refusalOf(step, REPORTS[step](visit, mode), { visit, gate, time });
    const possible = whyNot?.length === 0;
    return whyNot !== undefined && (required || possible) ? [{ step, required, possible, whyNot }] : [];
  };
  const required = requiredSteps(visit, mode);
  const others = NEXT_STEPS.filter((step) => !required.includes(step));
  return [
    ...required.flatMap((step) => judged(step, true)),
    ...others.flatMap((step) => judged(step, false)),
  ];
}

/**
 * What of the gate bears on the next steps of a visit at an instant. While the visit and this text stay the same, so do
 * they: who shows many trucks need not judge each of them anew.
 */
export function gateBearingOn(visit: Visit, gate: Gate, at: number): string {
  const time = afterAll(visit, at);
  const mode = modeOf(visit, gate, visit.crossing?.time ?? time);
  const called = callAt(visit, gate, time) === undefined ? mode : `${mode} called`;
  if (!isOpenAt(gate, time)) return `${called} closed`;
  if (inForce(gate, ACTS.suspension, time).length === 0) return called;
  return suspensionFor(gate, time, goodsOf(visit)) === undefined ? called : `${called} suspended`;
}

/** What was reported a little ahead of the clock has happened, too. */
function afterAll({ steps }: Visit, at: number): number {
  return Math.max(at, steps.at(-1)?.time ?? at);
}

/** Every step that may come next, in the order of work. */
export const NEXT_STEPS = Object.keys(REPORTS) as readonly LaterStep[];

function requiredSteps(visit: Visit, mode: HandoverMode): LaterStep[] {
  const missing = missingBeforeCrossing(visit, mode);
  if (onHand(visit)) {
    const lift: LaterStep[] = visit.openHolds.length === 0 ? [] : ['hold-lift'];
    const before = missing.flatMap(({ step }) => (step ?? []) as LaterStep);
    return [...lift, ...new Set(before), 'crossing'];
  }
  if (visit.arrival === undefined || visit.crossing === undefined) return [];
  // Nobody comes back where the goods left with a vehicle of the other side.
  const isDriven = visit.handover !== undefined || missing.some(({ code }) => code === 'NOT_HANDED_OVER');
  const done = { delivery: visit.delivery !== undefined, return: visit.returned !== undefined || !isDriven };
  return MODES[mode].after.filter((step) => !done[step]);
}

interface AsRecorded {
  readonly visit: Visit;
  readonly gate: Gate;
  readonly time: number;
}

/** What is against all of these reports, told of the first; undefined when none would say anything new. */
function refusalOf(
  name: LaterStep,
  reports: readonly Step['data'][],
  { visit, gate, time }: AsRecorded,
): RejectionCode[] | undefined {
  let refusal: RejectionCode[] | undefined;
  for (const data of reports) {
    const step = { type: STEPS[name], data, time } as Step;
    const recorded = whatIsRecorded(step, { before: visit, whole: visit, gate });
    if (recorded === 'RECORDED') continue;
    const objections = recorded === undefined ? objectionsTo(step, visit, gate) : [recorded];
    if (objections.length === 0) return [];
    refusal ??= [...new Set(objections.map(({ code }) => code))];
  }
  return refusal;
}
