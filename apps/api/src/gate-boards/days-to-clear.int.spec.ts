import { asked, at, startFixture, through } from '../../testing/fixture-2021-12-25';
import type { DayFixture } from '../../testing/fixture-2021-12-25';

let day: DayFixture;

beforeAll(async () => {
  day = await startFixture();
  for (const [date, plate] of Object.entries(CROSSED)) await through(day.border, date, plate);
  for (let truck = 10; truck < 20; truck += 1) await day.border.arrive(at('18:00'), `12C-001.${truck}`);
  await day.border.settle();
});

afterAll(() => day.border.close());

/** With the one of the day before: five trucks in the seven days before Christmas. */
const CROSSED = {
  '2021-12-18': '12C-000.11',
  '2021-12-20': '12C-000.12',
  '2021-12-21': '12C-000.13',
  '2021-12-23': '12C-000.14',
};

async function estimate(query = '', gate = 'HUU_NGHI', token?: string): Promise<object> {
  return day.read(`/gate-boards/${gate}/days-to-clear${query}`, token);
}

test('the default rate is the mean of the seven complete days before, not rounded', async () => {
  expect(await estimate()).toMatchObject({
    state: 'ESTIMATE',
    stock: 12,
    rate: { value: 5 / 7, source: 'OBSERVED_7_DAYS', from: '2021-12-18', to: '2021-12-25' },
    arrivals: 0,
    // 12 ÷ (5 ÷ 7) = 16.8, × 4/3 = 22.4
    days: { low: 17, high: 23 },
    buffer: 1.33,
    assumptions: [{ code: 'CONSTANT_RATE' }, { code: 'ARRIVALS_NOT_GIVEN' }, { code: 'BUFFER' }],
  });
});

test('a rate and arrivals that are given are stated', async () => {
  expect(await estimate('?rate=5.5&arrivals=1.5')).toMatchObject({
    state: 'ESTIMATE',
    rate: { value: 5.5, source: 'REQUESTED' },
    arrivals: 1.5,
    days: { low: 3, high: 4 },
    assumptions: [{ code: 'CONSTANT_RATE' }, { code: 'CONSTANT_ARRIVALS' }, { code: 'BUFFER' }],
  });
});

test.each(['?rate=5&arrivals=5', '?rate=5&arrivals=6', '?rate=0'])('%s never clears', async (query) => {
  expect(await estimate(query)).toMatchObject({ state: 'DIVERGING', days: null });
});

test('of the stock at an earlier time', async () => {
  expect(await estimate(`?rate=1&at=${asked('05:15')}`)).toMatchObject({
    stock: 1,
    days: { low: 1, high: 2 },
  });
});

test('ALL sums the gates the caller may see', async () => {
  expect(await estimate('?rate=13', 'ALL')).toMatchObject({ stock: 13, days: { low: 1, high: 2 } });
  const own = await day.border.token('gate-manager', { gates: ['TAN_THANH'] });
  expect(await estimate('?rate=1', 'ALL', own)).toMatchObject({ stock: 1 });
  const none = await day.border.token('gate-manager');
  expect(await estimate('?rate=1', 'ALL', none)).toMatchObject({ stock: 0, days: { low: 0, high: 0 } });
});

test('a suspended gate has no estimate, whatever the rate; the sum has while another gate clears', async () => {
  const suspension = { at: at('19:00'), orderedBy: 'FOREIGN', reason: 'EPIDEMIC' };
  await day.border.record('/border-gates/HUU_NGHI/suspension', suspension);
  await day.border.settle();
  for (const query of ['', '?rate=5', '?rate=0']) {
    expect(await estimate(query)).toMatchObject({ state: 'SUSPENDED', days: null });
  }
  expect(await estimate('?rate=13', 'ALL')).toMatchObject({
    state: 'ESTIMATE',
    assumptions: expect.arrayContaining([expect.objectContaining({ code: 'GATE_SUSPENDED' })]) as object,
  });
  expect(await estimate(`?rate=5&at=${asked('18:59')}`)).toMatchObject({ state: 'ESTIMATE' });
  await day.border.record('/border-gates/TAN_THANH/suspension', suspension);
  await day.border.settle();
  expect(await estimate('?rate=13', 'ALL')).toMatchObject({ state: 'SUSPENDED', days: null });
});

test.each(['rate=-1', 'rate=1e3', 'arrivals=many', 'rate=100001'])('%s is refused', async (query) => {
  const answer = await day.border.get(`/gate-boards/HUU_NGHI/days-to-clear?${query}`);
  expect([answer.statusCode, answer.json()]).toMatchObject([400, { code: 'QUERY_INVALID' }]);
});
