import { DocumentedAnswers } from '../../testing/documented-answers';
import type { PostAnswer } from '../../testing/documented-answers';
import { arrivalOf, startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';

/* Every answer below is also held against the document when the border closes. */

const ROOT = '/api/v1';
const AT = '2021-12-25T08:00:00+07:00';
const ARRIVAL = arrivalOf('12C-710.01', AT);
const DRIVER = { driverCode: 'CHI_MA-D99', pool: 'CHI_MA', gate: 'CHI_MA', at: AT };
const SUSPENSION = { at: AT, orderedBy: 'FOREIGN', reason: 'outbreak' };
const CAPACITY = { at: AT, capacity: { min: 1, max: 2 }, tenure: 'PERMANENT' };

let border: ApiUnderTest;
let documented: DocumentedAnswers;

beforeAll(async () => {
  border = await startApi();
  await border.app.listen(0, '127.0.0.1');
  documented = DocumentedAnswers.of(border.app);
});

afterAll(() => border.close());

/** `route` has its parameters in braces; they stand for CHI_MA and its yard. */
async function posted(route: string, body: object, token?: string): Promise<PostAnswer> {
  const url = route.replace('{gate}', 'CHI_MA').replace('{yard}', 'CHI_MA_YARD');
  const { statusCode, headers, body: text } = await border.post(url, body, token);
  const type = String(headers['content-type']).split(';')[0] ?? '';
  return { path: `${ROOT}${route}`, status: statusCode, type, text };
}

test.each<[string, object, string]>([
  ['/border-gates/{gate}/suspension', SUSPENSION, 'CHI_MA'],
  ['/yards/{yard}/capacity', CAPACITY, 'CHI_MA_YARD'],
])('%s answers the code of what it is about', async (route, body, id) => {
  const answer = await posted(route, body);
  expect([answer.status, JSON.parse(answer.text)]).toMatchObject([200, { id }]);
  expect(documented.faultsOfPost(answer)).toEqual([]);
});

test.each<[string, object, string]>([
  ['/truck-visits', ARRIVAL, 'gate-operator'],
  ['/dedicated-drivers', DRIVER, 'driver-pool-operator'],
])('%s said twice is 201 and then 200, and the document knows both', async (route, body, role) => {
  const token = await border.token(role, { gates: ['*'] });
  const answers = [await posted(route, body, token), await posted(route, body, token)];
  expect(answers.map(({ status }) => status)).toEqual([201, 200]);
  expect(answers.flatMap((answer) => documented.faultsOfPost(answer))).toEqual([]);
});

describe('an import', () => {
  async function send(text: string, type = 'application/x-ndjson', role = 'gate-manager') {
    const authorization = `Bearer ${await border.token(role, { gates: ['*'] })}`;
    const url = `${await border.app.getUrl()}${ROOT}/movement-imports`;
    const headers = { authorization, 'content-type': type };
    const answer = await fetch(url, { method: 'POST', headers, body: text });
    const media = answer.headers.get('content-type')?.split(';')[0] ?? '';
    const body = await answer.text();
    return { path: `${ROOT}/movement-imports`, status: answer.status, type: media, text: body };
  }

  test('answers lines as the document describes them; an arrival that begins a visit is 200 in its line', async () => {
    const arrival = { ...ARRIVAL, tractor: { plate: 'TEMP 1' } };
    const lines = [
      { key: 'line-1', command: 'truck-visits', body: arrival },
      { key: 'line-2', command: 'border-gates/suspension', id: 'TAN_THANH', body: SUSPENSION },
      { key: 'line-3', command: 'truck-visits', body: { ...arrival, tractor: { plate: '?' } } },
    ];
    const answer = await send([...lines.map((line) => JSON.stringify(line)), 'no line'].join('\n'));
    const answered = answer.text.trim().split('\n');
    expect(answered.map((line) => (JSON.parse(line) as { status: number }).status)).toEqual([
      200, 200, 400, 400,
    ]);
    expect(documented.faultsOfPost(answer)).toEqual([]);
  });

  test.each<[number, string, string, string]>([
    [415, '{}', 'application/json', 'gate-manager'],
    [415, 'x', 'text/plain', 'gate-manager'],
    [413, '\n'.repeat(100_000), 'application/x-ndjson', 'gate-manager'],
    [403, 'x', 'application/x-ndjson', 'auditor'],
    [200, '', 'application/x-ndjson', 'gate-manager'],
  ])('that is answered with %d and no line is in the document', async (status, text, type, role) => {
    const answer = await send(text, type, role);
    expect(answer.status).toBe(status);
    expect(documented.faultsOfPost(answer)).toEqual([]);
  });
});

describe('an answer that the document does not know is a fault', () => {
  const recorded = { events: [], eventIds: [], recordTime: null, warnings: [] };
  const good = { id: 'CHI_MA', revision: '3', position: '7', ...recorded };
  const path = `${ROOT}/truck-visits`;
  const type = 'application/json';

  test.each<[string, PostAnswer]>([
    [
      'its path',
      { path: `${ROOT}/truck-visits/{id}/parking`, status: 200, type, text: JSON.stringify(good) },
    ],
    ['its status', { path, status: 418, type, text: JSON.stringify(good) }],
    ['its type', { path, status: 201, type: 'text/html', text: '<p>recorded' }],
    ['a field', { path, status: 201, type, text: JSON.stringify({ ...good, stage: 'ARRIVED' }) }],
    ['a problem', { path, status: 409, type: 'application/problem+json', text: '{"code":"NO"}' }],
    [
      'a line',
      { path: `${ROOT}/movement-imports`, status: 200, type: 'application/x-ndjson', text: '{"line":1}\n' },
    ],
  ])('%s', (_what, answer) => {
    expect(documented.faultsOfPost(answer)).not.toEqual([]);
  });
});
