import type { TariffPublishedData } from './events';
import { feeLinesOf } from './fee-lines';
import {
  arrived,
  charged,
  DECISION_2515,
  ORDINARY,
  PARKING,
  stayed,
  step,
  tariffs,
  YARDS,
  ZONE_YARD,
} from './tariff.fixture';

const AT = Date.parse('2022-12-31T00:00:00+07:00');

const lines = (visit: ReturnType<typeof charged>, ...published: readonly TariffPublishedData[]) =>
  feeLinesOf(visit, { tariffs: tariffs(...published), yards: YARDS }, AT);

const sum = (all: readonly { readonly amount: number }[]) =>
  all.reduce((total, { amount }) => total + amount, 0);

const infrastructure = (payPercent: number, more: Partial<TariffPublishedData>): TariffPublishedData => ({
  tariff: `INFRASTRUCTURE_${payPercent}`,
  kind: 'INFRASTRUCTURE',
  legalBasis: '04/NQ-HĐND',
  effectiveFrom: '2021-01-01T00:00:00+07:00',
  basePrice: 100_000,
  tiers: [{ fromDayNight: 1, payPercent }],
  ...more,
});

const goods = (...classes: readonly (string | undefined)[]) => ({
  consignments: classes.map((feeClass, index) => ({
    consignmentId: `goods-${index}`,
    cargoClass: 'DRY',
    ...(feeClass === undefined ? {} : { feeClass }),
  })),
});

describe('F: parking by Decision 2515', () => {
  it.each([
    [2, 240_000],
    [10, 840_000],
    [15, 1_065_000],
    [50, 2_640_000],
  ])('%i day-nights cost 1.6, 5.6, 7.1 and 17.6 of the base price of 150,000: %i', (dayNights, total) => {
    const all = lines(stayed({ hours: dayNights * 24 }), DECISION_2515);
    expect([all.length, sum(all)]).toEqual([dayNights, total]);
    expect(new Set(all.map(({ legalBasis, basis }) => `${legalBasis} ${basis}`))).toEqual(
      new Set(['2515/QĐ-UBND 150000']),
    );
  });

  it('numbers the day-nights through two tariffs: 5 in full, 5 at 50 %, 5 at 30 % are 9.0 of the base price', () => {
    const from = '2021-12-20T10:00:00+07:00';
    const all = lines(stayed({ from, hours: 15 * 24 }), ORDINARY, DECISION_2515);
    expect(all.map(({ tariff, dayNight, tier }) => [tariff, dayNight, tier?.payPercent ?? 100])).toEqual([
      ...[1, 2, 3, 4, 5].map((day) => ['PARKING_ORDINARY', day, 100]),
      ...[6, 7, 8, 9, 10].map((day) => ['PARKING_2515', day, 50]),
      ...[11, 12, 13, 14, 15].map((day) => ['PARKING_2515', day, 30]),
    ]);
    expect(sum(all)).toBe(9 * 150_000);
  });

  const capped = {
    ...DECISION_2515,
    cap: { amount: 87_000, minPayloadTonnes: 18, zone: 'NON_TARIFF_ZONE' } as const,
  };

  it('caps a day-night of 18 t in the non-tariff zone at 87,000, after the tier', () => {
    const all = lines(stayed({ hours: 15 * 24, yard: ZONE_YARD, more: { payloadTonnes: 18 } }), capped);
    expect([sum(all), all.filter((line) => line.capped).map(({ amount }) => amount)]).toEqual([
      999_000,
      [87_000, 87_000],
    ]);
  });

  it.each([
    ['17.9 t', { yard: ZONE_YARD, more: { payloadTonnes: 17.9 } }],
    ['an unknown payload', { yard: ZONE_YARD }],
    ['18 t in an ordinary yard', { more: { payloadTonnes: 18 } }],
  ])('does not cap %s', (_, stay) => {
    const all = lines(stayed({ hours: 15 * 24, ...stay }), capped);
    expect([sum(all), all.some((line) => line.capped)]).toEqual([1_065_000, false]);
  });

  const window = { effectiveFrom: '2021-11-01T00:00:00+07:00', until: '2022-02-01T00:00:00+07:00' };
  const relief = [
    infrastructure(100, {}),
    infrastructure(90, { feeClass: 'IMPORT_EXPORT', ...window }),
    infrastructure(95, { feeClass: 'TRANSIT', ...window }),
  ];
  it.each([
    ['goods that say no class', '2021-11-01T00:00:00+07:00', goods(undefined), 90_000],
    ['transit', '2021-11-01T00:00:00+07:00', goods('TRANSIT'), 95_000],
    ['the highest of a mixed load', '2021-11-01T00:00:00+07:00', goods('TRANSIT', 'IMPORT_EXPORT'), 95_000],
    ['another class', '2021-11-01T00:00:00+07:00', goods('MERCHANTING'), 100_000],
    [
      'transit beside goods that are transloaded',
      '2021-11-01T00:00:00+07:00',
      goods('TRANSLOAD', 'TRANSIT'),
      95_000,
    ],
    ['an arrival after the relief', '2022-02-01T00:00:00+07:00', goods(undefined), 100_000],
    ['an arrival a second before its end', '2022-01-31T23:59:59+07:00', goods(undefined), 90_000],
  ])('prices infrastructure once a visit, at its arrival: %s', (_, at, more, amount) => {
    const all = lines(charged(arrived(at, more), step('crossing', '2022-02-20T10:00:00+07:00')), ...relief);
    expect(all).toMatchObject([
      { line: 'INFRASTRUCTURE', amount, window: { from: Date.parse(at), to: Date.parse(at) } },
    ]);
  });
});

describe('FEE-04: goods that are transloaded', () => {
  const at = '2021-11-01T00:00:00+07:00';
  const [full, ofExports, ofTransit] = [
    infrastructure(100, {}),
    infrastructure(90, { feeClass: 'IMPORT_EXPORT' }),
    infrastructure(95, { feeClass: 'TRANSIT' }),
  ];
  const ofTransloaded = infrastructure(80, { feeClass: 'TRANSLOAD' });

  it.each([
    ['take the reduction of import and export', [full, ofExports, ofTransit], 90_000],
    ['take a reduction of their own before it', [full, ofExports, ofTransloaded], 80_000],
    ['take none that is of another class', [full, ofTransit], 100_000],
    ['pay by no tariff of another class', [ofTransit], undefined],
    [
      'take the narrower of theirs and of import and export',
      [ofTransloaded, infrastructure(70, { feeClass: 'IMPORT_EXPORT', gates: ['TAN_THANH'] })],
      70_000,
    ],
  ])('%s', (_, published, amount) => {
    const [line] = lines(charged(arrived(at, goods('TRANSLOAD'))), ...published);
    expect(line?.amount).toBe(amount);
  });
});

describe('which tariff prices it', () => {
  const wide = { ...DECISION_2515, tariff: 'WIDE' };
  const ofZone = { ...DECISION_2515, tariff: 'ZONE', zone: 'NON_TARIFF_ZONE' as const };
  const ofYard = { ...DECISION_2515, tariff: 'YARD', yards: [ZONE_YARD] };
  const ofGate = { ...DECISION_2515, tariff: 'GATE', gates: ['TAN_THANH'] };
  const visit = stayed({ hours: 1, yard: ZONE_YARD });

  it.each([
    ['named yards before a zone', [ofYard, ofZone, ofGate, wide], 'YARD'],
    ['a zone before gates', [ofGate, ofZone, wide], 'ZONE'],
    ['gates before none', [ofGate, wide], 'GATE'],
    [
      'of one reach the one that began last',
      [{ ...wide, effectiveFrom: '2021-12-26T09:00:00+07:00', tariff: 'LATER' }, wide],
      'LATER',
    ],
    ['none of another gate', [wide, { ...ofGate, gates: ['CHI_MA'] }], 'WIDE'],
    ['none of another direction', [wide, { ...ofYard, direction: 'IMPORT' as const }], 'WIDE'],
  ])('%s', (_, published, tariff) => {
    expect(lines(visit, ...published).map((line) => line.tariff)).toEqual([tariff]);
  });

  it('rounds half up to whole VND, a line at a time', () => {
    const odd = { ...DECISION_2515, basePrice: 33_333, tiers: [{ fromDayNight: 1, payPercent: 50 }] };
    expect(lines(stayed({ hours: 48 }), odd).map(({ amount }) => amount)).toEqual([16_667, 16_667]);
  });

  it('nothing costs anything without a tariff in force', () => {
    expect(lines(visit)).toEqual([]);
    expect(lines(stayed({ from: '2022-04-01T00:00:00+07:00', hours: 30 }), DECISION_2515)).toEqual([]);
  });
});

it('gate service is one line, at the first entry into a yard of the gate', () => {
  const service: TariffPublishedData = {
    ...ORDINARY,
    tariff: 'SERVICE',
    kind: 'GATE_SERVICE',
    until: '2022-12-01T00:00:00+07:00',
  };
  const foreign = (yard: string) => ({ ...YARDS(yard), gate: yard === 'FAR_YARD' ? 'CHI_MA' : 'TAN_THANH' });
  const visit = charged(
    arrived('2021-12-26T08:00:00+07:00'),
    step('yard-entry', '2021-12-26T09:00:00+07:00', { yard: 'FAR_YARD' }),
    step('yard-entry', '2021-12-26T10:00:00+07:00', { yard: PARKING }),
    step('yard-exit', '2021-12-26T11:00:00+07:00', { yard: PARKING }),
    step('yard-entry', '2021-12-26T12:00:00+07:00', { yard: PARKING }),
  );
  const rules = { tariffs: tariffs(service), yards: foreign };
  expect(feeLinesOf(visit, rules, AT)).toMatchObject([
    {
      line: 'GATE_SERVICE',
      yard: PARKING,
      amount: 150_000,
      window: { from: Date.parse('2021-12-26T10:00:00+07:00') },
    },
  ]);
});
