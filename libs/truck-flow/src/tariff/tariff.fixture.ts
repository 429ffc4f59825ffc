import type { EffectiveEvent } from '#libs/event-sourcing';
import type { StepName } from '../truck-visit/steps';
import { STEPS } from '../truck-visit/steps';
import { foldVisit } from '../truck-visit/state';
import { chargedVisitOf } from './charged-visit';
import type { ChargedVisit } from './charged-visit';
import type { TariffPublishedData } from './events';
import { tariffOf } from './state';
import type { Tariffs } from './state';

/* Tariffs and visits of an invented gate, for the specifications of fees. The base prices are invented. */

export const PARKING = 'TAN_THANH_PARKING';
export const ZONE_YARD = 'ZONE_PARKING';

export const YARDS = (yard: string) => ({
  gate: 'TAN_THANH',
  operator: yard === ZONE_YARD ? ZONE_YARD : 'PARKING_COMPANY',
  zone: yard === ZONE_YARD ? ('NON_TARIFF_ZONE' as const) : ('ORDINARY' as const),
});

export const RELIEF_TIERS = [
  { fromDayNight: 1, toDayNight: 2, payPercent: 80 },
  { fromDayNight: 3, toDayNight: 10, payPercent: 50 },
  { fromDayNight: 11, payPercent: 30 },
];

/** The relief of 25 December 2021 on an invented base price (FEE-06, FEE-07). */
export const DECISION_2515: TariffPublishedData = {
  tariff: 'PARKING_2515',
  kind: 'PARKING',
  legalBasis: '2515/QĐ-UBND',
  effectiveFrom: '2021-12-25T00:00:00+07:00',
  until: '2022-04-01T00:00:00+07:00',
  basePrice: 150_000,
  tiers: RELIEF_TIERS,
};

export const ORDINARY: TariffPublishedData = {
  ...DECISION_2515,
  tariff: 'PARKING_ORDINARY',
  legalBasis: '01/QĐ-BEN',
  effectiveFrom: '2021-01-01T00:00:00+07:00',
  until: '2021-12-25T00:00:00+07:00',
  tiers: [],
};

export function tariffs(...published: readonly TariffPublishedData[]): Tariffs {
  return { published: published.map(tariffOf).sort((a, b) => a.from - b.from) };
}

export function step(name: StepName, at: string, data: object = {}): EffectiveEvent {
  return { type: STEPS[name], at, time: Date.parse(at), data } as EffectiveEvent;
}

export function arrived(at: string, data: object = {}): EffectiveEvent {
  return step('arrival', at, {
    visitId: 'visit',
    gate: 'TAN_THANH',
    direction: 'EXPORT',
    tractor: { plate: '12C04567' },
    bodyType: 'REEFER_CONTAINER',
    consignments: [{ consignmentId: 'fruit-1', cargoClass: 'FRESH_PRODUCE' }],
    ...data,
  });
}

/** What is charged of these steps. @throws Error when none of them is an arrival. */
export function charged(...steps: readonly EffectiveEvent[]): ChargedVisit {
  const visit = chargedVisitOf(foldVisit(steps));
  if (visit === undefined) throw new Error('give the visit an arrival');
  return visit;
}

const HOUR = 3_600_000;

interface Stayed {
  readonly from?: string;
  readonly hours: number;
  readonly yard?: string;
  readonly more?: object;
}

/** A visit that stood in one yard for so long. */
export function stayed({ from = '2021-12-26T10:00:00+07:00', hours, yard = PARKING, more }: Stayed) {
  const left = new Date(Date.parse(from) + hours * HOUR).toISOString();
  return charged(
    arrived(from, { place: yard, yardOfPlace: yard, ...more }),
    step('yard-exit', left, { yard }),
  );
}
