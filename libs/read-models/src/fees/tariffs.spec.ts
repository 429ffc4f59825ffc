import { ALL_TARIFFS, TARIFF_PUBLISHED } from '#libs/truck-flow';
import { event, logOf } from '../../testing/given-events';
import { describeView, projected } from '../../testing/view-specification';
import { tariffs } from './tariffs';
import { tariffRows } from './tariffs-query';

const published = (tariff: string, effectiveFrom: string, until?: string) =>
  event(`tariff-${ALL_TARIFFS}`, TARIFF_PUBLISHED, '2021-12-01T08:00:00+07:00', {
    tariff,
    kind: 'PARKING',
    legalBasis: '2515/QĐ-UBND',
    effectiveFrom,
    ...(until === undefined ? {} : { until }),
    basePrice: 150_000,
    tiers: [],
  });
const RELIEF = published('RELIEF', '2021-12-25T00:00:00+07:00', '2022-04-01T00:00:00+07:00');
const ORDINARY = published('ORDINARY', '2021-01-01T00:00:00+07:00');

describeView(tariffs, {
  [TARIFF_PUBLISHED]: ({ given }) =>
    given(RELIEF)
      .when(ORDINARY)
      .then([{ tariffs: ALL_TARIFFS, version: '1' }]),
});

it.each([
  ['2020-12-31T23:59:59+07:00', []],
  ['2021-12-24T23:59:59+07:00', ['ORDINARY']],
  ['2021-12-25T00:00:00+07:00', ['ORDINARY', 'RELIEF']],
  ['2022-04-01T00:00:00+07:00', ['ORDINARY']],
])('at %s these are in force: %j', async (at, inForce) => {
  const store = await logOf([RELIEF, ORDINARY]);
  const db = await projected([tariffs], store, [await store.readAll(-1n, 10)]);
  const rows = (all: boolean) => tariffRows(db, { at: Date.parse(at), all });
  expect(rows(false).map(({ tariff }) => tariff)).toEqual(inForce);
  expect(rows(true).map((row) => [row.tariff, row.inForce])).toEqual(
    ['ORDINARY', 'RELIEF'].map((tariff) => [tariff, inForce.includes(tariff)]),
  );
  db.close();
});
