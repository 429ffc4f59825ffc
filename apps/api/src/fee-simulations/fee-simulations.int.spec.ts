import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';
import { ORDINARY_BASIS, registerOrdinaryBasis } from '../../testing/parked-trucks';
import { tariffPublication } from '../tariffs/publish-tariff';

const {
  at: _at,
  cap: _cap,
  ...RELIEF
} = tariffPublication.example as { at: string; cap?: object; tariff: string };
const YARDS = ['HUU_NGHI_YARD', 'TAN_THANH_YARD'] as const;
const DAYS = { from: '2021-12-20', to: '2022-02-01' };

let border: ApiUnderTest;

beforeAll(async () => {
  border = await startApi();
  border.clock.set('2022-02-01T08:00:00+07:00');
  for (const [index, yard] of YARDS.entries()) {
    const gate = yard.replace('_YARD', '');
    const visitId = await border.arrive('2021-12-30T00:00:00+07:00', `12C-045.6${index}`, {
      gate,
      place: yard,
    });
    await border.step(visitId, 'yard-exit', '2022-01-02T00:00:00+07:00', { yard });
  }
  await registerOrdinaryBasis(border);
  const at = '2021-01-01T00:00:00+07:00';
  await border.record('/tariffs', {
    ...RELIEF,
    at,
    tariff: 'ORDINARY',
    legalBasis: ORDINARY_BASIS,
    gates: undefined,
    effectiveFrom: at,
    until: undefined,
    tiers: [],
  });
  await border.settle();
});

afterAll(() => border.close());

const simulate = async (
  body: object,
  role = 'gate-manager',
  claims: object = { gates: ['*'], yards: ['*'] },
) => border.post('/fee-simulations', body, await border.token(role, claims));

test('a tariff that is not in force is held against those that are, by yard and month, and nothing is recorded', async () => {
  const last = await border.store.lastPosition();
  const answer = await simulate({ tariff: { ...RELIEF, gates: undefined }, ...DAYS });
  expect([answer.statusCode, answer.json()]).toEqual([
    200,
    {
      items: YARDS.flatMap((yard) => [
        {
          gate: yard.replace('_YARD', ''),
          yard,
          month: '2021-12',
          inForce: 300_000,
          simulated: 240_000,
          difference: -60_000,
        },
        {
          gate: yard.replace('_YARD', ''),
          yard,
          month: '2022-01',
          inForce: 150_000,
          simulated: 75_000,
          difference: -75_000,
        },
      ]),
      total: { inForce: 900_000, simulated: 630_000, difference: -270_000 },
      asOf: expect.objectContaining({}) as object,
    },
  ]);
  expect(await border.store.lastPosition()).toBe(last);
});

test('only what the tariff may reach is looked through, within the days and the reach of who asks', async () => {
  const yards = async (body: object, role?: string, claims?: object) =>
    (await simulate({ ...DAYS, ...body }, role, claims)).json<{ items: { yard: string; month: string }[] }>()
      .items;
  const open = { tariff: { ...RELIEF, gates: undefined } };
  expect(new Set((await yards({ tariff: RELIEF })).map(({ yard }) => yard))).toEqual(
    new Set(['TAN_THANH_YARD']),
  );
  expect(
    new Set((await yards(open, 'yard-operator', { yards: ['HUU_NGHI_YARD'] })).map(({ yard }) => yard)),
  ).toEqual(new Set(['HUU_NGHI_YARD']));
  expect((await yards({ ...open, to: '2022-01-01' })).map(({ month }) => month)).toEqual([
    '2021-12',
    '2021-12',
  ]);
});

test('what is paid at the gate has no yard', async () => {
  const fee = { ...RELIEF, gates: ['TAN_THANH'], kind: 'INFRASTRUCTURE', basePrice: 100_000 };
  expect((await simulate({ tariff: fee, ...DAYS })).json()).toMatchObject({
    items: [{ gate: 'TAN_THANH', yard: null, month: '2021-12', inForce: 0, simulated: 80_000 }],
  });
});

test.each<[number, string, object]>([
  [400, 'BODY_INVALID', { tariff: { ...RELIEF, basePrice: 0.5 } }],
  [400, 'TIERS_NOT_CONTIGUOUS', { tariff: { ...RELIEF, tiers: [{ fromDayNight: 2, payPercent: 1 }] } }],
  [400, 'RANGE_TOO_LONG', { tariff: RELIEF, from: '2021-01-01', to: '2022-01-01' }],
  [400, 'AT_IN_FUTURE', { tariff: RELIEF, at: '2022-03-01T00:00:00+07:00' }],
  [404, 'YARD_NOT_FOUND', { tariff: { ...RELIEF, yards: ['NO_SUCH_YARD'] } }],
  [404, 'GATE_NOT_FOUND', { tariff: { ...RELIEF, gates: ['NOWHERE'] } }],
])('%i %s', async (status, code, body) => {
  const answer = await simulate({ ...DAYS, ...body });
  expect(answer.json()).toMatchObject({ status, code });
});

test('it is not for everybody', async () => {
  expect((await simulate({ tariff: RELIEF }, 'gate-operator')).statusCode).toBe(403);
});
