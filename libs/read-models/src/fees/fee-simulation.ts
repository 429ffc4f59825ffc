/* What-if: what a tariff that is not in force would have brought, a sum a yard and month. Nothing of it is kept. */
import type { DatabaseSync } from 'node:sqlite';
import { feeLinesOf, tariffOf, withTariff } from '#libs/truck-flow';
import type { FeeLine, FeeRules, TariffPublishedData } from '#libs/truck-flow';
import { localDay, startOfDay } from '../paging/local-time';
import { zoneOf } from '../places/gate-source';
import { chargedAtGate, chargedInYard, feeRules } from './charged-visits';
import type { FeeSources, Stretch, VisitCharged } from './charged-visits';

/** Whole VND: what the tariffs in force bring, what they would bring with the other one, and what that is more. */
export interface SimulatedSums {
  readonly inForce: number;
  readonly simulated: number;
  readonly difference: number;
}

/** A month of a yard; of what is paid once a visit at its gate, of the gate. */
export interface SimulatedRow extends SimulatedSums {
  readonly gate: string;
  readonly yard: string | null;
  /** `YYYY-MM` of the gate's clock. */
  readonly month: string;
}

export interface FeeSimulation {
  readonly items: readonly SimulatedRow[];
  readonly total: SimulatedSums;
}

export interface FeeSimulationQuery {
  readonly tariff: TariffPublishedData;
  /** Codes of what is looked through. */
  readonly gates: readonly string[];
  readonly yards: readonly string[];
  /** Local dates, `to` exclusive. */
  readonly from: string;
  readonly to: string;
  /** Epoch milliseconds: nothing later counts. */
  readonly at: number;
}

/** Where fees are paid, and who may have to pay there. */
interface Place {
  readonly gate: string;
  readonly yard: string | null;
  readonly zone: string;
  readonly visits: readonly VisitCharged[];
}

/** Visits that are charged between two pauses. */
const AT_ONCE = 500;

/** Pauses after some hundred visits, so that others get their turn. The tariff goes before all that are in force. */
export function* simulateFees(
  db: DatabaseSync,
  query: FeeSimulationQuery,
  source: FeeSources,
): Generator<void, FeeSimulation> {
  const inForce = feeRules(db, source);
  const simulated = { ...inForce, tariffs: withTariff(inForce.tariffs, tariffOf(query.tariff)) };
  const items: SimulatedRow[] = [];
  for (const place of placesOf(db, query, source)) {
    const stretch = stretchOf(place.zone, query);
    const months = new Map<string, SimulatedRow>();
    for (const [index, visit] of place.visits.entries()) {
      if (index % AT_ONCE === 0) yield;
      const earned = (rules: FeeRules): FeeLine[] => linesAt(visit, place, { rules, query, stretch });
      for (const line of earned(inForce)) add(months, place, line, 'inForce');
      for (const line of earned(simulated)) add(months, place, line, 'simulated');
    }
    items.push(...[...months.values()].sort((a, b) => (a.month < b.month ? -1 : 1)));
  }
  return { items, total: sumOfRows(items) };
}

function placesOf(db: DatabaseSync, query: FeeSimulationQuery, source: FeeSources): Place[] {
  const zoneOfGate = (gate: string): string => zoneOf(source.gate(gate));
  if (query.tariff.kind === 'INFRASTRUCTURE')
    return query.gates.map((gate) => {
      const zone = zoneOfGate(gate);
      return { gate, yard: null, zone, visits: chargedAtGate(db, gate, stretchOf(zone, query)) };
    });
  return query.yards.map((yard) => {
    const gate = source.yard(yard).registered?.data.gate ?? '';
    const zone = zoneOfGate(gate);
    return { gate, yard, zone, visits: chargedInYard(db, yard, stretchOf(zone, query)) };
  });
}

function stretchOf(zone: string, { from, to, at }: FeeSimulationQuery): Stretch {
  return { from: startOfDay(zone, from), until: Math.min(startOfDay(zone, to), at + 1) };
}

interface Asked {
  readonly rules: FeeRules;
  readonly query: FeeSimulationQuery;
  readonly stretch: Stretch;
}

function linesAt({ charged }: VisitCharged, { yard }: Place, { rules, query, stretch }: Asked): FeeLine[] {
  return feeLinesOf(charged, rules, query.at).filter(
    (line) =>
      line.kind === query.tariff.kind &&
      (line.yard ?? null) === yard &&
      line.window.from >= stretch.from &&
      line.window.from < stretch.until,
  );
}

function add(
  months: Map<string, SimulatedRow>,
  { gate, yard, zone }: Place,
  { window, amount }: FeeLine,
  by: 'inForce' | 'simulated',
): void {
  const month = localDay(zone, window.from).slice(0, 'yyyy-mm'.length);
  const before = months.get(month) ?? { gate, yard, month, inForce: 0, simulated: 0, difference: 0 };
  const difference = before.difference + (by === 'simulated' ? amount : -amount);
  months.set(month, { ...before, [by]: before[by] + amount, difference });
}

function sumOfRows(rows: readonly SimulatedRow[]): SimulatedSums {
  const total = { inForce: 0, simulated: 0, difference: 0 };
  for (const row of rows) {
    total.inForce += row.inForce;
    total.simulated += row.simulated;
    total.difference += row.difference;
  }
  return total;
}
