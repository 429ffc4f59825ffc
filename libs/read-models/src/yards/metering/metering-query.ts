/* Query of gate yards: how many trucks stand there, are on their way, and wait outside. */
import type { DatabaseSync } from 'node:sqlite';
import { classificationAt, meteredYards, policyInForce } from '#libs/truck-flow';
import type { MeteredYard, TruckUnderway } from '#libs/truck-flow';
import { statement } from '#libs/projections';
import type { GateSource, YardSource } from '../../places/gate-source';

/** A gate yard at an instant. `target` and `free` are null while no target is in force. */
export interface MeteringRow {
  readonly gate: string;
  readonly yard: string;
  readonly present: number;
  readonly underway: number;
  readonly target: number | null;
  /** Below zero where more trucks stand there or are on their way than are to. */
  readonly free: number | null;
  /** Trucks of the gate that wait in none of its yards and are not on their way. */
  readonly waitingOutside: number;
}

interface Asked {
  readonly gate: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** The views that the metering of gate yards is read from. */
export const METERING_VIEWS = [
  'yard-occupancy',
  'yards',
  'border-gates',
  'policies',
  'underway-trucks',
  'gate-board',
];

/** The yards of a gate that have a target in force or are classified as gate yards, by code, and who waits outside. */
export function gateYards(
  db: DatabaseSync,
  asked: Asked,
  source: GateSource & YardSource,
): { readonly yards: readonly MeteredYard[]; readonly waitingOutside: number } {
  const yards = gateYardsAt(db, asked, source);
  if (yards.length === 0) return { yards: [], waitingOutside: 0 };
  const among = { ...asked, yards: JSON.stringify(yards.map(({ yard }) => yard)) };
  const underway = statement(db, UNDERWAY).all(among) as unknown as TruckUnderway[];
  const outside = statement(db, OUTSIDE).get(among) as { trucks: number };
  return { yards: meteredYards(yards, underway), waitingOutside: outside.trucks - underway.length };
}

/** The same as rows. */
export function yardMetering(db: DatabaseSync, asked: Asked, source: GateSource & YardSource): MeteringRow[] {
  const { yards, waitingOutside } = gateYards(db, asked, source);
  return yards.map(({ target, free, ...row }) => ({
    gate: asked.gate,
    ...row,
    target: target ?? null,
    free: free ?? null,
    waitingOutside,
  }));
}

const IN_GATE_YARD = `EXISTS (SELECT 1 FROM yard_occupancy stay
  WHERE stay.visit = truck.visit AND stay.from_time <= :at AND stay.until_time > :at
    AND stay.yard IN (SELECT value FROM json_each(:yards)))`;

const UNDERWAY = `SELECT truck.yard FROM underway_trucks truck
  WHERE truck.gate = :gate AND truck.until_time > :at AND truck.from_time <= :at AND NOT ${IN_GATE_YARD}`;

const OUTSIDE = `SELECT count(*) AS trucks FROM gate_board truck
  WHERE truck.gate = :gate AND truck.left_at > :at AND truck.arrived_at <= :at
    AND (truck.transferred_at IS NULL OR truck.transferred_at > :at) AND NOT ${IN_GATE_YARD}`;

const YARDS = 'SELECT yard FROM yards WHERE gate = ? ORDER BY yard';
const PRESENT = `SELECT count(*) AS trucks FROM yard_occupancy
  WHERE yard = :yard AND until_time > :at AND from_time <= :at`;

function gateYardsAt(db: DatabaseSync, { gate: code, at }: Asked, source: GateSource & YardSource) {
  const { policies } = source.gate(code);
  const codes = statement(db, YARDS).all(code) as unknown as { yard: string }[];
  return codes.flatMap(({ yard }) => {
    const target = policyInForce(policies, 'GATE_YARD_TARGET', { gate: code, at, yard })?.values.target;
    if (target === undefined && classificationAt(source.yard(yard), at).kind !== 'GATE_YARD') return [];
    const { trucks } = statement(db, PRESENT).get({ yard, at }) as { trucks: number };
    return { yard, target, present: trucks };
  });
}
