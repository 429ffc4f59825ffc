import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { developmentKey, developmentToken, publicHalf, readConfig, Readiness } from '#libs/platform';
import type { Config, DevelopmentKey } from '#libs/platform';
import { createApi } from './create-api';
import { EdgeTrialModule, trial } from './edge-trial.testing';

let root: string;
let key: DevelopmentKey;
let config: Config;
let app: NestFastifyApplication;
let operator: string;
let keys = 0;

const CLEAR = '/api/v1/truck-visits/0b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d/customs-clearance';
const BODY = { at: '2021-12-15T06:40:00+07:00', declarationNumber: '305' };

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'truckflow-api-'));
  key = await developmentKey('test', root);
  const jwks = join(root, 'jwks.json');
  await writeFile(jwks, JSON.stringify({ keys: [publicHalf(key)] }));
  config = readConfig({ NODE_ENV: 'test', LOG_LEVEL: 'silent', JWKS_FILE: jwks, TOKEN_RATE_LIMIT: '1000' });
  app = await createApi({ config, imports: [EdgeTrialModule] });
  operator = await token('gate-operator', { gates: ['HUU_NGHI'] });
});

afterAll(async () => {
  await app.close();
  await rm(root, { recursive: true });
});

const token = (role: string, claims: object = {}, sub = role) =>
  developmentToken(
    key,
    { sub, roles: [role], ...claims },
    {
      issuer: config.tokenIssuer,
      audience: config.tokenAudience,
      expires: '1h',
    },
  );

interface Sent {
  readonly url?: string;
  readonly headers?: Record<string, string | undefined>;
  readonly payload?: string | object;
}

function post({ url = CLEAR, headers = {}, payload = BODY }: Sent = {}) {
  const all = { authorization: `Bearer ${operator}`, 'idempotency-key': `key-${++keys}`, ...headers };
  const sent = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Record<
    string,
    string
  >;
  const type = { 'content-type': 'application/json' };
  return app.inject({ method: 'POST', url, headers: { ...type, ...sent }, payload });
}

const get = (url: string, headers: Record<string, string> = {}) =>
  app.inject({ method: 'GET', url, headers });

describe('a command', () => {
  test('reaches its handler with its context and answers where it was recorded', async () => {
    const answer = await post({
      headers: { 'if-match': '"6"', 'device-id': 'phone-3', 'device-sequence': '41' },
    });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({
      id: '0b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d',
      revision: '7',
      position: '9007199254740993',
      events: ['truckVisit.CustomsCleared.v1'],
      warnings: [],
    });
    expect(answer.headers).toMatchObject({
      etag: '"7"',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    expect(trial.contexts.at(-1)?.command).toMatchObject({
      actor: { sub: 'gate-operator', agency: null },
      role: 'gate-operator',
      source: 'DEVICE',
      device: { id: 'phone-3', sequence: '41' },
      ifMatch: 6n,
    });
  });

  test('sent twice at once under one key runs one after the other, as one command', async () => {
    trial.running = 0;
    const answers = await Promise.all(
      ['same', 'same', 'same'].map((k) => post({ headers: { 'idempotency-key': k } })),
    );
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
    expect(trial.mostAtOnce).toBe(1);
    expect(new Set(trial.contexts.slice(-3).map(({ command }) => command.commandId)).size).toBe(1);
  });

  test('has one request hash whatever its white space', async () => {
    await post({ payload: JSON.stringify(BODY) });
    await post({ payload: JSON.stringify(BODY, null, 2) });
    await post({ payload: { ...BODY, declarationNumber: '306' } });
    const [one, two, other] = trial.contexts.slice(-3).map(({ command }) => command.requestHash);
    expect([one === two, one === other]).toEqual([true, false]);
  });
});

describe('what is refused', () => {
  test.each<[string, Sent, number, string]>([
    ['no token', { headers: { authorization: undefined } }, 401, 'TOKEN_MISSING'],
    [
      'no token, whatever the body',
      { headers: { authorization: undefined }, payload: '{' },
      401,
      'TOKEN_MISSING',
    ],
    ['a broken token', { headers: { authorization: 'Bearer a.b.c' } }, 401, 'TOKEN_INVALID'],
    ['no key', { headers: { 'idempotency-key': undefined } }, 400, 'IDEMPOTENCY_KEY_MISSING'],
    ['a key with a space', { headers: { 'idempotency-key': 'a b' } }, 400, 'IDEMPOTENCY_KEY_INVALID'],
    ['an If-Match that is no revision', { headers: { 'if-match': '7' } }, 400, 'HEADER_INVALID'],
    ['a sequence without a device', { headers: { 'device-sequence': '1' } }, 400, 'HEADER_INVALID'],
    ['malformed JSON', { payload: '{"at":' }, 400, 'BODY_MALFORMED'],
    ['a duplicate key', { payload: '{"at":1,"at":2}' }, 400, 'KEY_DUPLICATE'],
    ['an unknown field', { payload: { ...BODY, colour: 'red' } }, 400, 'BODY_INVALID'],
    ['a time that lies ahead', { payload: { ...BODY, at: '2999-01-01T00:00:00Z' } }, 400, 'AT_IN_FUTURE'],
    [
      'another content type',
      { headers: { 'content-type': 'text/plain' }, payload: 'x' },
      415,
      'CONTENT_TYPE_NOT_SUPPORTED',
    ],
    [
      'another charset',
      { headers: { 'content-type': 'application/json; charset=utf-16' } },
      415,
      'CONTENT_TYPE_NOT_SUPPORTED',
    ],
    ['a compressed body', { headers: { 'content-encoding': 'gzip' } }, 415, 'CONTENT_ENCODING_NOT_SUPPORTED'],
    ['65 KiB', { payload: JSON.stringify({ ...BODY, place: 'x'.repeat(65_536) }) }, 413, 'BODY_TOO_LARGE'],
    ['an unknown address', { url: '/api/v1/nothing' }, 404, 'ROUTE_NOT_FOUND'],
    ['another method', { url: '/api/v1/gate-boards' }, 405, 'METHOD_NOT_ALLOWED'],
    ['an id that is none', { url: '/api/v1/truck-visits/1;drop/customs-clearance' }, 404, 'NOT_FOUND'],
    ['a malformed address', { url: '/api/v1/truck-visits/%zz/customs-clearance' }, 400, 'REQUEST_MALFORMED'],
    [
      'what the domain rejects',
      { payload: { ...BODY, declarationNumber: 'SUSPENDED' } },
      409,
      'GATE_SUSPENDED',
    ],
    ['a lost race', { payload: { ...BODY, declarationNumber: 'CONFLICT' } }, 409, 'REVISION_CONFLICT'],
    ['a stale revision', { payload: { ...BODY, declarationNumber: 'STALE' } }, 412, 'REVISION_STALE'],
    [
      'a key of another body',
      { payload: { ...BODY, declarationNumber: 'REUSED' } },
      422,
      'IDEMPOTENCY_KEY_REUSED',
    ],
    ['a store that is gone', { payload: { ...BODY, declarationNumber: 'GONE' } }, 503, 'STORE_UNAVAILABLE'],
    ['a full disk', { payload: { ...BODY, declarationNumber: 'FULL' } }, 507, 'STORE_FULL'],
    ['a fault of ours', { payload: { ...BODY, declarationNumber: 'BUG' } }, 500, 'INTERNAL_ERROR'],
  ])('%s', async (_what, sent, status, code) => {
    const before = trial.recorded;
    const answer = await post(sent);
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.json()).toMatchObject({
      status,
      code,
      type: expect.stringMatching(/^urn:truckflow:problem:/),
    });
    expect(trial.recorded).toBe(before);
    if (status === 401) expect(answer.headers['www-authenticate']).toMatch(/^Bearer/);
    if (status === 503) expect(answer.headers['retry-after']).toBe('2');
    if (status === 405) expect(answer.headers['allow']).toBe('GET, HEAD');
  });

  test('says so in the language asked for, and tells nothing of our fault', async () => {
    const answer = await post({
      payload: { ...BODY, declarationNumber: 'BUG' },
      headers: { 'accept-language': 'vi' },
    });
    expect(answer.json()).toMatchObject({ title: 'Lỗi máy chủ', instance: CLEAR });
    expect(answer.headers['content-language']).toBe('vi');
    expect(answer.body).not.toMatch(/secret/);
  });

  test('another gate is not there, another role is not allowed', async () => {
    const elsewhere = { payload: { ...BODY, declarationNumber: 'AT TAN_THANH' } };
    expect((await post(elsewhere)).json()).toMatchObject({ status: 404, code: 'VISIT_NOT_FOUND' });
    const guard = await token('border-guard', { gates: ['HUU_NGHI'] });
    const answer = await post({ headers: { authorization: `Bearer ${guard}` } });
    expect(answer.json()).toMatchObject({ status: 403, code: 'FORBIDDEN' });
  });
});

describe('a query', () => {
  const boards = '/api/v1/gate-boards';
  const asked = (accept: string) =>
    get(`${boards}/HUU_NGHI/queue`, { authorization: `Bearer ${operator}`, accept });

  test('answers JSON, or CSV to those who ask for it', async () => {
    expect((await asked('application/json')).json()).toMatchObject({ items: [{ tractor: '=12C' }] });
    const csv = await asked('text/csv');
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
    expect(csv.body).toBe("\ufefftractor\r\n'=12C\r\n");
  });

  test('refuses a parameter it does not know', async () => {
    const answer = await get(`${boards}/HUU_NGHI/queue?limits=5`, { authorization: `Bearer ${operator}` });
    expect(answer.json()).toMatchObject({ status: 400, code: 'QUERY_INVALID' });
  });

  test('HEAD needs the same token as GET', async () => {
    const head = (headers: Record<string, string>) =>
      app.inject({ method: 'HEAD', url: `${boards}/HUU_NGHI/queue`, headers });
    expect((await head({})).statusCode).toBe(401);
    expect((await head({ authorization: `Bearer ${operator}` })).statusCode).toBe(200);
  });
});

describe('limits', () => {
  test('the public has sixty requests a minute and address; X-Forwarded-For changes nothing', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 61; i++) {
      statuses.push(
        (await get('/api/v1/public/gate-boards', { 'x-forwarded-for': `10.0.0.${i}` })).statusCode,
      );
    }
    expect(statuses.filter((status) => status === 200)).toHaveLength(60);
    const answer = await get('/api/v1/public/gate-boards');
    expect(answer.json()).toMatchObject({ status: 429, code: 'RATE_LIMITED' });
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  });

  test('a subject has its own limit', async () => {
    const busy = await token('gate-operator', { gates: ['HUU_NGHI'] }, 'busy');
    const send = () => post({ headers: { authorization: `Bearer ${busy}`, 'idempotency-key': 'a b' } });
    for (let i = 0; i < 1000; i++) await send();
    expect((await send()).statusCode).toBe(429);
    expect((await post()).statusCode).toBe(200);
  });
});

describe('the root', () => {
  test('health, numbers and documents need no token from this machine', async () => {
    for (const path of ['/livez', '/readyz', '/startupz', '/metrics', '/openapi.json', '/docs']) {
      expect([path, (await get(path)).statusCode]).toEqual([path, 200]);
    }
    expect((await get('/metrics')).body).toMatch(
      /truckflow_http_request_duration_seconds_count\{[^}]*customs-clearance/,
    );
  });

  test('numbers are not for strangers from elsewhere', async () => {
    const from = { method: 'GET', url: '/metrics', remoteAddress: '192.0.2.7' } as const;
    expect((await app.inject(from)).statusCode).toBe(401);
    const auditor = `Bearer ${await token('auditor')}`;
    expect((await app.inject({ ...from, headers: { authorization: auditor } })).statusCode).toBe(200);
  });

  test('not ready is a problem that names the part', async () => {
    const readiness = app.get(Readiness);
    readiness.register('views', () => ({ up: false, detail: { lag: 7 } }));
    const answer = await get('/readyz');
    readiness.probes.delete('views');
    expect(answer.json()).toMatchObject({ code: 'NOT_READY', checks: { views: { status: 'down', lag: 7 } } });
  });

  test('the document names the route, its body and its problems', async () => {
    const document = (await get('/openapi.json')).json<{
      openapi: string;
      paths: object;
      components: object;
    }>();
    expect(document.openapi).toBe('3.1.0');
    expect(document).toMatchObject({
      paths: {
        '/api/v1/truck-visits/{visitId}/customs-clearance': {
          post: {
            operationId: 'clearCustomsTrial',
            requestBody: {
              content: { 'application/json': { schema: { $ref: '#/components/schemas/TrialBody' } } },
            },
          },
        },
      },
      components: { schemas: { TrialBody: { additionalProperties: false }, Problem: { type: 'object' } } },
    });
  });
});

describe('on the wire', () => {
  let port: number;
  let server: NestFastifyApplication;

  beforeAll(async () => {
    server = await createApi({ config, imports: [EdgeTrialModule] });
    await server.listen(0, '127.0.0.1');
    port = (server.getHttpServer().address() as AddressInfo).port;
  });

  /** Sends bytes as they are and collects what comes back until the server closes. */
  const raw = (text: string) =>
    new Promise<string>((resolve, reject) => {
      let answer = '';
      const socket = connect(port, '127.0.0.1', () => socket.write(text));
      socket.on('data', (data) => (answer += data.toString('utf8')));
      socket.on('close', () => {
        resolve(answer);
      });
      socket.on('error', reject);
    });
  const head = () =>
    `POST ${CLEAR} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${operator}\r\nContent-Type: application/json\r\n`;

  test('a chunked body that does not end is cut at 64 KiB', async () => {
    const chunk = `8000\r\n${'x'.repeat(0x8000)}\r\n`;
    const answer = await raw(`${head()}Transfer-Encoding: chunked\r\n\r\n${chunk}${chunk}${chunk}`);
    expect(answer).toMatch(/^HTTP\/1\.1 413 [^]*BODY_TOO_LARGE/);
  });

  test('a length that announces too much is refused before the body', async () => {
    expect(await raw(`${head()}Content-Length: 70000\r\n\r\n`)).toMatch(/^HTTP\/1\.1 413 [^]*BODY_TOO_LARGE/);
  });

  test('what is no HTTP is answered with a problem', async () => {
    expect(await raw('HELO gate\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 [^]*"code":"REQUEST_MALFORMED"/);
  });

  test('two lengths are not argued about', async () => {
    const smuggled = `${head()}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`;
    expect(await raw(smuggled)).toMatch(/^HTTP\/1\.1 400 /);
  });

  test('told to stop, it finishes what is in flight and ends streams', async () => {
    const answered = new Promise<number>((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${operator}`,
        'content-type': 'application/json',
        'idempotency-key': 'last',
      };
      const sent = request({ port, path: CLEAR, method: 'POST', headers }, (answer) => {
        answer.resume().on('end', () => {
          resolve(answer.statusCode ?? 0);
        });
      });
      sent.on('error', reject).end(JSON.stringify({ ...BODY, declarationNumber: 'SLOW' }));
    });
    const stream = raw(
      `GET /api/v1/gate-boards/HUU_NGHI/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${operator}\r\n\r\n`,
    );
    await trial.slowBegun;
    await server.close();
    expect(await answered).toBe(200);
    expect(await stream).toMatch(/event: board[^]*data: /);
  });
});
