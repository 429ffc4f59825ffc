import { trial } from '../testing/edge-trial';
import { BODY, CLEAR, TrialApi } from '../testing/trial-api';
import type { Sent } from '../testing/trial-api';
import { typeOf } from './problem/problem-document';

let api: TrialApi;

beforeAll(async () => {
  api = await TrialApi.start();
});

afterAll(() => api.stop());

describe('a command', () => {
  test('reaches its handler with its context and answers where it was recorded', async () => {
    const answer = await api.post({
      headers: { 'if-match': '"6"', 'device-id': 'phone-3', 'device-sequence': '41' },
    });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({
      id: '0b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d',
      revision: '7',
      position: '9007199254740993',
      events: ['trial.Cleared.v1'],
      eventIds: [trial.contexts.at(-1)?.command.commandId],
      recordTime: trial.contexts.at(-1)?.now,
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
      ifMatch: [6n],
    });
  });

  test('sent twice at once under one key runs one after the other, as one command', async () => {
    trial.running = 0;
    const answers = await Promise.all(
      ['same', 'same', 'same'].map((k) => api.post({ headers: { 'idempotency-key': k } })),
    );
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
    expect(trial.mostAtOnce).toBe(1);
    expect(new Set(trial.contexts.slice(-3).map(({ command }) => command.commandId)).size).toBe(1);
  });

  test('has one request hash whatever its white space', async () => {
    await api.post({ payload: JSON.stringify(BODY) });
    await api.post({ payload: JSON.stringify(BODY, null, 2) });
    await api.post({ payload: { ...BODY, declarationNumber: '306' } });
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
    const answer = await api.post(sent);
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.json()).toMatchObject({ status, code, type: typeOf(code) });
    expect(trial.recorded).toBe(before);
    if (status === 401) expect(answer.headers['www-authenticate']).toMatch(/^Bearer/);
    if (status === 503) expect(answer.headers['retry-after']).toBe('2');
    if (status === 405) expect(answer.headers['allow']).toBe('GET, HEAD');
  });

  test('says so in the language asked for, and tells nothing of our fault', async () => {
    const answer = await api.post({
      payload: { ...BODY, declarationNumber: 'BUG' },
      headers: { 'accept-language': 'vi' },
    });
    expect(answer.json()).toMatchObject({ title: 'Lỗi máy chủ', instance: CLEAR });
    expect(answer.headers['content-language']).toBe('vi');
    expect(answer.body).not.toMatch(/secret/);
  });

  test('of a store that may not be used it says where the reason stands, and not the reason', async () => {
    const answer = await api.post({ payload: { ...BODY, declarationNumber: 'SHUT' } });
    expect(answer.json()).toMatchObject({
      status: 503,
      code: 'STORE_UNAVAILABLE',
      detail: expect.stringMatching(/may not be used: .* at \/readyz$/) as string,
    });
    expect(answer.headers['retry-after']).toBe('2');
    expect(answer.body).not.toMatch(/secret/);
  });

  test('another gate is not there, another role is not allowed', async () => {
    const elsewhere = { payload: { ...BODY, declarationNumber: 'AT TAN_THANH' } };
    expect((await api.post(elsewhere)).json()).toMatchObject({ status: 404, code: 'VISIT_NOT_FOUND' });
    const guard = await api.token('border-guard', { gates: ['HUU_NGHI'] });
    const answer = await api.post({ headers: { authorization: `Bearer ${guard}` } });
    expect(answer.json()).toMatchObject({ status: 403, code: 'FORBIDDEN' });
  });
});

describe('a query', () => {
  const boards = '/api/v1/gate-boards';
  const asked = (accept: string) =>
    api.get(`${boards}/HUU_NGHI/queue`, { authorization: `Bearer ${api.operator}`, accept });

  test('answers JSON, or CSV to those who ask for it', async () => {
    expect((await asked('application/json')).json()).toMatchObject({ items: [{ tractor: '=12C' }] });
    const csv = await asked('text/csv');
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
    expect(csv.body).toBe("\ufefftractor\r\n'=12C\r\n");
  });

  test('refuses a parameter it does not know', async () => {
    const answer = await api.get(`${boards}/HUU_NGHI/queue?limits=5`, {
      authorization: `Bearer ${api.operator}`,
    });
    expect(answer.json()).toMatchObject({ status: 400, code: 'QUERY_INVALID' });
  });

  test('HEAD needs the same token as GET', async () => {
    const head = (headers: Record<string, string>) =>
      api.app.inject({ method: 'HEAD', url: `${boards}/HUU_NGHI/queue`, headers });
    expect((await head({})).statusCode).toBe(401);
    expect((await head({ authorization: `Bearer ${api.operator}` })).statusCode).toBe(200);
  });
});
