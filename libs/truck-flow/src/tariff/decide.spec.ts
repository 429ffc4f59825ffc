import { specificationOf } from '#libs/event-sourcing/testing';
import { tariffDecider } from './decide';
import { TARIFF_PUBLISHED } from './events';
import type { TariffPublishedData } from './events';
import { foldTariffs } from './state';
import { DECISION_2515, RELIEF_TIERS } from './tariff.fixture';

const { given } = specificationOf(tariffDecider, foldTariffs);

const AT = '2021-12-25T08:00:00+07:00';
const published = (data: TariffPublishedData) => ({ type: TARIFF_PUBLISHED, data, eventTime: AT }) as const;
const publish = (data: TariffPublishedData) => ({ kind: 'publish' as const, at: AT, data });
const other = (more: Partial<TariffPublishedData>): TariffPublishedData => ({
  ...DECISION_2515,
  tariff: 'OTHER',
  ...more,
});

it('a tariff is published', () => {
  given()
    .when(publish(DECISION_2515))
    .then([published(DECISION_2515)]);
});

it('published again with the same terms it is said twice, with others it is refused', () => {
  given(published(DECISION_2515))
    .when(publish({ ...DECISION_2515 }))
    .thenNothing();
  given(published(DECISION_2515))
    .when(publish({ ...DECISION_2515, basePrice: 1 }))
    .thenRejected('TARIFF_ALREADY_PUBLISHED');
});

const OPEN = (({ until: _, ...open }) => open)(DECISION_2515);

it.each([
  ['begins at once with another', DECISION_2515, other({})],
  [
    'begins before the stated end of another',
    DECISION_2515,
    other({ effectiveFrom: '2022-03-31T23:59:59+07:00' }),
  ],
  [
    'is stated to last beyond the beginning of another',
    DECISION_2515,
    other({ effectiveFrom: '2021-12-01T00:00:00+07:00' }),
  ],
  ['shares one of the yards', { ...DECISION_2515, yards: ['A', 'B'] }, other({ yards: ['B', 'C'] })],
  ['says of exports what another says of them silently', DECISION_2515, other({ direction: 'EXPORT' })],
])('a tariff overlaps that %s', (_, first, second) => {
  given(published(first)).when(publish(second)).thenRejected('TARIFF_OVERLAPS');
});

it.each([
  [
    'begins where another ends',
    DECISION_2515,
    { effectiveFrom: '2022-04-01T00:00:00+07:00', until: '2022-05-01T00:00:00+07:00' },
  ],
  ['begins after one without an end', OPEN, { effectiveFrom: '2022-01-01T00:00:00+07:00' }],
  ['is of another kind', DECISION_2515, { kind: 'GATE_SERVICE' }],
  ['is of other yards', { ...DECISION_2515, yards: ['A'] }, { yards: ['B'] }],
  ['is of narrower reach', DECISION_2515, { zone: 'NON_TARIFF_ZONE' }],
  ['is of another class', { ...DECISION_2515, feeClass: 'TRANSIT' as const }, { feeClass: 'MERCHANTING' }],
  ['is of imports', DECISION_2515, { direction: 'IMPORT' }],
] satisfies [string, TariffPublishedData, Partial<TariffPublishedData>][])(
  'a tariff goes beside another that %s',
  (_, first, more) => {
    given(published(first))
      .when(publish(other(more)))
      .then([published(other(more))]);
  },
);

const [first, second, third] = RELIEF_TIERS;

it.each([
  ['does not begin with the first day-night', [second, third], '/tiers/0/fromDayNight'],
  ['leaves one out', [first, { fromDayNight: 4, payPercent: 50 }], '/tiers/1/fromDayNight'],
  ['names one twice', [first, { fromDayNight: 2, payPercent: 50 }], '/tiers/1/fromDayNight'],
  [
    'goes on behind a tier without an end',
    [{ fromDayNight: 1, payPercent: 80 }, second],
    '/tiers/1/fromDayNight',
  ],
  [
    'ends before it begins',
    [first, { fromDayNight: 3, toDayNight: 2, payPercent: 50 }],
    '/tiers/1/toDayNight',
  ],
])('a tariff is refused whose list of tiers %s', (_, tiers, pointer) => {
  const decide = () =>
    tariffDecider.decide(publish(other({ tiers: tiers as never })), { recorded: [], effective: [] });
  expect(decide).toThrow(expect.objectContaining({ code: 'TIERS_NOT_CONTIGUOUS', pointer }) as Error);
});

it('a tariff is refused that ends with its beginning', () => {
  given()
    .when(publish({ ...DECISION_2515, until: DECISION_2515.effectiveFrom }))
    .thenRejected('EFFECTIVE_RANGE_EMPTY');
});
