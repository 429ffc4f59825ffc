import type { DatabaseSync } from 'node:sqlite';
import { gateCodes, gateOf, gateSource, localDay, zoneOf } from '#libs/read-models';
import type { GateSource } from '#libs/read-models';
import { Rejection } from '#libs/truck-flow';
import type { Reach } from '../http/access/reach';
import type { Caller } from '../http/context/context-decorators';
import { dateRange } from '../http/queries/date-range';
import type { DateRange } from '../http/queries/date-range';

/** A gate as its queries are asked about it. */
export interface GateInReach {
  readonly gate: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly source: GateSource;
}

interface When {
  readonly at: string | undefined;
}

/** @throws Rejection GATE_NOT_FOUND, the same for a gate that is unknown and one out of the caller's reach. */
export function gateInReach(
  db: DatabaseSync,
  gate: string,
  { at }: When,
  { reach, now }: Caller,
): GateInReach {
  if (!reach.gate(gate) || gateOf(db, gate)?.registered === undefined) {
    throw new Rejection('GATE_NOT_FOUND', 'there is no such gate');
  }
  return { gate, at: instantOf(at, now), source: gateSource(db) };
}

/** The registered gates whose rows the caller may see. */
export function gatesInReach(db: DatabaseSync, { gates }: Reach): string[] {
  return gateCodes(db, gates === 'all' ? 'ALL' : gates);
}

/** The days asked for, by the gate's own calendar. @throws Refusal RANGE_EMPTY, RANGE_TOO_LONG. */
export function daysAsked(
  { from, to }: { readonly from: string | undefined; readonly to: string | undefined },
  { gate, at, source }: GateInReach,
): DateRange {
  return dateRange(from, to, localDay(zoneOf(source.gate(gate)), at));
}

/** Epoch milliseconds. */
export function instantOf(at: string | undefined, now: string): number {
  return Date.parse(at ?? now);
}
