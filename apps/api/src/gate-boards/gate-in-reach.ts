import type { DatabaseSync } from 'node:sqlite';
import { dateRange } from '#libs/http-edge';
import type { Caller, DateRange, Reach } from '#libs/http-edge';
import { gateCodes, gateOf, gateSource, localDay, zoneOf } from '#libs/read-models';
import type { GateSource } from '#libs/read-models';
import { Rejection } from '#libs/truck-flow';
import { ALL_GATES } from '../border-gates/gate-fields';

/** One gate, or all that the caller may see, as their queries are asked about them. */
export interface GatesAsked {
  readonly gates: readonly string[];
  /** Epoch milliseconds. */
  readonly at: number;
  readonly source: GateSource;
}

interface When {
  readonly at: string | undefined;
}

/**
 * `gate` may be ALL.
 * @throws Rejection GATE_NOT_FOUND, the same for a gate that is unknown and one out of the caller's reach.
 */
export function gatesAsked(db: DatabaseSync, gate: string, { at }: When, caller: Caller): GatesAsked {
  const { reach, now } = caller;
  const gates = gate === ALL_GATES ? gatesInReach(db, reach) : [gateInReach(db, gate, reach)];
  return { gates, at: instantOf(at, now), source: gateSource(db) };
}

/** @throws Rejection GATE_NOT_FOUND, as for several. */
export function gateInReach(db: DatabaseSync, gate: string, reach: Reach): string {
  if (!reach.gate(gate) || gateOf(db, gate)?.registered === undefined) {
    throw new Rejection('GATE_NOT_FOUND', 'there is no such gate');
  }
  return gate;
}

/** The registered gates whose rows the caller may see. */
export function gatesInReach(db: DatabaseSync, { gates }: Reach): string[] {
  return gateCodes(db, gates === 'all' ? 'ALL' : gates);
}

/**
 * The days asked for, by the calendars of the gates: today is where it is latest.
 * @throws Refusal RANGE_EMPTY, RANGE_TOO_LONG.
 */
export function daysAsked(
  { from, to }: { readonly from: string | undefined; readonly to: string | undefined },
  { gates, at, source }: GatesAsked,
): DateRange {
  const todays = gates.map((gate) => localDay(zoneOf(source.gate(gate)), at)).sort();
  return dateRange(from, to, todays.at(-1) ?? localDay(UTC, at));
}

const UTC = 'UTC';

/** The zone that all these gates share, else UTC. */
export function sharedZone(db: DatabaseSync, gates: readonly string[]): string {
  const source = gateSource(db);
  const zones = new Set(gates.map((gate) => zoneOf(source.gate(gate))));
  const [zone = UTC, ...others] = zones;
  return others.length === 0 ? zone : UTC;
}

/** Epoch milliseconds. */
export function instantOf(at: string | undefined, now: string): number {
  return Date.parse(at ?? now);
}
