import type { EffectiveEvent, HistoryOrder } from '#libs/event-sourcing';
import type { HandoverMode } from '../truck-visit/events';
import { GATE_CORRECTED } from './events';
import type { GateAct, GateActType, OpeningHours, TrucksPerDay } from './events';

const PLACES: Record<GateActType, number> = {
  'borderGate.GateRegistered.v1': 0,
  'borderGate.GateSuspended.v1': 1,
  'borderGate.GateResumed.v1': 2,
  'borderGate.HandoverModeChanged.v1': 3,
  'borderGate.GateHoursChanged.v1': 4,
  'borderGate.ClearanceRateObserved.v1': 5,
};

export const gateOrder: HistoryOrder = {
  correctionType: GATE_CORRECTED,
  placeOf: (type) => PLACES[type as GateActType],
};

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
}

export const unknownGate: Gate = { registered: undefined, acts: [] };

export function evolveGate(gate: Gate, event: EffectiveEvent): Gate {
  const act = event as GateAct;
  const { from, until } = intervalOf(act);
  const acts = [...gate.acts, { act, from, until }].sort(
    (a, b) => a.from - b.from || a.act.time - b.act.time,
  );
  return { registered: act.type === 'borderGate.GateRegistered.v1' ? act : gate.registered, acts };
}

/** When an act is in force: from `effectiveFrom` (default: when it was ordered) until `until` (default: open). */
export function intervalOf(act: GateAct): { from: number; until: number } {
  const data = act.data as { effectiveFrom?: string; until?: string };
  return {
    from: data.effectiveFrom === undefined ? act.time : Date.parse(data.effectiveFrom),
    until: data.until === undefined ? Infinity : Date.parse(data.until),
  };
}

function inForce<T extends GateActType>(gate: Gate, type: T, time: number): ActInForce<T>[] {
  return gate.acts.filter((a): a is ActInForce<T> => a.act.type === type && a.from <= time && time < a.until);
}

export type Suspension = ActInForce<'borderGate.GateSuspended.v1'>;

/**
 * The suspensions in force at an instant. A resumption ends what it covers: without a lane every suspension that
 * began before or with it, with a lane those of that lane and, for that lane, those of the whole gate.
 */
export function suspensionsAt(gate: Gate, time: number): Suspension[] {
  const resumptions = gate.acts.filter(
    (a): a is ActInForce<'borderGate.GateResumed.v1'> =>
      a.act.type === 'borderGate.GateResumed.v1' && a.from <= time && time < a.until,
  );
  return inForce(gate, 'borderGate.GateSuspended.v1', time).filter(
    (s) =>
      !resumptions.some(
        (r) => follows(r, s) && (r.act.data.lane === undefined || r.act.data.lane === s.act.data.lane),
      ),
  );
}

function follows(later: ActInForce, earlier: ActInForce): boolean {
  return later.from > earlier.from || (later.from === earlier.from && later.act.time >= earlier.act.time);
}

/** Lanes that are resumed one by one although the whole gate is suspended. */
function lanesResumedAlone(gate: Gate, suspension: Suspension, time: number): Set<string> {
  const lanes = new Set<string>();
  if (suspension.act.data.lane !== undefined) return lanes;
  for (const r of inForce(gate, 'borderGate.GateResumed.v1', time)) {
    if (r.act.data.lane !== undefined && follows(r, suspension)) lanes.add(r.act.data.lane);
  }
  return lanes;
}

/** Does a suspension stop goods of these classes and commodities on this lane (undefined: on any one lane)? */
function stops(gate: Gate, s: Suspension, time: number, lane: string, goods: readonly string[]): boolean {
  const { lane: only, commodityScope } = s.act.data;
  if (only !== undefined && only !== lane) return false;
  if (lanesResumedAlone(gate, s, time).has(lane)) return false;
  return commodityScope === undefined || commodityScope.some((c) => goods.includes(c));
}

/**
 * The suspension that keeps a truck with these goods from the named lane, or from every lane when none is named;
 * undefined when at least one lane clears it.
 */
export function suspensionFor(
  gate: Gate,
  time: number,
  goods: readonly string[],
  lane?: string,
): Suspension | undefined {
  const suspensions = suspensionsAt(gate, time);
  if (suspensions.length === 0) return undefined;
  const lanes = lane === undefined ? lanesOf(gate) : [lane];
  let found: Suspension | undefined;
  for (const l of lanes) {
    const s = suspensions.find((one) => stops(gate, one, time, l, goods));
    if (s === undefined) return undefined;
    found ??= s;
  }
  return found;
}

export function lanesOf(gate: Gate): readonly string[] {
  return gate.registered?.data.lanes ?? [];
}

export type GateStatus = 'OPEN' | 'REDUCED' | 'SUSPENDED';

export interface StatusInForce {
  readonly status: GateStatus;
  /** The act that made it so, undefined while the gate has been open from its registration on. */
  readonly by: GateAct | undefined;
  /** Since when, in epoch milliseconds. */
  readonly since: number;
}

/** SUSPENDED: no lane clears anything. REDUCED: a lane or commodity is stopped, or resumed with a rate (api.md). */
export function statusAt(gate: Gate, time: number): StatusInForce {
  const suspensions = suspensionsAt(gate, time);
  const full = suspensionFor(gate, time, []);
  if (full !== undefined) return { status: 'SUSPENDED', by: full.act, since: full.from };
  const partial = suspensions.at(-1);
  if (partial !== undefined) return { status: 'REDUCED', by: partial.act, since: partial.from };
  const resumed = inForce(gate, 'borderGate.GateResumed.v1', time).at(-1);
  if (resumed === undefined) {
    return { status: 'OPEN', by: undefined, since: gate.registered?.time ?? 0 };
  }
  const status = resumed.act.data.expectedRate === undefined ? 'OPEN' : 'REDUCED';
  return { status, by: resumed.act, since: resumed.from };
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

/** The latest observed clearance rate, in trucks per day. */
export function clearanceRateAt(gate: Gate, time: number): TrucksPerDay | undefined {
  return inForce(gate, 'borderGate.ClearanceRateObserved.v1', time).at(-1)?.act.data.trucksPerDay;
}
