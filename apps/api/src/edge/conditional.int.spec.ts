import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';

let border: ApiUnderTest;
let visitId: string;

beforeAll(async () => {
  border = await startApi();
  visitId = await border.arrive('2021-12-25T06:40:00+07:00', '12C-045.67', { place: 'HUU_NGHI_YARD' });
  for (let truck = 10; truck < 30; truck += 1) {
    await border.arrive('2021-12-25T07:00:00+07:00', `12C-100.${truck}`);
  }
  await border.settle();
});

afterAll(() => border.close());

async function ask(
  path: string,
  headers: Readonly<Record<string, string>> = {},
  method: 'GET' | 'HEAD' = 'GET',
) {
  const token = await border.token('manager');
  const authorization = `Bearer ${token}`;
  return border.app.inject({ method, url: `/api/v1${path}`, headers: { authorization, ...headers } });
}

async function statusWith(path: string, tag: string): Promise<number> {
  return (await ask(path, { 'if-none-match': tag })).statusCode;
}

const BOARDS = '/gate-boards';
const QUEUE = '/gate-boards/HUU_NGHI/queue';

describe('a read that is asked for again with its tag', () => {
  test.each([BOARDS, QUEUE, '/yards', '/yards/HUU_NGHI_YARD/trucks', '/truck-visits?gate=HUU_NGHI'])(
    '%s is 304 without a body while nothing of it changed',
    async (path) => {
      const first = await ask(path);
      const tag = String(first.headers.etag);
      expect(tag).toMatch(/^W\/"[\w-]+"$/);
      for (const named of [tag, tag.slice(2), `"other", ${tag}`, '*']) {
        const again = await ask(path, { 'if-none-match': named });
        expect([again.statusCode, again.body, again.headers.etag]).toEqual([304, '', tag]);
        expect(again.headers).not.toHaveProperty('content-length');
        expect(again.headers).not.toHaveProperty('content-type');
      }
      expect(await statusWith(path, '"other"')).toBe(200);
      expect((await ask(path, { 'if-none-match': tag }, 'HEAD')).statusCode).toBe(304);
    },
  );

  test('is 304 after an event at another gate, and 200 after one of its own, and with the next minute', async () => {
    const { headers, ...answer } = await ask(`${QUEUE}?limit=2`);
    const tag = String(headers.etag);
    const before = answer.json<{ asOf: { position: string } }>().asOf.position;
    await border.arrive('2021-12-25T08:00:00+07:00', '12C-200.01', { gate: 'CHI_MA' });
    await border.settle();
    expect((await ask(`${QUEUE}?limit=2`)).json<{ asOf: { position: string } }>().asOf.position).not.toBe(
      before,
    );
    expect(await statusWith(`${QUEUE}?limit=2`, tag)).toBe(304);
    const boards = String((await ask(BOARDS)).headers.etag);
    await border.step(visitId, 'customs-clearance', '2021-12-25T09:00:00+07:00', {
      declarationNumber: '305120',
    });
    await border.settle();
    expect(await statusWith(`${QUEUE}?limit=2`, tag)).toBe(200);
    expect(await statusWith(BOARDS, boards)).toBe(200);
    const fresh = String((await ask(BOARDS)).headers.etag);
    border.clock.set('2021-12-25T20:01:00+07:00');
    expect(await statusWith(BOARDS, fresh)).toBe(200);
    border.clock.set('2021-12-25T20:00:00+07:00');
  });

  test('is a visit: 304 until it has an event of its own, or its gate acts in a way that could show', async () => {
    const path = `/truck-visits/${visitId}`;
    const tag = String((await ask(path)).headers.etag);
    expect(tag).toMatch(/^"\d+"$/);
    expect(await statusWith(path, tag)).toBe(304);
    await border.step(visitId, 'hold', '2021-12-25T10:00:00+07:00', { cause: 'INSPECTION' });
    await border.settle();
    expect(await statusWith(path, tag)).toBe(200);
    const fresh = String((await ask(path)).headers.etag);
    expect(await statusWith(path, fresh)).toBe(304);
    await border.record('/border-gates/HUU_NGHI/handover-mode', {
      at: '2021-12-25T11:00:00+07:00',
      mode: 'TRANSLOAD',
    });
    await border.settle();
    expect(await statusWith(path, fresh)).toBe(200);
  });

  test('is refused as without a tag', async () => {
    expect(await statusWith('/truck-visits/00000000-0000-4000-8000-000000000000', '*')).toBe(404);
    expect(await statusWith(`${BOARDS}?misspelt=1`, '*')).toBe(400);
  });
});

describe('a read that is asked for compressed', () => {
  const unpacked = { br: brotliDecompressSync, gzip: gunzipSync };

  test.each(['br', 'gzip'] as const)(
    'comes as %s when it is long, with the same content and tag',
    async (encoding) => {
      const [plain, packed] = [await ask(QUEUE), await ask(QUEUE, { 'accept-encoding': encoding })];
      expect(packed.headers).toMatchObject({ 'content-encoding': encoding, etag: plain.headers.etag });
      expect(String(packed.headers.vary).toLowerCase()).toContain('accept-encoding');
      expect(packed.rawPayload.length).toBeLessThan(plain.rawPayload.length / 4);
      expect(unpacked[encoding](packed.rawPayload).toString('utf8')).toBe(plain.body);
    },
  );

  test('is left as it is when it is short, when it is refused, and when nobody asks', async () => {
    for (const answer of [
      await ask('/me-is-no-route', { 'accept-encoding': 'gzip' }),
      await ask('/truck-visits?plate=12C-999.99', { 'accept-encoding': 'gzip' }),
      await ask(QUEUE),
      await ask(QUEUE, { 'accept-encoding': 'identity' }),
    ]) {
      expect(answer.headers).not.toHaveProperty('content-encoding');
    }
  });

  test('says that it depends on the encodings taken, however it was sent, and on what else it depends', async () => {
    const tag = String((await ask(QUEUE)).headers.etag);
    for (const answer of [
      await ask(QUEUE),
      await ask(QUEUE, { 'accept-encoding': 'br' }),
      await ask(QUEUE, { 'if-none-match': tag }),
      await ask('/truck-visits?plate=12C-999.99'),
      await ask(`${QUEUE}?misspelt=1`),
    ]) {
      const fields = String(answer.headers.vary).toLowerCase().split(', ');
      expect(fields.filter((field) => field === 'accept-encoding')).toHaveLength(1);
    }
    expect((await ask(QUEUE)).headers.vary).toMatch(/\bAccept\b(?!-)/);
  });

  test('is a table as CSV too', async () => {
    const packed = await ask(QUEUE, { accept: 'text/csv', 'accept-encoding': 'gzip' });
    expect(packed.headers).toMatchObject({ 'content-encoding': 'gzip' });
    expect(gunzipSync(packed.rawPayload).toString('utf8')).toContain('visitId');
  });
});
