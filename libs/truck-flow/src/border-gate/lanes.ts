/* Lanes of a gate: which there are, and which are open at an instant. */
import type { LaneKind } from './events';
import { inForce } from './state';
import type { ActInForce, Gate } from './state';

type Opening = ActInForce<'borderGate.LaneOpened.v1'>;

/** Every lane that the gate ever had: those of its registration, then those that were opened since. */
export function lanesOf(gate: Gate): readonly string[] {
  const registered = gate.registered?.data.lanes ?? [];
  if (!gate.acts.some(isOpening)) return registered;
  return [...new Set([...registered, ...gate.acts.filter(isOpening).map(({ act }) => act.data.lane)])];
}

function isOpening(one: ActInForce): one is Opening {
  return one.act.type === 'borderGate.LaneOpened.v1';
}

/**
 * The lanes that are open at an instant. The last opening or closure in force decides; after one that has ended
 * holds again what held before it. Lanes of the registration are open for all time, also before it, until one is.
 */
export function openLanes(gate: Gate, time: number): readonly string[] {
  const registered = gate.registered?.data.lanes ?? [];
  const acts = gate.acts.filter(
    ({ act, from, until }) => isAboutLane(act.type) && from <= time && time < until,
  );
  if (acts.length === 0) return registered;
  const open = new Set(registered);
  for (const { act } of acts) {
    if (act.type === 'borderGate.LaneOpened.v1') open.add(act.data.lane);
    if (act.type === 'borderGate.LaneClosed.v1') open.delete(act.data.lane);
  }
  return lanesOf(gate).filter((lane) => open.has(lane));
}

function isAboutLane(type: string): boolean {
  return type === 'borderGate.LaneOpened.v1' || type === 'borderGate.LaneClosed.v1';
}

/** What a lane is: `boundaryMarkers` and `targetPerDay` (trucks) as its last opening gives them. */
export interface Lane {
  readonly lane: string;
  readonly kind: LaneKind;
  readonly boundaryMarkers?: string;
  readonly targetPerDay?: number;
  readonly open: boolean;
}

/** The lanes of the registration and those that were opened by an instant, in the order in which the gate got them. */
export function lanesAt(gate: Gate, time: number): Lane[] {
  const open = openLanes(gate, time);
  return lanesOf(gate).flatMap((lane) => {
    const opening = gate.acts
      .filter(isOpening)
      .findLast(({ act, from }) => act.data.lane === lane && from <= time);
    if (opening === undefined && gate.registered?.data.lanes.includes(lane) !== true) return [];
    const { kind = 'ORDINARY', boundaryMarkers, targetPerDay } = opening?.act.data ?? {};
    return {
      lane,
      kind,
      ...(boundaryMarkers === undefined ? {} : { boundaryMarkers }),
      ...(targetPerDay === undefined ? {} : { targetPerDay }),
      open: open.includes(lane),
    };
  });
}

/** The closure in force that began last; undefined when there is none. */
export function lastClosureAt(gate: Gate, time: number): ActInForce<'borderGate.LaneClosed.v1'> | undefined {
  return inForce(gate, 'borderGate.LaneClosed.v1', time).at(-1);
}
