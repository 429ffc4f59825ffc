import type { Category } from '#libs/event-sourcing';
import { historyOrder, meaningsOf } from '../type-tables';
import { TARIFF_PUBLISHED } from './events';
import { evolveTariffs, noTariffs } from './state';
import type { Tariffs } from './state';

const TABLE = {
  [TARIFF_PUBLISHED]: { meaning: 'A price is in force from a time on, with its tiers, cap and legal basis.' },
};

/** A published tariff is not corrected: another one takes its place from a time on. */
export const tariffOrder = historyOrder(TABLE, 'tariff.EventCorrected.v1');

export const TARIFF = {
  name: 'tariff',
  fold: { order: tariffOrder, initial: noTariffs, evolve: evolveTariffs },
  types: Object.keys(TABLE),
  meanings: meaningsOf(TABLE),
  internalTypes: [],
  upcasters: {},
} as const satisfies Category<Tariffs>;
