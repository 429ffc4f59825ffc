import { DocumentedAnswers } from '../../testing/documented-answers';
import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';

interface GateShown {
  readonly gate: string;
  readonly by: { readonly actor?: object } | null;
}

let border: ApiUnderTest;
let documented: DocumentedAnswers;

beforeAll(async () => {
  border = await startApi();
  documented = DocumentedAnswers.of(border.app);
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

test.each([
  ['a company', { role: 'company', companies: ['LONGAN_FRUIT'] }, undefined],
  ['who acts at that gate', { role: 'gate-operator', gates: ['TAN_THANH'] }, { sub: 'gate-manager' }],
])('%s reads what was ordered, and by whom only people of the gate', async (_who, claims, actor) => {
  const { role, ...scope } = claims;
  const token = await border.token(role, scope);
  const asked = `at=${encodeURIComponent('2021-12-18T08:00:00+07:00')}`;
  const one = (await border.get(`/border-gates/TAN_THANH?${asked}`, token)).json<GateShown>();
  const listed = (await border.get(`/border-gates?${asked}`, token)).json<{ items: GateShown[] }>();
  for (const shown of [one, listed.items.find(({ gate }) => gate === 'TAN_THANH')]) {
    expect(shown).toMatchObject({ status: 'SUSPENDED', hours: [{}], by: { reason: 'epidemic prevention' } });
    expect(shown?.by?.actor).toEqual(actor === undefined ? undefined : expect.objectContaining(actor));
  }
  expect(documented.faultsOf('/border-gates/{gate}', one)).toEqual([]);
});

test('all gates are listed by code, each with its opposite gate and class', async () => {
  const answer = await border.get('/border-gates');
  expect(documented.faultsOf('/border-gates', answer.json())).toEqual([]);
  const { items } = answer.json<{
    items: readonly { gate: string; status: string; pair: string; gateClass: string }[];
  }>();
  expect(items.map(({ gate, status, pair, gateClass }) => [gate, status, pair, gateClass])).toEqual([
    ['CHI_MA', 'OPEN', 'Aidian', 'BILATERAL'],
    ['HUU_NGHI', 'OPEN', 'Youyi Guan', 'INTERNATIONAL'],
    ['TAN_THANH', 'SUSPENDED', 'Puzhai', 'AUXILIARY'],
  ]);
});

describe('a resumption that comes before the suspension of an earlier time', () => {
  const at = (time: string) => `2021-12-20T${time}:00+07:00`;
  const shown = async (time: string) => {
    await border.settle();
    return (await border.get(`/border-gates/CHI_MA?at=${encodeURIComponent(at(time))}`)).json<object>();
  };

  test('is kept: the gate is open from it on, and suspended until then', async () => {
    await border.record('/border-gates/CHI_MA/resumption', { at: at('10:00'), legalBasis: 'Order 1' });
    expect(await shown('11:00')).toMatchObject({
      status: 'OPEN',
      since: '2000-01-01T00:00:00+07:00',
      by: null,
      lanes: [{ lane: 'MAIN', status: 'OPEN' }],
    });
    const suspension = { at: at('08:00'), orderedBy: 'FOREIGN', reason: 'outbreak' };
    await border.record('/border-gates/CHI_MA/suspension', suspension);
    expect(await shown('09:00')).toMatchObject({ status: 'SUSPENDED', since: at('08:00') });
    expect(await shown('11:00')).toMatchObject({
      status: 'OPEN',
      since: at('10:00'),
      by: { legalBasis: 'Order 1' },
    });
  });
});

describe('the lanes of a gate', () => {
  const road = {
    lane: 'FREIGHT_ROAD',
    kind: 'DEDICATED_FREIGHT_ROAD',
    boundaryMarkers: '1088/2–1089',
    targetPerDay: 120,
  };
  const shown = async (time: string) => {
    await border.settle();
    const answer = await border.get(`/border-gates/HUU_NGHI?at=${encodeURIComponent(time)}`);
    expect(documented.faultsOf('/border-gates/{gate}', answer.json())).toEqual([]);
    return answer.json<{ lanes: object[]; status: string }>();
  };

  test('are opened and closed, and shown with their kind, and whether they are open', async () => {
    const opening = { at: '2021-12-10T08:00:00+07:00', ...road };
    await border.record('/border-gates/HUU_NGHI/lane-opening', opening);
    const again = await border.post('/border-gates/HUU_NGHI/lane-opening', opening);
    expect([again.statusCode, again.json()]).toMatchObject([200, { events: [] }]);
    await border.record('/border-gates/HUU_NGHI/lane-closure', {
      at: '2021-12-11T08:00:00+07:00',
      lane: 'MAIN',
      effectiveFrom: '2021-12-12T08:00:00+07:00',
      until: '2021-12-12T11:00:00+07:00',
      orderedBy: 'HOME',
    });
    expect((await shown('2021-12-12T08:00:00+07:00')).lanes).toEqual([
      { lane: 'MAIN', kind: 'ORDINARY', open: false, status: 'SUSPENDED' },
      { ...road, open: true, status: 'OPEN' },
    ]);
    expect((await shown('2021-12-12T11:00:00+07:00')).lanes).toMatchObject([{ open: true }, { open: true }]);
    expect((await shown('2021-12-10T07:00:00+07:00')).lanes).toMatchObject([{ lane: 'MAIN' }]);
  });

  test.each<[string, string, object, string]>([
    ['opened without a kind', 'lane-opening', { lane: 'SIDE' }, '/kind'],
    ['opened as another kind', 'lane-opening', { lane: 'SIDE', kind: 'RAIL' }, '/kind'],
    ['opened for no trucks', 'lane-opening', { ...road, targetPerDay: 0 }, '/targetPerDay'],
    ['closed without its name', 'lane-closure', {}, '/lane'],
    ['closed before it is', 'lane-closure', { lane: 'MAIN', until: '2021-12-20T08:00:00+07:00' }, '/until'],
  ])('are not %s', async (_what, act, body, pointer) => {
    const answer = await border.post(`/border-gates/HUU_NGHI/${act}`, {
      at: '2021-12-20T08:00:00+07:00',
      ...body,
    });
    expect([answer.statusCode, answer.json()]).toMatchObject([400, { errors: [{ pointer }] }]);
  });
});

describe('a gate of another place', () => {
  const GATE = '/border-gates/COC_NAM';
  const REGISTRATION = {
    gate: 'COC_NAM',
    at: '2021-12-20T08:00:00+07:00',
    name: { vi: 'Cốc Nam', zh: '谷南', en: 'Coc Nam' },
    timeZone: 'Asia/Ho_Chi_Minh',
    lanes: ['MAIN'],
    hours: [],
    handoverMode: 'FOREIGN_YARD',
    pair: 'Nongyao',
    gateClass: 'AUXILIARY',
  };

  const shown = async () => {
    await border.settle();
    return (await border.get(GATE)).json<object>();
  };

  test('is registered with its opposite gate and class, and keeps them when it is corrected', async () => {
    const { pair, gateClass, ...bare } = REGISTRATION;
    await border.record('/border-gates', REGISTRATION);
    await border.record('/border-gates', bare);
    expect(await shown()).toMatchObject({ gate: 'COC_NAM', pair, gateClass });
    const [registered] = (await border.store.readStream('borderGate-COC_NAM')).events;
    const corrected = { ...REGISTRATION, lanes: ['MAIN', 'FRUIT'], pair: 'Lung Nghiu' };
    const correction = { at: REGISTRATION.at, eventId: registered?.eventId, reason: 'INCORRECT_DATA' };
    await border.record(`${GATE}/correction`, { ...correction, corrected });
    expect(await shown()).toMatchObject({ pair: 'Lung Nghiu', gateClass, lanes: [{}, { lane: 'FRUIT' }] });
  });

  test.each([
    ['/pair', { pair: '' }],
    ['/gateClass', { gateClass: 'MARKET' }],
  ])('is not registered with a %s that says nothing', async (pointer, changed) => {
    const answer = await border.post('/border-gates', { ...REGISTRATION, ...changed });
    expect([answer.statusCode, answer.json()]).toEqual([
      400,
      expect.objectContaining({ errors: [expect.objectContaining({ pointer }) as object] }),
    ]);
  });
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

test.each([
  ['a beginning', { from: '24:00', to: '07:00' }, 400],
  ['an end', { from: '19:00', to: '24:00' }, 200],
])('24:00 as %s of opening hours', async (_which, times, status) => {
  const hours = [{ lane: 'MAIN', weekdays: ['MON'], ...times }];
  const body = { at: '2021-12-20T08:00:00+07:00', hours };
  const answer = await border.post('/border-gates/CHI_MA/opening-hours', body);
  expect(answer.statusCode).toBe(status);
  const refused = { errors: [{ pointer: '/hours/0/from', code: 'TIME_OF_DAY_INVALID' }] };
  expect(answer.json()).toMatchObject(status === 200 ? {} : refused);
});
