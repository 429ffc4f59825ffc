import type { EffectiveEvent } from '#libs/event-sourcing';
import type { TARIFF_PUBLISHED, TariffPublishedData } from './events';
import { reaches, reachOrder, sameReach } from './reach';
import type { Charged } from './reach';

/** A tariff with the interval it is in force: `from` inclusive, `until` exclusive, in epoch milliseconds. */
export interface Tariff extends TariffPublishedData {
  readonly from: number;
  readonly end: number;
}

/** Every tariff that was published, in the order of their beginning. */
export interface Tariffs {
  readonly published: readonly Tariff[];
}

export const noTariffs: Tariffs = { published: [] };

export function evolveTariffs({ published }: Tariffs, event: EffectiveEvent): Tariffs {
  const { data } = event as EffectiveEvent<typeof TARIFF_PUBLISHED, TariffPublishedData>;
  return { published: inOrder([...published, tariffOf(data)]) };
}

/** The tariffs after the events of an effective history. */
export function foldTariffs(history: readonly EffectiveEvent[]): Tariffs {
  return history.reduce(evolveTariffs, noTariffs);
}

export function tariffOf(data: TariffPublishedData): Tariff {
  const end = data.until === undefined ? Infinity : Date.parse(data.until);
  return { ...data, from: Date.parse(data.effectiveFrom), end };
}

/** As if `tariff` had been published too: where it reaches it goes before every other of its reach. */
export function withTariff({ published }: Tariffs, tariff: Tariff): Tariffs {
  return { published: [...published, tariff] };
}

function inOrder(tariffs: readonly Tariff[]): Tariff[] {
  return [...tariffs].sort((a, b) => a.from - b.from);
}

/**
 * The tariff that prices something at an instant. One of narrower reach goes before one of wider: named yards before
 * a zone, then named gates, then a class. Of one reach that counts which began last; when it ends, the one before
 * it counts again. Goods that are transloaded pay as import and export goods do, unless a tariff names them (FEE-04).
 */
export function tariffFor(tariffs: Tariffs, charged: Charged, time: number): Tariff | undefined {
  const own = narrowest(tariffs, charged, time);
  if (charged.feeClass !== 'TRANSLOAD') return own;
  const matching = narrowest(tariffs, { ...charged, feeClass: 'IMPORT_EXPORT' }, time);
  if (own === undefined || matching === undefined) return own ?? matching;
  return reachOrder(matching) > reachOrder(own) ? matching : own;
}

function narrowest({ published }: Tariffs, charged: Charged, time: number): Tariff | undefined {
  let found: Tariff | undefined;
  for (const tariff of published) {
    if (tariff.from > time || time >= tariff.end || !reaches(tariff, charged)) continue;
    if (found === undefined || reachOrder(tariff) >= reachOrder(found)) found = tariff;
  }
  return found;
}

/**
 * A published tariff beside which nobody could say which of the two counts: both begin at once, or the earlier one is
 * said to last beyond the beginning of the later. An earlier one without an end gives way.
 */
export function overlapping({ published }: Tariffs, one: Tariff): Tariff | undefined {
  return published.find((other) => {
    const [earlier, later] = other.from <= one.from ? [other, one] : [one, other];
    if (!sameReach(other, one)) return false;
    return earlier.from === later.from || (earlier.until !== undefined && earlier.end > later.from);
  });
}
