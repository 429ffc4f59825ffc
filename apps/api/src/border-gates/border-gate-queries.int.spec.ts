import { DocumentedAnswers } from '../../testing/documented-answers';
import { startBorder } from '../../testing/live-border';
import type { LiveBorder } from '../../testing/live-border';

let border: LiveBorder;
let documented: DocumentedAnswers;

beforeAll(async () => {
  border = await startBorder();
  documented = await DocumentedAnswers.of(border.app);
  await border.record('/border-gates/TAN_THANH/suspension', {
    at: '2021-12-17T18:00:00+07:00',
    effectiveFrom: '2021-12-18T07:00:00+07:00',
    orderedBy: 'FOREIGN',
    reason: 'epidemic prevention',
  });
  await border.record('/border-gates/TAN_THANH/clearance-rate', {
    at: '2021-12-10T19:00:00+07:00',
    trucksPerDay: { min: 80, max: 120 },
  });
  await border.settle();
});

afterAll(() => border.close());

const gateAt = async (time: string) =>
  (await border.get(`/border-gates/TAN_THANH?at=${encodeURIComponent(time)}`)).json<object>();

test('a gate is shown as of any time: open, with the suspension ahead, suspended', async () => {
  expect(await gateAt('2021-12-17T12:00:00+07:00')).toMatchObject({ status: 'OPEN', by: null, upcoming: [] });
  const ordered = await gateAt('2021-12-17T19:00:00+07:00');
  expect(ordered).toMatchObject({
    status: 'OPEN',
    upcoming: [{ type: 'borderGate.GateSuspended.v1', effectiveFrom: '2021-12-18T07:00:00+07:00' }],
    clearanceRate: { trucksPerDay: { min: 80, max: 120 }, since: '2021-12-10T19:00:00+07:00' },
  });
  const suspended = await gateAt('2021-12-18T07:00:00+07:00');
  expect(suspended).toMatchObject({
    status: 'SUSPENDED',
    since: '2021-12-18T07:00:00+07:00',
    by: { orderedBy: 'FOREIGN', reason: 'epidemic prevention', actor: { sub: 'gate-manager' } },
    lanes: [{ lane: 'MAIN', status: 'SUSPENDED' }],
  });
  for (const shown of [ordered, suspended]) {
    expect(documented.faultsOf('/border-gates/{gate}', shown)).toEqual([]);
  }
});

test('all gates are listed by code', async () => {
  const answer = await border.get('/border-gates');
  expect(documented.faultsOf('/border-gates', answer.json())).toEqual([]);
  const { items } = answer.json<{
    items: readonly { gate: string; status: string; handoverMode: string }[];
  }>();
  expect(items.map(({ gate, status }) => [gate, status])).toEqual([
    ['CHI_MA', 'OPEN'],
    ['HUU_NGHI', 'OPEN'],
    ['TAN_THANH', 'SUSPENDED'],
  ]);
});

test.each([
  ['/border-gates/NO_SUCH_GATE', 404, 'GATE_NOT_FOUND'],
  ['/border-gates/no-gate', 404, 'NOT_FOUND'],
  ['/border-gates?at=2021-12-26T00:00:00%2B07:00', 400, 'AT_IN_FUTURE'],
  ['/border-gates?gate=CHI_MA', 400, 'QUERY_INVALID'],
])('%s is %i %s', async (path, status, code) => {
  const answer = await border.get(path);
  expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([status, code]);
});

test('no gate is called ALL, which in a question stands for every gate', async () => {
  const answer = await border.post('/border-gates', {
    gate: 'ALL',
    at: '2021-12-20T08:00:00+07:00',
    name: { vi: 'Cửa khẩu thử', zh: '试验口岸', en: 'Trial gate' },
    timeZone: 'Asia/Ho_Chi_Minh',
    lanes: ['MAIN'],
    hours: [],
    handoverMode: 'FOREIGN_YARD',
  });
  expect([answer.statusCode, answer.json()]).toEqual([
    400,
    expect.objectContaining({
      code: 'BODY_INVALID',
      errors: [expect.objectContaining({ pointer: '/gate', code: 'CODE_RESERVED' }) as object],
    }),
  ]);
});
