import { asked, at } from '../../testing/christmas-day';
import { DocumentedAnswers } from '../../testing/documented-answers';
import { startBorder } from '../../testing/live-border';
import type { LiveBorder } from '../../testing/live-border';

const EVIL = '<script>alert("x")</script>';
const BOARDS = '/api/v1/public/gate-boards';
let border: LiveBorder;

beforeAll(async () => {
  border = await startBorder({ PUBLIC_RATE_LIMIT: '1000' });
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

interface Row {
  readonly gate: string;
  readonly status: string;
  readonly trucksOnHand: number | string;
  readonly updatedAt: string;
}

async function rows(query = ''): Promise<Row[]> {
  return (await get(BOARDS + query)).json<{ items: Row[] }>().items;
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
      updatedAt: at('20:00'),
    });
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
    expect(page.body).toContain('<th scope="row">Huu Nghi</th><td>Open</td>\n<td class="number">5</td>');
    expect(page.body).toContain('<td class="number">&lt;5</td>');
    expect(page.body).toContain(
      'Data as of: <time datetime="2021-12-25T13:00:00.000Z">2021-12-25 13:00:00 UTC',
    );
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

  test('as of an earlier time', async () => {
    const page = await get(`/?at=${asked('05:59')}`);
    expect(page.body).toContain('2021-12-25 05:55:00 +07:00');
    expect(page.body).not.toContain('Suspended');
  });
});

test('PUBLIC_BOARD_AT is the time of both when none is asked for', async () => {
  const opened = at('05:59');
  const other = await startBorder({ PUBLIC_BOARD_AT: opened });
  try {
    const boards = await other.app.inject({ method: 'GET', url: BOARDS });
    expect(boards.json<{ items: Row[] }>().items[0]?.updatedAt).toBe(opened);
    expect((await other.app.inject({ method: 'GET', url: '/' })).body).toContain(`datetime="${opened}"`);
  } finally {
    await other.close();
  }
});
