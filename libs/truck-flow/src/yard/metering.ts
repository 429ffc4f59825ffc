/* Metering of gate yards: how many places they have for trucks that are to be called. */
import type { Gate } from '../border-gate/state';
import { stretchesOf } from '../policy-set/state';
import type { PolicyInForce } from '../policy-set/state';

/** The targets of gate yards in force at a gate at an instant in epoch milliseconds: those of the gate, and of all gates. */
export function targetsAt(
  gate: Gate,
  at: number,
): readonly { readonly yard: string; readonly target: number }[] {
  const code = gate.registered?.data.gate;
  return stretchesOf(gate.policies).flatMap((policy) => {
    const isAsked = policy.kind === 'GATE_YARD_TARGET' && (policy.gate ?? code) === code;
    if (!isAsked || at < policy.from || at >= policy.until) return [];
    return [(policy as PolicyInForce<'GATE_YARD_TARGET'>).values];
  });
}

/** A gate yard as it stands (Y-12). */
export interface GateYard {
  readonly yard: string;
  /** Trucks that are to stand there; undefined where nothing is in force. */
  readonly target: number | undefined;
  readonly present: number;
}

/** A truck that was called and is in no gate yard yet. */
export interface TruckUnderway {
  /** The yard that its call named. */
  readonly yard?: string | undefined;
}

export interface MeteredYard extends GateYard {
  readonly underway: number;
  /** Target without those present and underway, below zero where more are; undefined without a target. */
  readonly free: number | undefined;
}

/**
 * The gate yards of one gate with the trucks that are on their way to them. A call that names no yard, or one that
 * is none of these, goes to the first with a free place, to the first of all where none has one.
 */
export function meteredYards(yards: readonly GateYard[], underway: readonly TruckUnderway[]): MeteredYard[] {
  const codes = yards.map(({ yard }) => yard);
  const isNamed = ({ yard }: TruckUnderway): boolean => yard !== undefined && codes.includes(yard);
  const metered = yards.map((yard) =>
    withUnderway(yard, underway.filter((truck) => truck.yard === yard.yard).length),
  );
  // Who of the others goes where is not told apart: only how many there are counts.
  for (let left = underway.filter((truck) => !isNamed(truck)).length; left > 0; left -= 1) {
    const place = Math.max(metered.findIndex(hasPlace), 0);
    const to = metered[place];
    if (to !== undefined) metered[place] = withUnderway(to, to.underway + 1);
  }
  return metered;
}

function withUnderway({ yard, target, present }: GateYard, underway: number): MeteredYard {
  return {
    yard,
    target,
    present,
    underway,
    free: target === undefined ? undefined : target - present - underway,
  };
}

function hasPlace({ free }: { readonly free: number | undefined }): boolean {
  return free === undefined || free > 0;
}

/** The gate yards that a call may fill, and the one in which the truck stands. */
export interface YardsForCall {
  readonly yards: readonly MeteredYard[];
  readonly standsIn?: string | undefined;
}

/**
 * How many places there are for a truck that is called, in the gate yard that its call names, else in the one that has
 * most: by way of another yard it comes to one of them all the same. Undefined where nobody counts: no such yard has a
 * target, or the truck stands in it, or one of them has none.
 */
export function placesFor({ yards, standsIn }: YardsForCall, named: string | undefined): number | undefined {
  const [own] = yards.filter(({ yard }) => yard === named);
  const meant = own === undefined ? yards : [own];
  const places = meant.flatMap(({ free, yard }) => (yard === standsIn ? [] : (free ?? [])));
  return meant.length === 0 || places.length < meant.length ? undefined : Math.max(...places);
}
