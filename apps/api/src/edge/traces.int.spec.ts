import { PinoLogger } from 'nestjs-pino';
import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';
import { at } from '../../testing/fixture-2021-12-25';

const PLATE = '12C-345.67';
const DRIVER = 'subject-4711';
const wall = { ahead: 0, now: () => new Date(Date.now() + wall.ahead).toISOString() };

interface Line {
  readonly msg: string;
  readonly sub?: string;
  readonly route?: string;
  readonly object?: object;
  readonly line?: number;
}

let border: ApiUnderTest;
let visitId: string;
let lines: Line[];

beforeAll(async () => {
  border = await startApi({ BAD_TOKEN_RATE_LIMIT: '3' }, wall);
  await border.app.listen(0, '127.0.0.1');
  visitId = await border.arrive(at('06:00'), PLATE, { driver: DRIVER });
  await border.settle();
});

afterAll(() => border.close());

beforeEach(() => {
  lines = [];
  for (const level of ['info', 'warn'] as const) {
    jest.spyOn(PinoLogger.prototype, level).mockImplementation((...said: unknown[]) => {
      lines.push({ ...(said[0] as object), msg: String(said[1]) });
    });
  }
});

afterEach(() => jest.restoreAllMocks());

const traces = (msg: string): Line[] => lines.filter((line) => line.msg === msg);
const stranger = () => border.token('gate-operator', { sub: 'clerk-9', gates: ['CHI_MA'] });

test('a look-up out of reach leaves a line with actor and object, as one of nothing does', async () => {
  const nothing = '00000000-0000-4000-8000-000000000000';
  for (const id of [visitId, nothing])
    expect((await border.get(`/truck-visits/${id}`, await stranger())).statusCode).toBe(404);
  expect(traces('look-up refused')).toMatchObject(
    [visitId, nothing].map((id) => ({
      sub: 'clerk-9',
      roles: 'gate-operator',
      status: 404,
      route: '/api/v1/truck-visits/:visitId',
      object: { visitId: id },
    })),
  );
});

test.each<[string, () => Promise<number>, () => object]>([
  [
    'a gate in the path',
    async () => (await border.get('/gate-boards/HUU_NGHI/queue', await stranger())).statusCode,
    () => ({ gate: 'HUU_NGHI' }),
  ],
  [
    'a gate in the body',
    async () => {
      const body = { gate: 'HUU_NGHI', driverCode: 'HUU_NGHI-D99', pool: 'HUU_NGHI', at: at('07:00') };
      const token = await border.token('driver-pool-operator', { gates: ['CHI_MA'] });
      return (await border.post('/dedicated-drivers', body, token)).statusCode;
    },
    () => ({ gate: 'HUU_NGHI' }),
  ],
  [
    'a role that may not',
    async () =>
      (await border.post(`/truck-visits/${visitId}/crossing`, {}, await border.token('auditor'))).statusCode,
    () => ({ visitId }),
  ],
  [
    'a plate where an id belongs',
    async () => (await border.get(`/consignments/${encodeURIComponent(PLATE)}/audit-trail`)).statusCode,
    () => ({ consignmentId: '(no id)' }),
  ],
])('refused for %s', async (_what, send, object) => {
  expect([403, 404]).toContain(await send());
  expect(traces('look-up refused')).toMatchObject([{ object: object() }]);
});

describe('an import', () => {
  const send = async (commands: readonly object[]) => {
    const body = commands.map((line) => `${JSON.stringify(line)}\n`).join('');
    const token = await border.token('integration', { sub: 'partner-3', gates: ['CHI_MA'] });
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' };
    const url = `${await border.app.getUrl()}/api/v1/movement-imports`;
    const answer = await fetch(url, { method: 'POST', headers, body });
    return (await answer.text())
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { status: number }).status);
  };
  const crossing = (key: string, id: string) => ({
    key,
    command: 'truck-visits/crossing',
    id,
    body: { at: at('07:00') },
  });
  const suspension = {
    key: 'no-right',
    command: 'border-gates/suspension',
    id: 'HUU_NGHI',
    body: { at: at('07:00'), orderedBy: 'HOME', reason: 'none of mine' },
  };

  test('leaves a line for each of its commands that looked where it may not', async () => {
    expect(await send([crossing('not-mine', visitId), {}, suspension])).toEqual([404, 400, 403]);
    const from = { sub: 'partner-3', roles: 'integration', route: '/api/v1/movement-imports' };
    const told = traces('look-up refused').sort((a, b) => Number(a.line) - Number(b.line));
    expect(told).toMatchObject([
      { ...from, line: 1, command: 'truck-visits/crossing', object: { visitId }, status: 404 },
      { ...from, line: 3, command: 'border-gates/suspension', object: { gate: 'HUU_NGHI' }, status: 403 },
    ]);
  });

  test('that guesses ids fills no log: a hundred are told, and how many more there were', async () => {
    const guesses = Array.from({ length: 130 }, (_, i) =>
      crossing(`guess-${i}`, `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`),
    );
    expect(new Set(await send(guesses))).toEqual(new Set([404]));
    expect(traces('look-up refused')).toHaveLength(100);
    expect(traces('more look-ups refused')).toMatchObject([{ sub: 'partner-3', count: 30 }]);
  });
});

test('who reads what names people leaves a line, and neither plate nor name is in it', async () => {
  const goods = `goods-of-${PLATE}`;
  await border.get(`/truck-visits/${visitId}`);
  await border.get(`/consignments/${goods}/audit-trail`);
  await border.get('/dedicated-drivers?gate=HUU_NGHI');
  await border.get('/corrections');
  await border.get('/gate-boards');
  await border.get('/feed?limit=5');
  expect(traces('personal data read').map(({ sub, route }) => [sub, route])).toEqual([
    ['manager', '/api/v1/truck-visits/:visitId'],
    ['manager', '/api/v1/consignments/:consignmentId/audit-trail'],
    ['manager', '/api/v1/dedicated-drivers'],
    ['manager', '/api/v1/corrections'],
  ]);
  expect(traces('personal data read')[0]).toMatchObject({ object: { visitId } });
  expect(JSON.stringify(lines)).not.toContain(DRIVER);
});

test('bad tokens are limited by address, told once a minute with their count, and never shown', async () => {
  const ask = async (token: string) => (await border.get('/gate-boards', token)).statusCode;
  const good = await border.token('manager', { sub: 'clerk-1' });
  const bad = `${good.slice(0, -4)}AAAA`;
  const statuses: number[] = [];
  for (let sent = 0; sent < 5; sent += 1) statuses.push(await ask(bad));
  expect(statuses).toEqual([401, 401, 401, 429, 429]);
  const limited = await border.get('/gate-boards', bad);
  expect([Number(limited.headers['retry-after']) > 0, limited.json()]).toMatchObject([
    true,
    { code: 'RATE_LIMITED' },
  ]);
  expect((await border.app.inject({ url: '/api/v1/gate-boards' })).statusCode).toBe(401);
  expect(await ask(good)).toBe(200);
  expect(traces('refused tokens')).toEqual([]);
  wall.ahead += 60_000;
  expect(await ask(bad)).toBe(401);
  expect(traces('refused tokens')).toMatchObject([{ address: '127.0.0.1', invalid: 6, missing: 1 }]);
  expect(JSON.stringify(lines)).not.toContain(bad.slice(-40));
});
