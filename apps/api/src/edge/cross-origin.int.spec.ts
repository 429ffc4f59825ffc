import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';

/* Web pages of other origins (CORS). */

const OURS = 'https://board.example';
const OTHER = 'https://other.example';

let border: ApiUnderTest;

beforeAll(async () => {
  border = await startApi({ CORS_ORIGINS: `${OURS},http://localhost:5173` });
});

afterAll(() => border.close());

async function send(method: 'GET' | 'OPTIONS', url: string, headers: Readonly<Record<string, string>>) {
  const authorization = `Bearer ${await border.token('manager')}`;
  return border.app.inject({ method, url, headers: { authorization, ...headers } });
}

const OPEN = [
  '/api/v1/public/gate-boards',
  '/api/v1/public/gate-boards/?at=2021-12-25T08:00:00Z',
  '/openapi.json',
  '/api/v1/event-types',
  '/api/v1/rejection-codes',
];

test.each(OPEN)('%s is open to every origin', async (url) => {
  const { statusCode, headers } = await send('GET', url, { origin: OTHER });
  expect([statusCode, headers['access-control-allow-origin']]).toEqual([200, '*']);
  const preflight = await send('OPTIONS', url, { origin: OTHER, 'access-control-request-method': 'GET' });
  expect([preflight.statusCode, preflight.headers]).toMatchObject([
    204,
    { 'access-control-allow-origin': '*', 'access-control-allow-methods': 'GET, HEAD' },
  ]);
});

test.each(['/api/v1/gate-boards', '/api/v1/publicity', '/openapi.jsonp', '/metrics'])(
  '%s is closed to an origin that no setting names',
  async (url) => {
    const { headers } = await send('GET', url, { origin: OTHER });
    expect(headers['access-control-allow-origin']).toBeUndefined();
    const preflight = await send('OPTIONS', url, { origin: OTHER, 'access-control-request-method': 'GET' });
    expect(preflight.headers['access-control-allow-origin']).toBeUndefined();
    expect([404, 405]).toContain(preflight.statusCode);
  },
);

test('an origin of the setting may use the whole API', async () => {
  const { headers } = await send('GET', '/api/v1/gate-boards', { origin: OURS });
  expect(headers).toMatchObject({
    'access-control-allow-origin': OURS,
    vary: expect.stringContaining('Origin') as string,
  });
  const asked = {
    origin: OURS,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'idempotency-key',
  };
  const preflight = await send('OPTIONS', '/api/v1/truck-visits', asked);
  expect([preflight.statusCode, preflight.headers]).toMatchObject([
    204,
    {
      'access-control-allow-origin': OURS,
      'access-control-allow-headers': expect.stringContaining('Idempotency-Key') as string,
    },
  ]);
});

test('an address that does not exist says so to every origin that may ask', async () => {
  for (const [url, origin, allowed] of [
    ['/api/v1/public/nothing', OTHER, '*'],
    ['/api/v1/nothing', OURS, OURS],
    ['/api/v1/nothing', OTHER, undefined],
  ] as const) {
    const { statusCode, headers } = await send('GET', url, { origin });
    expect([statusCode, headers['access-control-allow-origin']]).toEqual([404, allowed]);
  }
});

test('an OPTIONS that is no preflight is answered as any unknown method', async () => {
  const answer = await send('OPTIONS', '/api/v1/truck-visits', {});
  expect([answer.statusCode, answer.json()]).toMatchObject([405, { code: 'METHOD_NOT_ALLOWED' }]);
});
