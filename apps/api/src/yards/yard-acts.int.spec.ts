import { parse } from '../../testing/csv-rows';
import { DocumentedAnswers } from '../../testing/documented-answers';
import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';

const YARD = '/yards/CHI_MA_YARD';
const AT = '2021-12-25T08:00:00+07:00';
const KIND = { kind: 'TRANSFER_YARD', zone: 'ORDINARY', operator: 'XUAN_CUONG', commodityScope: ['DRY'] };
const MEALS = { kind: 'MEAL', quantity: 300 };

let border: ApiUnderTest;
let documented: DocumentedAnswers;

beforeAll(async () => {
  border = await startApi();
  documented = DocumentedAnswers.of(border.app);
});

afterAll(() => border.close());

async function shown(yard: string, time = '2021-12-25T19:00:00+07:00') {
  await border.settle();
  const answer = await border.get(`/yards?at=${encodeURIComponent(time)}`);
  expect(documented.faultsOf('/yards', answer.json())).toEqual([]);
  return answer.json<{ items: { yard: string }[] }>().items.find((row) => row.yard === yard);
}

test('a yard is classified, and shows it from then on', async () => {
  await border.record(`${YARD}/classification`, { at: AT, ...KIND });
  expect(await shown('CHI_MA_YARD')).toMatchObject(KIND);
  expect(await shown('CHI_MA_YARD', '2021-12-25T07:00:00+07:00')).toMatchObject({
    kind: null,
    operator: null,
  });
});

test('a yard may be registered with what it is for', async () => {
  const capacity = { min: 10, max: 20 };
  const body = {
    at: AT,
    yard: 'DRY_PORT_1',
    gate: 'CHI_MA',
    name: 'Dry port',
    capacity,
    tenure: 'TEMPORARY',
  };
  await border.record('/yards', {
    ...body,
    kind: 'DRY_PORT',
    zone: 'NON_TARIFF_ZONE',
    operator: 'XUAN_CUONG',
  });
  expect(await shown('DRY_PORT_1')).toMatchObject({ kind: 'DRY_PORT', zone: 'NON_TARIFF_ZONE' });
});

test('a capacity for a time gives back the one before', async () => {
  await border.record(`${YARD}/capacity`, {
    at: AT,
    capacity: { min: 1, max: 2 },
    tenure: 'REQUISITIONED',
    until: '2021-12-25T12:00:00+07:00',
    legalBasis: '128/NQ-CP',
  });
  expect(await shown('CHI_MA_YARD', '2021-12-25T11:59:59+07:00')).toMatchObject({ capacity: { max: 2 } });
  expect(await shown('CHI_MA_YARD', '2021-12-25T12:00:00+07:00')).toMatchObject({ capacity: { max: 700 } });
});

test.each<[string, object]>([
  ['capacity', { capacity: { min: 1, max: 2 }, tenure: 'TEMPORARY' }],
  ['amenity', MEALS],
])('a legal basis of a %s has to be registered', async (act, body) => {
  const answer = await border.post(`${YARD}/${act}`, { at: AT, ...body, legalBasis: 'NO_SUCH/QD' });
  expect([answer.statusCode, answer.json()]).toMatchObject([409, { code: 'LEGAL_BASIS_UNKNOWN' }]);
});

test('what was given out is recorded by whoever works there, and listed by day', async () => {
  const path = `${YARD}/amenity`;
  const atYard = await border.token('yard-operator', { yards: ['CHI_MA_YARD'] });
  const atGate = await border.token('gate-operator', { gates: ['CHI_MA'] });
  const elsewhere = await border.token('gate-operator', { gates: ['HUU_NGHI'] });
  const company = await border.token('company', { companies: ['LONGAN_FRUIT'] });
  const given = async (body: object, token: string) => (await border.post(path, body, token)).statusCode;
  expect(await given({ at: AT, ...MEALS }, atYard)).toBe(200);
  expect(await given({ at: '2021-12-25T09:00:00+07:00', kind: 'WATER', quantity: 1000 }, atGate)).toBe(200);
  expect(await given({ at: AT, ...MEALS }, elsewhere)).toBe(404);
  expect(await given({ at: AT, ...MEALS }, company)).toBe(403);
  await border.settle();
  const answer = await border.get(`${YARD}/amenities?from=2021-12-25&to=2021-12-26`);
  expect(documented.faultsOf('/yards/{yard}/amenities', answer.json())).toEqual([]);
  expect(answer.json()).toMatchObject({
    items: [
      { at: AT, ...MEALS, legalBasis: null },
      { kind: 'WATER', quantity: 1000 },
    ],
    nextCursor: null,
  });
  const csv = await border.get(`${YARD}/amenities`, atYard, { accept: 'text/csv' });
  expect(parse(csv.body)).toMatchObject([{ at: AT, kind: 'MEAL', quantity: '300' }, { kind: 'WATER' }]);
});

test('trucks that came into a full yard are listed, but for those that an authority let in', async () => {
  await border.record('/yards', {
    at: AT,
    yard: 'SMALL_YARD',
    gate: 'CHI_MA',
    name: 'Small yard',
    capacity: { min: 1, max: 1 },
    tenure: 'TEMPORARY',
  });
  const arrive = (plate: string, time: string, more: object) =>
    border.arrive(`2021-12-25T${time}:00+07:00`, plate, { gate: 'CHI_MA', place: 'SMALL_YARD', ...more });
  await arrive('12C-011.11', '09:00', {});
  const second = await arrive('12C-022.22', '09:10', {});
  const third = await arrive('12C-033.33', '09:20', { approvedBy: 'task-force' });
  await border.settle();
  const path = '/yards/SMALL_YARD/over-capacity?from=2021-12-25&to=2021-12-26';
  const answer = await border.get(path);
  expect(documented.faultsOf('/yards/{yard}/over-capacity', answer.json())).toEqual([]);
  expect(answer.json()).toMatchObject({
    items: [{ visitId: second, present: 2, capacity: 1, approvedBy: null, approved: false }],
  });
  const all = await border.get(`${path}&all=true`);
  expect(all.json()).toMatchObject({
    items: [{ visitId: second }, { visitId: third, approvedBy: 'task-force', approved: true }],
  });
  await border.step(second, 'yard-entry', '2021-12-25T09:30:00+07:00', {
    yard: 'SMALL_YARD',
    approvedBy: 'provincial-committee',
  });
  await border.settle();
  expect((await border.get(path)).json()).toMatchObject({ items: [] });
});

test.each<[string, string, object, string]>([
  ['classified as something else', 'classification', { ...KIND, kind: 'MARKET' }, '/kind'],
  ['classified in no zone', 'classification', { ...KIND, zone: undefined }, '/zone'],
  ['classified without who runs it', 'classification', { ...KIND, operator: undefined }, '/operator'],
  ['classified for no goods', 'classification', { ...KIND, commodityScope: [] }, '/commodityScope'],
  ['an amenity of nothing', 'amenity', { ...MEALS, quantity: 0 }, '/quantity'],
  ['an amenity of another kind', 'amenity', { ...MEALS, kind: 'CASH' }, '/kind'],
  [
    'a capacity that has ended',
    'capacity',
    { capacity: { min: 1, max: 2 }, tenure: 'TEMPORARY', until: AT },
    '/until',
  ],
])('is not recorded: %s', async (_what, act, body, pointer) => {
  const answer = await border.post(`${YARD}/${act}`, { at: AT, ...body });
  expect([answer.statusCode, answer.json()]).toMatchObject([400, { errors: [{ pointer }] }]);
});
