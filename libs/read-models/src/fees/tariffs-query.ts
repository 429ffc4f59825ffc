import type { DatabaseSync } from 'node:sqlite';
import { ALL_TARIFFS, foldTariffs, noTariffs } from '#libs/truck-flow';
import type { TariffPublishedData, Tariffs } from '#libs/truck-flow';
import { readActs } from '../places/acts-text';
import { foldedRegister } from '../places/folded-register';

const folded = foldedRegister(
  {
    version: 'SELECT version FROM tariffs WHERE tariffs = ?',
    acts: 'SELECT version, acts FROM tariffs WHERE tariffs = ?',
  },
  (acts) => foldTariffs(readActs(acts)),
);

/** All tariffs that were ever published. */
export function tariffsOf(db: DatabaseSync): Tariffs {
  return folded(db, ALL_TARIFFS) ?? noTariffs;
}

/** A tariff as it was published. */
export interface TariffRow extends TariffPublishedData {
  readonly inForce: boolean;
}

export interface TariffsQuery {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Also those that are not in force. */
  readonly all: boolean;
}

/** The tariffs by the beginning of their time, then by their code. */
export function tariffRows(db: DatabaseSync, { at, all }: TariffsQuery): TariffRow[] {
  return tariffsOf(db)
    .published.map(({ from, end, ...tariff }): TariffRow => ({ ...tariff, inForce: from <= at && at < end }))
    .filter(({ inForce }) => all || inForce)
    .sort(
      (a, b) => Date.parse(a.effectiveFrom) - Date.parse(b.effectiveFrom) || (a.tariff < b.tariff ? -1 : 1),
    );
}
