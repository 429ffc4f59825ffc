import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';
import {
  feesOf,
  ORDINARY_BASIS,
  PRICE,
  registerOrdinaryBasis,
  RELIEF,
  stayed,
  STAYED,
  YARD,
} from '../../testing/parked-trucks';
import { tariffPublication } from '../tariffs/publish-tariff';

let border: ApiUnderTest;

beforeEach(async () => {
  border = await startApi();
  border.clock.set('2022-03-01T08:00:00+07:00');
  await registerOrdinaryBasis(border);
});

afterEach(() => border.close());

describe('F', () => {
  test.each([
    [2, 1.6],
    [10, 5.6],
    [15, 7.1],
    [50, 17.6],
  ])('%i day-nights are %d of the base price', async (dayNights, factor) => {
    await border.record('/tariffs', RELIEF);
    const { items, total, due } = await feesOf(
      border,
      await stayed(border, { from: '2021-12-25T00:00:00+07:00', days: dayNights }),
    );
    expect([items.length, total, due]).toEqual([dayNights, factor * PRICE, factor * PRICE]);
    expect([...new Set(items.map(({ legalBasis }) => legalBasis))]).toEqual(['2515/QĐ-UBND']);
  });

  test('entered on 20 December at 10:00 and left on 4 January at 10:00: 9.0 of the base price', async () => {
    await border.record('/tariffs', RELIEF);
    const ordinary = {
      tariff: 'PARKING_ORDINARY',
      legalBasis: ORDINARY_BASIS,
      effectiveFrom: '2021-01-01T00:00:00+07:00',
      tiers: [],
    };
    await border.record('/tariffs', { ...RELIEF, ...ordinary, until: undefined });
    const { items, total } = await feesOf(
      border,
      await stayed(border, { from: '2021-12-20T10:00:00+07:00', days: 15 }),
    );
    expect(total).toBe(9 * PRICE);
    expect(items.map(({ amount }) => amount / PRICE)).toEqual([
      ...Array.from({ length: 5 }, () => 1),
      ...Array.from({ length: 5 }, () => 0.5),
      ...Array.from({ length: 5 }, () => 0.3),
    ]);
  });

  test.each([
    [18, 999_000],
    [17.9, 1_065_000],
  ])('15 day-nights of %d t in the non-tariff zone are %i', async (payloadTonnes, total) => {
    await border.record('/tariffs', tariffPublication.example);
    const zone = { kind: 'GATE_YARD', zone: 'NON_TARIFF_ZONE', operator: 'TAN_THANH_PARKING' };
    await border.record(`/yards/${YARD}/classification`, { at: '2021-12-01T00:00:00+07:00', ...zone });
    const fees = await feesOf(
      border,
      await stayed(border, { from: '2021-12-25T00:00:00+07:00', days: 15, payloadTonnes }),
    );
    expect(fees.total).toBe(total);
  });

  test.each([
    ['IMPORT_EXPORT', '2021-11-01T08:00:00+07:00', 90_000],
    ['TRANSIT', '2021-11-01T08:00:00+07:00', 95_000],
    ['IMPORT_EXPORT', '2022-02-01T08:00:00+07:00', 100_000],
    ['TRANSLOAD', '2021-11-01T08:00:00+07:00', 90_000],
  ])('infrastructure of %s at %s is %i', async (feeClass, at, amount) => {
    const fee = { ...RELIEF, kind: 'INFRASTRUCTURE', basePrice: 100_000, legalBasis: ORDINARY_BASIS };
    const publish = (tariff: string, payPercent: number, more: object) =>
      border.record('/tariffs', { ...fee, tariff, tiers: [{ fromDayNight: 1, payPercent }], ...more });
    const window = { effectiveFrom: '2021-11-01T00:00:00+07:00', until: '2022-02-01T00:00:00+07:00' };
    await publish('FULL', 100, { effectiveFrom: '2021-01-01T00:00:00+07:00', until: undefined });
    await publish('LESS_10', 90, { ...window, feeClass: 'IMPORT_EXPORT' });
    await publish('LESS_5', 95, { ...window, feeClass: 'TRANSIT' });
    const goods = [{ consignmentId: 'goods-1', cargoClass: 'DRY', feeClass }];
    const visitId = await border.arrive(at, '12C-045.67', { gate: 'TAN_THANH', consignments: goods });
    expect(await feesOf(border, visitId)).toMatchObject({
      items: [{ line: 'INFRASTRUCTURE', amount }],
      total: amount,
    });
  });
});

test('a line says how long the gate was suspended for the goods while the truck stood there', async () => {
  await border.record('/tariffs', RELIEF);
  await border.record('/border-gates/TAN_THANH/suspension', {
    at: '2021-12-26T12:00:00+07:00',
    until: '2021-12-27T06:00:00+07:00',
    orderedBy: 'FOREIGN',
    reason: 'outbreak',
  });
  const { items } = await feesOf(
    border,
    await stayed(border, { from: '2021-12-26T00:00:00+07:00', days: 1.5 }),
  );
  expect(items.map(({ suspendedMinutes }) => suspendedMinutes)).toEqual([12 * 60, 6 * 60]);
});

test('a corrected entry changes exactly the lines that hang on it', async () => {
  await border.record('/tariffs', RELIEF);
  const visitId = await stayed(border, { from: '2021-12-26T00:00:00+07:00', days: 2 });
  const other = await border.arrive('2021-12-26T00:00:00+07:00', '15H-002.18', STAYED);
  const [before, beside] = [await feesOf(border, visitId), await feesOf(border, other)];
  const visit = await border.get(`/truck-visits/${visitId}`);
  const { steps } = visit.json<{ steps: readonly { eventId: string; type: string }[] }>();
  const exit = steps.find(({ type }) => type.includes('YardLeft'));
  await border.record(`/truck-visits/${visitId}/correction`, {
    at: '2022-01-01T00:00:00+07:00',
    eventId: exit?.eventId,
    reason: 'INCORRECT_DATA',
    corrected: { at: '2021-12-28T00:00:01+07:00', yard: YARD },
  });
  const after = await feesOf(border, visitId);
  expect(after.items.slice(0, 2)).toEqual(before.items);
  expect(after.items.slice(2)).toMatchObject([{ dayNight: 3, amount: 75_000 }]);
  expect((await feesOf(border, other)).items).toEqual(beside.items);
});
