import { asked, at } from '../../testing/fixture-2021-12-25';
import { DocumentedAnswers } from '../../testing/documented-answers';
import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';

const EVIL = '<script>alert("x")</script>';
const BOARDS = '/api/v1/public/gate-boards';
let border: ApiUnderTest;

beforeAll(async () => {
  border = await startApi({ PUBLIC_RATE_LIMIT: '1000' });
  for (let truck = 10; truck < 15; truck += 1) await border.arrive(at('06:00'), `12C-001.${truck}`);
  await border.arrive(at('07:00'), '12C-002.00', { gate: 'TAN_THANH' });
  await border.record('/border-gates', {
    gate: 'EVIL_GATE',
    name: { vi: EVIL, zh: EVIL, en: EVIL },
    timeZone: 'Asia/Tokyo',
    lanes: ['MAIN'],
    hours: [{ lane: 'MAIN', weekdays: ['MON'], from: '07:00', to: '19:00' }],
    handoverMode: 'FOREIGN_YARD',
    at: at('01:00'),
  });
  await border.record('/border-gates/CHI_MA/suspension', {
    at: at('12:00'),
    orderedBy: 'HOME',
    reason: 'FLOOD',
  });
  await border.settle();
});

afterAll(() => border.close());

const get = (url: string, headers: Record<string, string> = {}) =>
  border.app.inject({ method: 'GET', url, headers });

async function cross(at: ApiUnderTest, visit: string, time: string): Promise<void> {
  await at.step(visit, 'crossing', time, { observed: true, observation: 'seen across' });
}

interface Row {
  readonly gate: string;
  readonly status: string;
  readonly trucksOnHand: number | string;
  readonly daysToClear: object;
  readonly updatedAt: string;
}

async function rows(query = ''): Promise<Row[]> {
  return (await get(BOARDS + query)).json<{ items: Row[] }>().items;
}

async function rowsOf({ app }: ApiUnderTest): Promise<Row[]> {
  return (await app.inject({ method: 'GET', url: BOARDS })).json<{ items: Row[] }>().items;
}

describe('the public boards', () => {
  test('status, trucks and when, without a token and without a plate', async () => {
    const answer = await get(BOARDS);
    expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'public, max-age=5']);
    expect(answer.body).not.toContain('12C');
    const documented = DocumentedAnswers.of(border.app);
    expect(documented.faultsOf('/public/gate-boards', answer.json())).toEqual([]);
    expect(answer.json<{ items: Row[] }>().items[2]).toEqual({
      gate: 'HUU_NGHI',
      name: { vi: 'Hữu Nghị', zh: '友谊', en: 'Huu Nghi' },
      status: 'OPEN',
      trucksOnHand: 5,
      arrivedToday: 5,
      crossedToday: '<5',
      daysToClear: { state: 'TOO_FEW', days: null },
      updatedAt: at('20:00'),
    });
  });

  test('what arrived and crossed today, and the days to clear, where five or more are behind each number', async () => {
    const busy = await startApi();
    try {
      for (let truck = 10; truck < 30; truck += 1) {
        const visit = await busy.arrive('2021-12-24T06:00:00+07:00', `12C-003.${truck}`);
        if (truck < 17) await cross(busy, visit, '2021-12-24T12:00:00+07:00');
        else if (truck < 22) await cross(busy, visit, at('12:00'));
      }
      await busy.settle();
      const huuNghi = (await rowsOf(busy)).find(({ gate }) => gate === 'HUU_NGHI');
      expect(huuNghi).toMatchObject({ trucksOnHand: 8, arrivedToday: '<5', crossedToday: 5 });
      expect(huuNghi?.daysToClear).toEqual({ state: 'ESTIMATE', days: { low: 8, high: 11 } });
      expect((await busy.app.inject({ method: 'GET', url: '/' })).body).toContain('<dd>8–11 days</dd>');
    } finally {
      await busy.close();
    }
  });

  test('a change shows at once, and what did not change is not read again', async () => {
    const before = await rows();
    expect((await rows())[2]).toEqual(before[2]);
    await border.arrive(at('07:30'), '12C-004.10', { gate: 'CHI_MA' });
    await border.settle();
    const visit = await border.arrive(at('08:00'), '12C-004.00');
    await border.settle();
    expect((await rows())[2]?.trucksOnHand).toBe(6);
    await border.step(visit, 'cancellation', at('08:01'), { reason: 'the owner sells it elsewhere' });
    await border.settle();
    expect((await rows())[2]?.trucksOnHand).toBe(5);
  });

  test('fewer than five are not counted, and neither is none', async () => {
    expect((await rows()).map(({ gate, trucksOnHand }) => [gate, trucksOnHand])).toEqual([
      ['CHI_MA', '<5'],
      ['EVIL_GATE', '<5'],
      ['HUU_NGHI', 5],
      ['TAN_THANH', '<5'],
    ]);
  });

  test('as of an earlier time, on each gate’s own clock', async () => {
    const [chiMa, evil, huuNghi] = await rows(`?at=${asked('05:59')}`);
    expect([chiMa?.status, huuNghi?.trucksOnHand]).toEqual(['OPEN', '<5']);
    expect([huuNghi?.updatedAt, evil?.updatedAt]).toEqual([at('05:55'), '2021-12-25T07:55:00+09:00']);
    expect((await rows())[0]?.status).toBe('SUSPENDED');
  });

  test('in steps of five minutes, so that nobody watches a single truck', async () => {
    const answers = await Promise.all(
      ['06:00', '06:01', '06:04'].map(async (time) => (await get(`${BOARDS}?at=${asked(time)}`)).body),
    );
    expect(new Set(answers).size).toBe(1);
    expect((await rows(`?at=${asked('06:04')}`))[2]?.updatedAt).toBe(at('06:00'));
  });

  test('what was just read is told to nobody while it is not known whether its log is still there', async () => {
    const { reader } = border.views;
    const path = `${BOARDS}?at=${asked('06:00')}`;
    expect((await get(path)).statusCode).toBe(200);
    reader.isDoubted = true;
    const held = await get(path);
    reader.isDoubted = false;
    expect([held.statusCode, held.json<{ code: string }>().code]).toEqual([503, 'NOT_READY']);
    expect((await get(path)).statusCode).toBe(200);
  });

  test('a refusal is not for caches', async () => {
    const answer = await get(`${BOARDS}?at=soon`);
    expect([answer.statusCode, answer.headers['cache-control']]).toEqual([400, undefined]);
    expect((await get(`${BOARDS}?at=${asked('20:06')}`)).json()).toMatchObject({ code: 'AT_IN_FUTURE' });
    expect((await get(`${BOARDS}?gate=HUU_NGHI`)).statusCode).toBe(400);
  });
});

describe('the page', () => {
  test('shows the same, refreshes itself and allows nothing but its own style', async () => {
    const page = await get('/');
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'public, max-age=5',
      vary: 'Accept-Language',
      'content-language': 'en',
    });
    expect(page.headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; /,
    );
    expect(page.body).toContain('<meta http-equiv="refresh" content="5">');
    expect(page.body).toContain(
      '<h2>Huu Nghi</h2>\n<p class="status OPEN">Open</p>\n<dl>\n<div class="stock"><dt>Trucks on hand</dt><dd>5</dd></div>',
    );
    expect(page.body).toContain('<dt>Crossed today</dt><dd>&lt;5</dd>');
    expect(page.body).toContain('<dt>Estimated time to clear</dt><dd>no estimate</dd>');
    expect(page.body).toContain('<dt>Estimated time to clear</dt><dd>Suspended</dd>');
    expect(page.body).toMatch(/Updated <time datetime="2021-12-25T[\d:]+\+07:00">2021-12-25 [\d:]+ \+07:00/);
    expect(page.body).not.toContain('UTC');
    expect(page.body).not.toContain('12C');
  });

  test('is text wherever a gate’s name stands', async () => {
    const { body } = await get('/');
    expect(body).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;');
    expect(body).not.toContain('<script');
  });

  test.each([
    ['vi-VN,vi;q=0.9', 'vi', 'Xe hàng tại cửa khẩu', 'Hữu Nghị', 'Tạm dừng'],
    ['zh-CN', 'zh', '口岸货车', '友谊', '暂停'],
    ['fr, en;q=0.1', 'en', 'Trucks at the border gates', 'Huu Nghi', 'Suspended'],
  ])('speaks the language of %s', async (accepted, language, ...words) => {
    const page = await get('/', { 'accept-language': accepted });
    expect(page.headers['content-language']).toBe(language);
    for (const word of [`<html lang="${language}">`, ...words]) expect(page.body).toContain(word);
  });

  test('speaks the language that was chosen, whatever the browser says, and keeps the time', async () => {
    const page = await get(`/?lang=zh&at=${asked('05:59')}`, { 'accept-language': 'vi' });
    expect(page.headers['content-language']).toBe('zh');
    const kept = encodeURIComponent('2021-12-24T22:55:00.000Z');
    expect(page.body).toContain(`<a href="/?lang=vi&amp;at=${kept}" lang="vi" hreflang="vi">Tiếng Việt</a>`);
    expect(page.body).toContain(
      `<a href="/?lang=zh&amp;at=${kept}" lang="zh" hreflang="zh" aria-current="true">`,
    );
    expect((await get('/')).body).toContain('<a href="/?lang=vi" lang="vi"');
  });

  test('as of an earlier time', async () => {
    const page = await get(`/?at=${asked('05:59')}`);
    expect(page.body).toContain('2021-12-25 05:55:00 +07:00');
    expect(page.body).not.toContain('Suspended');
  });
});

describe('a page that is refused', () => {
  test('is a page in the reader’s language that asks again by itself once it may', async () => {
    const small = await startApi({ PUBLIC_PAGE_RATE_LIMIT: '1', PUBLIC_RATE_LIMIT: '1' });
    try {
      const ask = (url: string, headers = {}) => small.app.inject({ method: 'GET', url, headers });
      expect((await ask('/')).statusCode).toBe(200);
      const refused = await ask('/', { 'accept-language': 'vi' });
      expect([refused.statusCode, refused.headers['content-language']]).toEqual([429, 'vi']);
      const seconds = Number(refused.headers['retry-after']);
      expect(seconds).toBeGreaterThan(0);
      expect(refused.headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'content-security-policy': (await get('/')).headers['content-security-policy'],
      });
      expect(refused.body).toContain('<html lang="vi">');
      expect(refused.body).toContain(`<meta http-equiv="refresh" content="${seconds}">`);
      expect(refused.body).toContain(`Trang này tự tải lại sau ${seconds} giây.`);
      expect((await ask('/?lang=zh', { 'accept-language': 'vi' })).body).toContain('<html lang="zh">');
      const machine = await ask('/', { accept: 'application/json' });
      expect(machine.json()).toMatchObject({ status: 429, code: 'RATE_LIMITED' });
      expect([(await ask(BOARDS)).statusCode, (await ask(BOARDS)).statusCode]).toEqual([200, 429]);
    } finally {
      await small.close();
    }
  });

  test.each(['/?lang=fr', '/?at=soon', '/?gate=%3Cscript%3E'])('%s stays and leads back', async (url) => {
    const page = await get(url);
    expect([page.statusCode, page.headers['content-type']]).toEqual([400, 'text/html; charset=utf-8']);
    expect(page.body).toContain('<a href="/">Open the page again</a>');
    expect(page.body).not.toContain('refresh');
    expect(page.body).not.toContain('<script');
  });

  test('a full room behind one address is served: twelve a minute for each of a hundred readers', async () => {
    const answers = new Set<number>();
    for (let reader = 0; reader < 100; reader += 1) answers.add((await get('/')).statusCode);
    expect([...answers]).toEqual([200]);
  });
});
