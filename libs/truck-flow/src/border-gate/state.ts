import type { EffectiveEvent } from '#libs/event-sourcing';
import { noPolicies } from '../policy-set/state';
import type { PolicySet } from '../policy-set/state';
import type { HandoverMode } from '../truck-visit/shapes';
import type { GateAct, GateActType, OpeningHours, TrucksPerDay } from './events';

/** An act with the interval it is in force: `from` inclusive, `until` exclusive, in epoch milliseconds. */
export interface ActInForce<T extends GateActType = GateActType> {
  readonly act: GateAct<T>;
  readonly from: number;
  readonly until: number;
}

/** A gate as its whole effective history tells it; ask it about an instant with the functions below. */
export interface Gate {
  readonly registered: GateAct<'borderGate.GateRegistered.v1'> | undefined;
  /** Ascending by `from`, acts of equal time in the order they were ordered. */
  readonly acts: readonly ActInForce[];
  /** The policies of all gates: who has the gate has the rules in force at it. Not part of its own history. */
  readonly policies: PolicySet;
}

export const unknownGate: Gate = { registered: undefined, acts: [], policies: noPolicies };

export function evolveGate(gate: Gate, event: EffectiveEvent): Gate {
  const act = event as GateAct;
  const { from, until } = intervalOf(act);
  const acts = [...gate.acts, { act, from, until }].sort(
    (a, b) => a.from - b.from || a.act.time - b.act.time,
  );
  const registered = act.type === 'borderGate.GateRegistered.v1' ? act : gate.registered;
  return { ...gate, registered, acts };
}

const joined = new WeakMap<Gate, WeakMap<PolicySet, Gate>>();

/** The gate with these policies: the same object for the same two, so that caches know it again. */
export function underPolicies(gate: Gate, policies: PolicySet): Gate {
  if (gate.policies === policies) return gate;
  const known = joined.get(gate) ?? new WeakMap<PolicySet, Gate>();
  joined.set(gate, known);
  const before = known.get(policies);
  if (before !== undefined) return before;
  const whole = { ...gate, policies };
  known.set(policies, whole);
  return whole;
}

/** The gate after the acts of an effective history. */
export function foldGate(history: readonly EffectiveEvent[]): Gate {
  return history.reduce(evolveGate, unknownGate);
}

/** When an act is in force: from `effectiveFrom` (default: when it was ordered) until `until` (default: open). */
export function intervalOf(act: GateAct): { from: number; until: number } {
  const data = act.data as { effectiveFrom?: string; until?: string };
  return {
    from: data.effectiveFrom === undefined ? act.time : Date.parse(data.effectiveFrom),
    until: data.until === undefined ? Infinity : Date.parse(data.until),
  };
}

/** The acts of one type in force at an instant, ascending. */
export function inForce<T extends GateActType>(gate: Gate, type: T, time: number): ActInForce<T>[] {
  return gate.acts.filter((a): a is ActInForce<T> => a.act.type === type && a.from <= time && time < a.until);
}

/** Handover mode in force: the latest of registration, mode changes and resumptions that name one (H-09). */
export function modeAt(gate: Gate, time: number): HandoverMode | undefined {
  let mode: HandoverMode | undefined;
  for (const { act, from, until } of gate.acts) {
    if (from > time || time >= until) continue;
    if (act.type === 'borderGate.GateRegistered.v1') mode = act.data.handoverMode;
    else if (act.type === 'borderGate.HandoverModeChanged.v1') mode = act.data.mode;
    else if (act.type === 'borderGate.GateResumed.v1') mode = act.data.handoverMode ?? mode;
  }
  return mode;
}

/** Opening hours in force. */
export function hoursAt(gate: Gate, time: number): readonly OpeningHours[] {
  const changed = inForce(gate, 'borderGate.GateHoursChanged.v1', time).at(-1);
  return changed?.act.data.hours ?? gate.registered?.data.hours ?? [];
}

/** An observed clearance rate, in trucks per day, and since when (epoch milliseconds) it is the latest. */
export interface ObservedRate {
  readonly trucksPerDay: TrucksPerDay;
  readonly since: number;
}

export function clearanceRateAt(gate: Gate, time: number): ObservedRate | undefined {
  const observed = inForce(gate, 'borderGate.ClearanceRateObserved.v1', time).at(-1);
  return observed && { trucksPerDay: observed.act.data.trucksPerDay, since: observed.from };
}
