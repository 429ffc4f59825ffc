import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';

/* Ids may come in in either case (RFC 9562, 4); within they have one spelling. */

let border: ApiUnderTest;

beforeAll(async () => {
  border = await startApi();
  await border.app.listen(0, '127.0.0.1');
});

afterAll(() => border.close());

const ARRIVED = '2021-12-25T08:00:00+07:00';
const LATER = '2021-12-25T09:00:00+07:00';

function arrivalBody(visitId: string, plate: string, data: object = {}): object {
  return {
    visitId,
    at: ARRIVED,
    gate: 'HUU_NGHI',
    direction: 'EXPORT',
    tractor: { plate },
    bodyType: 'BOX',
    consignments: [{ consignmentId: `goods-of-${plate}`, cargoClass: 'DRY' }],
    ...data,
  };
}

interface Shown {
  readonly visitId: string;
  readonly steps: readonly { readonly eventId: string; readonly type: string; readonly body: object }[];
}

async function visit(visitId: string): Promise<Shown> {
  await border.settle();
  return (await border.get(`/truck-visits/${visitId}`)).json<Shown>();
}

async function sent(url: string, key: string, payload: object | string): Promise<Response> {
  const token = await border.token('gate-manager', { gates: ['*'], yards: ['*'] });
  const isImport = typeof payload === 'string';
  const type = isImport ? 'application/x-ndjson' : 'application/json';
  const headers = { authorization: `Bearer ${token}`, 'content-type': type, 'idempotency-key': key };
  const body = isImport ? payload : JSON.stringify(payload);
  return fetch(`${await border.app.getUrl()}/api/v1${url}`, { method: 'POST', headers, body });
}

test('a visit is the same in whatever case its id is written', async () => {
  const id = 'A1B2C3D4-0001-4ABC-8DEF-ABCDEFABCDEF';
  expect(await border.record('/truck-visits', arrivalBody(id, '12C-200.01'))).toBe(id.toLowerCase());
  await border.step(id, 'customs-clearance', LATER, { declarationNumber: '305' });
  await border.step(id.toLowerCase(), 'hold', LATER, { cause: 'weighing' });
  expect(await visit(id)).toMatchObject({ visitId: id.toLowerCase() });
  expect((await visit(id)).steps).toHaveLength(3);
});

test('the same request with the id in the other case is the same request', async () => {
  const id = await border.record(
    '/truck-visits',
    arrivalBody('a1b2c3d4-0002-4abc-8def-abcdefabcdef', '12C-200.02'),
  );
  const body = { at: LATER, declarationNumber: '306' };
  const first = await sent(`/truck-visits/${id}/customs-clearance`, 'either-case', body);
  const again = await sent(`/truck-visits/${id.toUpperCase()}/customs-clearance`, 'either-case', body);
  expect(first.status).toBe(200);
  expect(await again.json()).toEqual(await first.json());
});

test('ids within bodies are stored in lower case', async () => {
  const before = 'A1B2C3D4-0003-4ABC-8DEF-ABCDEFABCDEF';
  await border.record('/truck-visits', arrivalBody(before, '12C-200.04'));
  const id = await border.record('/truck-visits', {
    ...arrivalBody('A1B2C3D4-0004-4ABC-8DEF-ABCDEFABCDEF', '12C-200.03'),
    previousVisitId: before,
  });
  const { steps } = await visit(id);
  expect(steps[0]?.body).toMatchObject({ visitId: id, previousVisitId: before.toLowerCase() });
});

test('a correction names its event, and its corrected body the visit, in either case', async () => {
  const id = await border.record(
    '/truck-visits',
    arrivalBody('a1b2c3d4-0005-4abc-8def-abcdefabcdef', '12C-200.05'),
  );
  const eventId = (await visit(id)).steps[0]?.eventId.toUpperCase();
  const corrected = arrivalBody(id.toUpperCase(), '12C-200.06');
  await border.step(id, 'correction', LATER, { eventId, reason: 'INCORRECT_DATA', corrected });
  expect((await visit(id)).steps[0]?.body).toMatchObject({ visitId: id, tractor: { plate: '12C20006' } });
});

test('an import line names its visit in either case', async () => {
  const id = 'A1B2C3D4-0007-4ABC-8DEF-ABCDEFABCDEF';
  const lines = [
    { key: 'spelled-1', command: 'truck-visits', body: arrivalBody(id, '12C-200.07') },
    {
      key: 'spelled-2',
      command: 'truck-visits/customs-clearance',
      id,
      body: { at: LATER, declarationNumber: '307' },
    },
  ];
  const text = lines.map((line) => JSON.stringify(line)).join('\n');
  const answer = await sent('/movement-imports', 'import-spelled', text);
  const answers = (await answer.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { status: number; id: string });
  expect(answers.map(({ status, id: visitId }) => [status, visitId])).toEqual([
    [200, id.toLowerCase()],
    [200, id.toLowerCase()],
  ]);
  const again = await sent(`/truck-visits/${id}/customs-clearance`, 'spelled-2', lines[1]?.body ?? {});
  expect(again.status).toBe(200);
});

test.each([
  'a1b2c3d4-0005-4abc-8def-abcdefabcdeg',
  '{a1b2c3d4-0005-4abc-8def-abcdefabcdef}',
  'K1',
  '%E2%84%AA1b2c3d4-0005-4abc-8def-abcdefabcdef',
])('what is no id has no visit: %s', async (id) => {
  const answer = await border.post(`/truck-visits/${id}/hold`, { at: LATER, cause: 'weighing' });
  expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([404, 'VISIT_NOT_FOUND']);
});
