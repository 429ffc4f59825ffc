import { startBorder } from '../../../testing/live-border';
import type { LiveBorder } from '../../../testing/live-border';

let border: LiveBorder;
let token: string;

beforeAll(async () => {
  border = await startBorder();
  token = await border.token('gate-operator', { gates: ['*'] });
});

afterAll(() => border.close());

function post(path: string, key: string, payload: object, by = token) {
  const headers = { authorization: `Bearer ${by}`, 'idempotency-key': key };
  return border.app.inject({ method: 'POST', url: `/api/v1${path}`, headers, payload });
}

const arrival = (plate: string) => ({
  gate: 'CHI_MA',
  direction: 'EXPORT',
  at: '2021-12-25T06:40:00+07:00',
  tractor: { plate },
  bodyType: 'BOX',
  consignments: [{ consignmentId: `goods-of-${plate}`, cargoClass: 'DRY' }],
});

test('a key that recorded something on one stream is refused with another request on another', async () => {
  const [first, second] = [
    await post('/truck-visits', 'key-1', arrival('12C-001.01')),
    arrival('12C-002.02'),
  ];
  expect(first.statusCode).toBe(201);
  await border.settle();
  const before = await border.store.lastPosition();
  const visitId = 'a3c1d5de-0f0a-4b52-9d6e-0c2f8c5b7e11';
  const reused = await post('/truck-visits', 'key-1', { ...second, visitId });
  expect([reused.statusCode, reused.json<{ code: string }>().code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  expect(await border.store.lastPosition()).toBe(before);
});

test('the same request under its key gets its first answer again', async () => {
  const body = arrival('12C-003.03');
  const first = await post('/truck-visits', 'key-3', body);
  await border.settle();
  const again = await post('/truck-visits', 'key-3', body);
  expect([again.statusCode, again.json()]).toEqual([first.statusCode, first.json()]);
});

test('the same request written by another client, its keys in another order, is the same request', async () => {
  const body = arrival('12C-008.08');
  const first = await post('/truck-visits', 'key-8', body);
  const { consignments, ...rest } = body;
  const goods = consignments.map((one) => Object.fromEntries(Object.entries(one).reverse()));
  const reversed = Object.fromEntries(Object.entries({ ...rest, consignments: goods }).reverse());
  expect(Object.keys(reversed)).not.toEqual(Object.keys(body));
  const again = await post('/truck-visits', 'key-8', reversed);
  expect([again.statusCode, again.json()]).toEqual([201, first.json()]);
});

test('a refused request leaves its key free for another', async () => {
  const refused = await post('/truck-visits', 'key-4', { ...arrival('12C-004.04'), direction: 'IMPORT' });
  expect(refused.statusCode).toBe(400);
  expect((await post('/truck-visits', 'key-4', arrival('12C-005.05'))).statusCode).toBe(201);
});

test('two callers may use the same key', async () => {
  expect((await post('/truck-visits', 'key-6', arrival('12C-006.06'))).statusCode).toBe(201);
  await border.settle();
  const other = await border.token('gate-operator', { gates: ['*'], sub: 'another-operator' });
  expect((await post('/truck-visits', 'key-6', arrival('12C-007.07'), other)).statusCode).toBe(201);
});
