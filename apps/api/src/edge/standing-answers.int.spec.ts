import { QueryBus } from '@nestjs/cqrs';
import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';

let border: ApiUnderTest;
let token: string;
let asked: unknown[];

const BOARDS = '/gate-boards';
const QUEUE = '/gate-boards/HUU_NGHI/queue?limit=2';
const YARDS = '/yards';

beforeAll(async () => {
  border = await startApi();
  border.app.get(QueryBus).subscribe((query) => asked.push(query));
  token = await border.token('manager');
  await border.arrive('2021-12-25T06:40:20+07:00', '12C-045.67', { place: 'HUU_NGHI_YARD' });
  await border.arrive('2021-12-25T07:00:40+07:00', '12C-100.10', { place: 'HUU_NGHI_YARD' });
  await border.settle();
});

beforeEach(() => {
  asked = [];
  border.clock.set('2021-12-25T20:00:00+07:00');
});

afterAll(() => border.close());

function get(path: string, { tag = '"none"', by = token, accept = 'application/json' } = {}) {
  const headers = { authorization: `Bearer ${by}`, 'if-none-match': tag, accept };
  return border.app.inject({ method: 'GET', url: `/api/v1${path}`, headers });
}

/** Status of an answer, and how many queries it took. */
async function costOf(path: string, tag: string, asking = {}): Promise<[status: number, queries: number]> {
  const before = asked.length;
  const { statusCode } = await get(path, { tag, ...asking });
  return [statusCode, asked.length - before];
}

async function tagOf(path: string): Promise<string> {
  return String((await get(path)).headers.etag);
}

describe('an answer that stands', () => {
  test.each([BOARDS, QUEUE, YARDS])('%s is told so to who has it, and nothing is asked', async (path) => {
    const first = await get(path);
    const tag = String(first.headers.etag);
    for (const named of [tag, `"other", ${tag}`, '*']) {
      const before = asked.length;
      const again = await get(path, { tag: named });
      expect([again.statusCode, again.body, asked.length - before]).toEqual([304, '', 0]);
      const ofTheBody = ['content-type', 'content-length', 'date', 'connection'];
      const same = Object.entries(first.headers).filter(([name]) => !ofTheBody.includes(name));
      expect(again.headers).toMatchObject(Object.fromEntries(same));
      expect(again.headers).not.toHaveProperty('content-length');
      expect(again.headers).not.toHaveProperty('content-type');
    }
    expect(await costOf(path, '"other"')).toEqual([200, 1]);
  });

  test.each([
    [BOARDS, '2021-12-25T20:00:19+07:00', '2021-12-25T20:00:20+07:00'],
    [YARDS, '2021-12-25T20:00:19+07:00', '2021-12-25T20:00:20+07:00'],
    [QUEUE, '2021-12-25T20:00:19+07:00', '2021-12-25T20:00:20+07:00'],
  ])(
    '%s stands until the next minute of a truck is over, and not before it was read',
    async (path, before, then) => {
      const tag = await tagOf(path);
      border.clock.set(before);
      expect(await costOf(path, tag)).toEqual([304, 0]);
      border.clock.set(then);
      expect(await costOf(path, tag)).toEqual([200, 1]);
      border.clock.set('2021-12-25T19:00:00+07:00');
      expect(await costOf(path, tag)).toEqual([200, 1]);
    },
  );

  test('is asked for again after any event, and is the same after one that shows nowhere in it', async () => {
    const tag = await tagOf(QUEUE);
    await border.arrive('2021-12-25T08:00:00+07:00', '12C-200.01', { gate: 'CHI_MA' });
    await border.settle();
    expect(await costOf(QUEUE, tag)).toEqual([304, 1]);
    expect(await costOf(QUEUE, tag)).toEqual([304, 0]);
    await border.arrive('2021-12-25T06:00:00+07:00', '12C-200.02');
    await border.settle();
    expect(await costOf(QUEUE, tag)).toEqual([200, 1]);
  });

  test('does not stand while a step is dated ahead, with which it changes', async () => {
    await border.arrive('2021-12-25T20:00:10+07:00', '12C-300.01', { gate: 'TAN_THANH' });
    await border.settle();
    const path = '/gate-boards/TAN_THANH/queue';
    const tag = await tagOf(path);
    expect(await costOf(path, tag)).toEqual([304, 1]);
    border.clock.set('2021-12-25T20:00:10+07:00');
    expect(await costOf(path, tag)).toEqual([200, 1]);
  });

  test('is of its caller, its form and its address alone', async () => {
    const tag = await tagOf(BOARDS);
    const by = await border.token('gate-operator', { gates: ['CHI_MA'] });
    expect(await costOf(BOARDS, tag, { by })).toEqual([200, 1]);
    expect(await costOf(QUEUE, tag, { by })).toEqual([404, 1]);
    const ofQueue = await tagOf(QUEUE);
    expect((await get(QUEUE, { tag: ofQueue, accept: 'text/csv' })).statusCode).toBe(200);
    expect((await get(`${QUEUE}&held=true`, { tag: ofQueue })).statusCode).toBe(200);
    expect((await get(`${QUEUE}&misspelt=1`, { tag: ofQueue })).statusCode).toBe(400);
  });
});
