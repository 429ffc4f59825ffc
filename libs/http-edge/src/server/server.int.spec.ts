import { request } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Readiness } from '#libs/platform';
import { trial } from '../../testing/edge-trial';
import { BODY, CLEAR, TrialApi } from '../../testing/trial-api';
import { openApiDocument } from '../openapi/document';
import { IsInstant } from '../validation/fields';
import { registerSchema } from '../validation/json-body';

let api: TrialApi;

beforeAll(async () => {
  api = await TrialApi.start();
});

afterAll(() => api.stop());

describe('limits', () => {
  test('the public has sixty requests a minute and address; X-Forwarded-For changes nothing', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 61; i++) {
      statuses.push(
        (await api.get('/api/v1/public/gate-boards', { 'x-forwarded-for': `10.0.0.${i}` })).statusCode,
      );
    }
    expect(statuses.filter((status) => status === 200)).toHaveLength(60);
    const answer = await api.get('/api/v1/public/gate-boards');
    expect(answer.json()).toMatchObject({ status: 429, code: 'RATE_LIMITED' });
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  });

  test('a subject has its own limit', async () => {
    const busy = await api.token('gate-operator', { gates: ['HUU_NGHI'] }, 'busy');
    const send = () => api.post({ headers: { authorization: `Bearer ${busy}`, 'idempotency-key': 'a b' } });
    for (let i = 0; i < 1000; i++) await send();
    expect((await send()).statusCode).toBe(429);
    expect((await api.post()).statusCode).toBe(200);
  });
});

describe('the root', () => {
  const fromElsewhere = (url: string, headers: Record<string, string> = {}) =>
    api.app.inject({ method: 'GET', url, headers, remoteAddress: '192.0.2.40' });

  test('health, numbers and documents need no token from this machine', async () => {
    for (const path of ['/livez', '/readyz', '/startupz', '/metrics']) {
      expect([path, (await api.get(path)).statusCode]).toEqual([path, 200]);
    }
    for (const path of ['/openapi.json', '/docs']) {
      expect([path, (await fromElsewhere(path)).statusCode]).toEqual([path, 200]);
    }
    expect((await api.get('/metrics')).body).toMatch(
      /truckflow_http_request_duration_seconds_count\{[^}]*customs-clearance/,
    );
  });

  test('numbers do not grow with what is refused', async () => {
    const lines = async () => (await api.get('/metrics')).body.split('\n').length;
    const nobody = { headers: { authorization: undefined } };
    await api.get('/api/v1/gate-boards');
    await api.post(nobody);
    const before = await lines();
    for (const path of ['/gate-boards/HUU_NGHI/queue', '/gate-boards/HUU_NGHI/stream'])
      expect((await api.get(`/api/v1${path}`)).statusCode).toBe(401);
    expect((await api.post(nobody)).statusCode).toBe(401);
    expect(await lines()).toBe(before);
  });

  test('numbers are not for strangers from elsewhere', async () => {
    const from = { method: 'GET', url: '/metrics', remoteAddress: '192.0.2.7' } as const;
    expect((await api.app.inject(from)).statusCode).toBe(401);
    const auditor = `Bearer ${await api.token('auditor')}`;
    expect((await api.app.inject({ ...from, headers: { authorization: auditor } })).statusCode).toBe(200);
  });

  test('numbers are for whoever comes directly when that is set, and through a proxy for no stranger', async () => {
    const open = await TrialApi.start({ METRICS_ACCESS: 'direct' });
    const from = { method: 'GET', url: '/metrics', remoteAddress: '192.0.2.7' } as const;
    expect((await open.app.inject(from)).statusCode).toBe(200);
    for (const headers of [{ 'x-forwarded-for': '198.51.100.3' }, { forwarded: 'for=198.51.100.3' }]) {
      expect((await open.app.inject({ ...from, headers })).statusCode).toBe(401);
    }
    await open.stop();
  });

  test.each(['x-forwarded-for', 'forwarded', 'via', 'x-real-ip', 'x-forwarded-proto'])(
    'numbers are for no stranger who came through a proxy on this machine that adds %s',
    async (name) => {
      expect((await api.get('/metrics', { [name]: '198.51.100.3' })).statusCode).toBe(401);
    },
  );

  test.each(['/openapi.json', '/docs'])('%s is not sent again to who has it', async (path) => {
    const first = await fromElsewhere(path);
    const etag = String(first.headers['etag']);
    expect(etag).toMatch(/^"[\w-]{43}"$/);
    for (const tag of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await fromElsewhere(path, { 'if-none-match': tag });
      expect([again.statusCode, again.body, again.headers['etag']]).toEqual([304, '', etag]);
    }
    const other = await fromElsewhere(path, { 'if-none-match': '"other"' });
    expect([other.statusCode, other.body]).toEqual([200, first.body]);
  });

  test.each(['/openapi.json', '/docs'])('%s counts against the limit of an address', async (url) => {
    const send = () => api.app.inject({ method: 'GET', url, remoteAddress: `192.0.2.${url.length}` });
    for (let i = 0; i < 60; i++) await send();
    expect((await send()).statusCode).toBe(429);
  });

  test('not ready is a problem that names the part', async () => {
    const readiness = api.app.get(Readiness);
    readiness.register('views', () => ({ up: false, detail: { lag: 7 } }));
    const answer = await api.get('/readyz');
    readiness.probes.delete('views');
    expect(answer.json()).toMatchObject({ code: 'NOT_READY', checks: { views: { status: 'down', lag: 7 } } });
  });

  test('the document names the route, its body and its problems', async () => {
    const document = (await fromElsewhere('/openapi.json')).json<{
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

  test('the document holds no class of another application in the process', async () => {
    class ElsewhereBody {
      @IsInstant()
      readonly at!: string;
    }
    registerSchema(ElsewhereBody);
    const another = await api.createAnother();
    const { components } = openApiDocument(another);
    await another.close();
    expect(Object.keys(components?.schemas ?? {})).toEqual(
      expect.arrayContaining(['CommandAnswerSchema', 'WarningSchema']),
    );
    expect(components?.schemas).not.toHaveProperty('ElsewhereBody');
  });
});

describe('on the wire', () => {
  let port: number;
  let server: NestFastifyApplication;

  beforeAll(async () => {
    server = await api.createAnother();
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
    `POST ${CLEAR} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${api.operator}\r\nContent-Type: application/json\r\n`;

  test('a chunked body that does not end is cut at 64 KiB', async () => {
    const chunk = `8000\r\n${'x'.repeat(0x8000)}\r\n`;
    const answer = await raw(`${head()}Transfer-Encoding: chunked\r\n\r\n${chunk}${chunk}${chunk}`);
    expect(answer).toMatch(/^HTTP\/1\.1 413 [^]*BODY_TOO_LARGE/);
  });

  test('a length that announces too much is refused before the body', async () => {
    expect(await raw(`${head()}Content-Length: 70000\r\n\r\n`)).toMatch(/^HTTP\/1\.1 413 [^]*BODY_TOO_LARGE/);
  });

  test('a body that breaks off is no fault of the server', async () => {
    const faults = jest.spyOn(Logger.prototype, 'error');
    const socket = connect(port, '127.0.0.1', () => socket.write(`${head()}Content-Length: 20\r\n\r\n{`));
    await sleep(50);
    socket.destroy();
    await sleep(100);
    expect(faults).not.toHaveBeenCalled();
    faults.mockRestore();
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
        authorization: `Bearer ${api.operator}`,
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
      `GET /api/v1/gate-boards/HUU_NGHI/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${api.operator}\r\n\r\n`,
    );
    await trial.slowBegun;
    await server.close();
    expect(await answered).toBe(200);
    expect(await stream).toMatch(/event: board[^]*data: /);
  });
});
