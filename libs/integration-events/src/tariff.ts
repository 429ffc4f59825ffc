import { Type } from '@sinclair/typebox';
import { TARIFF_PUBLISHED } from '#libs/truck-flow';
import type { TariffPublishedData } from '#libs/truck-flow';
import { code, feeClass, identifier, instant, oneOf, part, vnd } from './fields';
import { present, publishing } from './translation';
import type { PublishedNoun, Translation } from './translation';

/* The published language of tariffs, version 1: contract and translation side by side. All tariffs are one subject. */

const topic = 'truck-flow.tariff.v1';
const { told } = publishing(topic, part({ tariffs: Type.Literal('ALL') }));

const zone = () => oneOf('ORDINARY', 'NON_TARIFF_ZONE');
const dayNight = () => Type.Integer({ minimum: 1, maximum: 10_000 });
const tonnes = () => Type.Number({ minimum: 0, maximum: 200, description: 'tonnes' });

const TARIFF = part({
  tariff: identifier(64),
  kind: oneOf('PARKING', 'INFRASTRUCTURE', 'GATE_SERVICE'),
  gates: Type.Optional(Type.Array(code())),
  yards: Type.Optional(Type.Array(code())),
  zone: Type.Optional(zone()),
  feeClass: Type.Optional(feeClass()),
  direction: Type.Optional(oneOf('EXPORT', 'IMPORT')),
  legalBasis: identifier(200),
  effectiveFrom: instant(),
  until: Type.Optional(instant()),
  basePrice: vnd(),
  tiers: Type.Array(
    part({
      fromDayNight: dayNight(),
      toDayNight: Type.Optional(dayNight()),
      payPercent: Type.Integer({ minimum: 0, maximum: 100 }),
    }),
  ),
  cap: Type.Optional(part({ amount: vnd(), minPayloadTonnes: tonnes(), zone: zone() })),
});

const FACTS: { readonly [TARIFF_PUBLISHED]: Translation<TariffPublishedData> } = {
  [TARIFF_PUBLISHED]: told(
    'TariffPublished',
    'A price is in force from a time on, with its tiers, cap and legal basis.',
    TARIFF,
    ({ tariff, kind, legalBasis, effectiveFrom, basePrice, ...limits }) => ({
      tariff,
      kind,
      legalBasis,
      effectiveFrom,
      basePrice,
      tiers: limits.tiers.map(({ fromDayNight, toDayNight, payPercent }) => ({
        fromDayNight,
        payPercent,
        ...present({ toDayNight }),
      })),
      ...present({
        gates: limits.gates && [...limits.gates],
        yards: limits.yards && [...limits.yards],
        zone: limits.zone,
        feeClass: limits.feeClass,
        direction: limits.direction,
        until: limits.until,
        cap: limits.cap && capTold(limits.cap),
      }),
    }),
  ),
};

function capTold({ amount, minPayloadTonnes, zone: within }: NonNullable<TariffPublishedData['cap']>) {
  return { amount, minPayloadTonnes, zone: within };
}

export const tariff: PublishedNoun = {
  topic,
  about: 'Tariffs of parking, infrastructure and gate service; all of them have one key.',
  subject: 'tariffs',
  source: '/tariffs',
  bindsEveryGate: true,
  facts: FACTS,
  inside: {},
};
