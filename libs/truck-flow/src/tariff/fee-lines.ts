/* Fee lines of a visit: derived from its stays and the tariffs in force, never stored. */
import { chargedAt } from './charged-visit';
import type { ChargedVisit, YardStay } from './charged-visit';
import { dayNightsOf } from './day-nights';
import type { ChargingYards } from './day-nights';
import type { TariffKind, TariffTier } from './events';
import type { YardZone } from '../yard/events';
import type { Charged } from './reach';
import { tariffFor } from './state';
import type { Tariff, Tariffs } from './state';

/** One thing to pay. It names tariff, tier, window and legal basis. Times in epoch milliseconds. */
export interface FeeLine {
  /** Names the line among those of the visit: `PARKING/TAN_THANH_PARKING/3`, `INFRASTRUCTURE`, `GATE_SERVICE`. */
  readonly line: string;
  readonly kind: TariffKind;
  readonly tariff: string;
  /** Null where the tariff has no tier for this day-night: then the base price is paid. */
  readonly tier: TariffTier | null;
  readonly dayNight?: number;
  readonly yard?: string;
  /** Begin of the stay that the line comes of. */
  readonly stay?: number;
  /** `to` exclusive; the same instant twice for what is paid once. */
  readonly window: { readonly from: number; readonly to: number };
  readonly legalBasis: string;
  /** Base price of the tariff, whole VND. */
  readonly basis: number;
  /** Whole VND. */
  readonly amount: number;
  readonly capped: boolean;
}

/** What fees are derived by, beside the visit. */
export interface FeeRules {
  readonly tariffs: Tariffs;
  readonly yards: ChargingYards;
}

/**
 * Every fee line of a visit as of an instant: infrastructure at the arrival, gate service at the first entry into a yard
 * of its gate, then the day-nights as they began. What no tariff in force prices costs nothing and has no line.
 */
export function feeLinesOf(visit: ChargedVisit, { tariffs, yards }: FeeRules, at: number): FeeLine[] {
  const known = chargedAt(visit, at);
  if (known === undefined) return [];
  const price = (item: Item): FeeLine[] => priced(item, known, tariffs);
  const parking = dayNightsOf(known.stays, yards, at).map(
    ({ number, operator, yard, zone, gate, from, to, stay }): Item => ({
      line: `PARKING/${operator}/${number}`,
      kind: 'PARKING',
      place: { gate, yard, zone },
      dayNight: number,
      stay,
      window: { from, to },
    }),
  );
  return [...onceAtGate(known, yards), ...parking].flatMap(price);
}

/** Something that a tariff may price. */
interface Item {
  readonly line: string;
  readonly kind: TariffKind;
  readonly place: { readonly gate: string; readonly yard?: string; readonly zone?: YardZone };
  readonly dayNight?: number;
  readonly stay?: number;
  readonly window: FeeLine['window'];
}

/** What is paid once a visit. */
function onceAtGate({ gate, arrivedAt, stays }: ChargedVisit, yards: ChargingYards): Item[] {
  const first = stays.find(({ yard, from }) => yards(yard, from).gate === gate);
  return [
    { line: 'INFRASTRUCTURE', kind: 'INFRASTRUCTURE', place: { gate }, window: moment(arrivedAt) },
    ...(first === undefined ? [] : [serviceAt(first, gate, yards)]),
  ];
}

function serviceAt({ yard, from }: YardStay, gate: string, yards: ChargingYards): Item {
  const place = { gate, yard, zone: yards(yard, from).zone };
  return { line: 'GATE_SERVICE', kind: 'GATE_SERVICE', place, stay: from, window: moment(from) };
}

function moment(time: number): FeeLine['window'] {
  return { from: time, to: time };
}

/** The line by the class of goods that pays most of all that are loaded. */
function priced(item: Item, { goods, direction, payloadTonnes }: ChargedVisit, tariffs: Tariffs): FeeLine[] {
  let highest: FeeLine | undefined;
  for (const feeClass of new Set(
    goods.filter(({ from }) => from <= item.window.from).map((one) => one.feeClass),
  )) {
    const charged: Charged = { kind: item.kind, ...item.place, feeClass, direction };
    const tariff = tariffFor(tariffs, charged, item.window.from);
    if (tariff === undefined) continue;
    const line = lineBy(tariff, item, payloadTonnes);
    if (highest === undefined || line.amount > highest.amount) highest = line;
  }
  return highest === undefined ? [] : [highest];
}

function lineBy(tariff: Tariff, item: Item, payloadTonnes: number | undefined): FeeLine {
  const { line, kind, place, dayNight, stay, window } = item;
  const tier = tierOf(tariff, dayNight ?? 1);
  const share = shareOf(tariff.basePrice, tier?.payPercent ?? 100);
  const amount = Math.min(share, mostOf(tariff, place.zone, payloadTonnes));
  return {
    line,
    kind,
    tariff: tariff.tariff,
    tier,
    ...(dayNight === undefined ? {} : { dayNight }),
    ...(place.yard === undefined ? {} : { yard: place.yard }),
    ...(stay === undefined ? {} : { stay }),
    window,
    legalBasis: tariff.legalBasis,
    basis: tariff.basePrice,
    amount,
    capped: amount < share,
  };
}

/** An unknown payload is not capped. */
function mostOf({ cap }: Tariff, zone: YardZone | undefined, payloadTonnes = -1): number {
  const isUnderCap = cap !== undefined && cap.zone === zone && payloadTonnes >= cap.minPayloadTonnes;
  return isUnderCap ? cap.amount : Infinity;
}

function tierOf({ tiers }: Tariff, dayNight: number): TariffTier | null {
  const isWithin = ({ fromDayNight, toDayNight = Infinity }: TariffTier) =>
    fromDayNight <= dayNight && dayNight <= toDayNight;
  return tiers.find(isWithin) ?? null;
}

/** So many hundredths of a price, rounded half up to whole VND: whole numbers throughout. */
function shareOf(price: number, percent: number): number {
  const hundredths = price * percent + 50;
  return (hundredths - (hundredths % 100)) / 100;
}
