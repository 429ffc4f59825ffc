import { arrivalOf, startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';
import { at } from '../../testing/fixture-2021-12-25';

/* The public look-up under those who guess, forge headers, or send what is no ticket. */

const LIMIT = 8;
const PATH = '/api/v1/public/positions/';
const WRONG = '7ZZZZZZZZZZZZZZZZZZZZZZZZZ';
let border: ApiUnderTest;
let code: string;

beforeEach(async () => {
  border = await startApi({ TICKET_RATE_LIMIT: String(LIMIT) });
  const answer = await border.post('/truck-visits', arrivalOf('12C-001.10', at('06:00')));
  ({ code } = answer.json<{ ticket: { code: string } }>().ticket);
  await border.settle();
});

afterEach(() => border.close());

const get = (ticket: string, headers: Readonly<Record<string, string>> = {}, remoteAddress = '203.0.113.7') =>
  border.app.inject({ method: 'GET', url: PATH + ticket, headers, remoteAddress });

/** Of a refusal all but the address that was asked for. */
async function refused(ticket: string) {
  const { statusCode, headers, body } = await get(ticket);
  const { instance: _, ...problem } = JSON.parse(body) as Record<string, unknown>;
  return { statusCode, cache: headers['cache-control'], type: headers['content-type'], problem };
}

describe('a ticket that leads nowhere', () => {
  test.each([
    ['one digit off', () => code.slice(0, -1) + (code.endsWith('A') ? 'B' : 'A')],
    ['too short', () => code.slice(0, 25)],
    ['too long', () => `${code}0`],
    ['a hash', () => 'a'.repeat(64)],
    ['an id of a visit', () => '0b6f6f0e-5b1c-4c55-9d7c-3f1f0f3a2b11'],
    ['SQL', () => encodeURIComponent("' OR '1'='1")],
    ['a wildcard', () => '%25'],
    ['a path', () => encodeURIComponent('../gate-boards')],
    ['markup', () => encodeURIComponent('<svg onload=alert(1)>')],
    ['a NUL', () => `${code}%00`],
    ['spaces alone', () => '%20%20'],
    ['another script', () => encodeURIComponent('٠'.repeat(26))],
  ])('is answered as any other: %s', async (_, ticketOf) => {
    expect(await refused(ticketOf())).toEqual(await refused(WRONG));
  });

  test('is a 404 that no cache keeps, and names nothing', async () => {
    expect(await refused(WRONG)).toMatchObject({
      statusCode: 404,
      cache: 'no-store',
      type: 'application/problem+json; charset=utf-8',
      problem: { code: 'NOT_FOUND', detail: 'there is no such ticket' },
    });
  });

  test.each(['%zz', 'x'.repeat(300), '', '.', '..'])(
    'and what is no address is no fault of ours: %j',
    async (odd) => {
      const { statusCode, body } = await get(odd);
      expect([400, 404, 414]).toContain(statusCode);
      expect(body).not.toContain('rank');
    },
  );
});

describe('who guesses', () => {
  test('is stopped after so many tickets a minute, also with a good one, and told when to come back', async () => {
    for (let asked = 0; asked < LIMIT; asked += 1) expect((await get(WRONG)).statusCode).toBe(404);
    const { statusCode, headers } = await get(code);
    expect(statusCode).toBe(429);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect(headers['cache-control']).toBe('no-store');
  });

  test.each(['x-forwarded-for', 'forwarded', 'x-real-ip', 'cf-connecting-ip', 'true-client-ip'])(
    'is not another one by writing %s',
    async (header) => {
      for (let asked = 0; asked < LIMIT; asked += 1) await get(WRONG, { [header]: `198.51.100.${asked}` });
      expect((await get(WRONG, { [header]: '198.51.100.99' })).statusCode).toBe(429);
    },
  );

  test('does not stop those at other addresses, nor the boards at his own', async () => {
    for (let asked = 0; asked <= LIMIT; asked += 1) await get(WRONG);
    expect((await get(code, {}, '203.0.113.8')).statusCode).toBe(200);
    const boards = {
      method: 'GET' as const,
      url: '/api/v1/public/gate-boards',
      remoteAddress: '203.0.113.7',
    };
    expect((await border.app.inject(boards)).statusCode).toBe(200);
  });
});

describe('the look-up', () => {
  test('gives no more for a token, whoever it is of', async () => {
    const plain = (await get(code)).json<object>();
    const authorization = `Bearer ${await border.token('manager')}`;
    expect((await get(code, { authorization })).json()).toEqual(plain);
    expect((await get(WRONG, { authorization })).statusCode).toBe(404);
  });

  test('takes no parameter beside the position', async () => {
    expect((await get(`${code}?visitId=x`)).statusCode).toBe(400);
    expect((await get(`${code}?fields=tractor`)).statusCode).toBe(400);
  });

  test('is open to every origin, as what is public is', async () => {
    const { headers } = await get(code, { origin: 'https://elsewhere.example' });
    expect(headers['access-control-allow-origin']).toBe('*');
  });

  test('is not changed, deleted or written', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH'] as const) {
      const { statusCode } = await border.app.inject({ method, url: PATH + code });
      expect([404, 405]).toContain(statusCode);
    }
  });
});

test('a picture holds nothing that somebody typed', async () => {
  const evil = '"><script>alert(1)</script>';
  const answer = await border.post(
    '/truck-visits',
    arrivalOf('12C-001.12', at('06:10'), {
      carrier: 'A',
      consignments: [{ consignmentId: evil, cargoClass: 'DRY' }],
    }),
  );
  expect(answer.json<{ ticket: { qr: string } }>().ticket.qr).not.toMatch(/script|alert|href|on\w+=/i);
});

test('a ticket leads to the address of the setting, which the picture alone shows', async () => {
  const other = await startApi({ TICKET_URL: 'https://line.example/t/' });
  try {
    const answer = await other.post('/truck-visits', arrivalOf('12C-001.10', at('06:00')));
    const { ticket } = answer.json<{ ticket: { code: string; qr: string } }>();
    expect(ticket.code).toHaveLength(26);
    expect(ticket.qr).not.toContain('line.example');
    expect(ticket.qr.length).toBeGreaterThan(2_000);
  } finally {
    await other.close();
  }
});
