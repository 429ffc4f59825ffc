import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';
import { DocumentedAnswers } from '../../testing/documented-answers';
import { tariffPublication } from './publish-tariff';

const { example } = tariffPublication;
const RELIEF: object = Object.assign({}, example, { gates: ['HUU_NGHI'] });

let border: ApiUnderTest;

beforeEach(async () => {
  border = await startApi();
});

afterEach(() => border.close());

const codeOf = (answer: Awaited<ReturnType<ApiUnderTest['post']>>) => [
  answer.statusCode,
  answer.json<{ code: string }>().code,
];

test('a tariff is published by its code, said twice without a second event, and shown from its time on', async () => {
  const first = await border.post('/tariffs', RELIEF);
  expect([first.statusCode, first.json()]).toEqual([
    201,
    expect.objectContaining({ id: 'PARKING_2515', events: ['tariff.TariffPublished.v1'] }),
  ]);
  const again = await border.post('/tariffs', RELIEF);
  expect([again.statusCode, again.json()]).toEqual([
    200,
    expect.objectContaining({ id: 'PARKING_2515', events: [] }),
  ]);
  await border.settle();
  const { at: _, ...terms } = RELIEF as { readonly at: string };
  const now = await border.get('/tariffs');
  expect(DocumentedAnswers.of(border.app).faultsOf('/tariffs', now.json())).toEqual([]);
  expect(now.json()).toMatchObject({ items: [{ ...terms, inForce: true }] });
  const before = '/tariffs?at=2021-12-24T23:59:59%2B07:00';
  expect((await border.get(before)).json()).toMatchObject({ items: [] });
  expect((await border.get(`${before}&all=true`)).json()).toMatchObject({ items: [{ inForce: false }] });
});

test('a tariff that nobody could tell from another is refused', async () => {
  await border.record('/tariffs', RELIEF);
  expect(codeOf(await border.post('/tariffs', { ...RELIEF, basePrice: 1 }))).toEqual([
    409,
    'TARIFF_ALREADY_PUBLISHED',
  ]);
  const overlap = await border.post('/tariffs', { ...RELIEF, tariff: 'OTHER' });
  expect(overlap.json()).toMatchObject({ status: 409, code: 'TARIFF_OVERLAPS', tariff: 'PARKING_2515' });
});

test.each([
  ['LEGAL_BASIS_UNKNOWN', { legalBasis: '99/QĐ-NOWHERE' }],
  ['LEGAL_BASIS_NOT_IN_FORCE', { effectiveFrom: '2021-12-24T23:59:59+07:00' }],
])('a tariff rests on a legal basis: %s', async (code, more) => {
  expect(codeOf(await border.post('/tariffs', { ...RELIEF, ...more }))).toEqual([409, code]);
});

test.each([
  ['/basePrice', { basePrice: 1.5 }],
  ['/basePrice', { basePrice: -1 }],
  ['/tiers/0/payPercent', { tiers: [{ fromDayNight: 1, payPercent: 101 }] }],
  ['/tiers/0/fromDayNight', { tiers: [{ fromDayNight: 2, payPercent: 80 }] }],
  ['/until', { until: '2021-12-25T00:00:00+07:00' }],
  ['/effectiveFrom', { effectiveFrom: '2021-12-25T00:00:00' }],
  ['/feeClass', { feeClass: 'FREE' }],
  ['/kind', { kind: 'TOLL' }],
  ['/discount', { discount: 5 }],
  ['/cap/amount', { cap: { amount: 0.5, minPayloadTonnes: 18, zone: 'NON_TARIFF_ZONE' } }],
])('a body is refused at %s: %j', async (pointer, more) => {
  const answer = await border.post('/tariffs', { ...RELIEF, ...more });
  expect(answer.json()).toMatchObject({ status: 400, errors: [{ pointer }] });
});

test.each([
  ['a gate that is not there', { gates: ['NOWHERE'] }, { gates: ['*'], yards: ['*'] }, 'GATE_NOT_FOUND'],
  ['the gate of another', { gates: ['HUU_NGHI'] }, { gates: ['CHI_MA'], yards: ['*'] }, 'GATE_NOT_FOUND'],
  ['all gates by who has one', { gates: undefined }, { gates: ['CHI_MA'], yards: ['*'] }, 'GATE_NOT_FOUND'],
  [
    'the yard of another',
    { gates: undefined, yards: ['HUU_NGHI_YARD'] },
    { gates: ['CHI_MA'], yards: ['CHI_MA_YARD'] },
    'YARD_NOT_FOUND',
  ],
])('%s is not found', async (_, reach, claims, code) => {
  const answer = await border.post(
    '/tariffs',
    { ...RELIEF, ...reach },
    await border.token('gate-manager', claims),
  );
  expect(codeOf(answer)).toEqual([404, code]);
});

test('whoever is no gate manager publishes none', async () => {
  const token = await border.token('yard-operator', { yards: ['*'] });
  expect((await border.post('/tariffs', RELIEF, token)).statusCode).toBe(403);
});
