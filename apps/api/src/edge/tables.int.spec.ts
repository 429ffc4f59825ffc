import { Workbook } from 'exceljs';
import { XLSX } from '#libs/http-edge';
import { parse } from '../../testing/csv-rows';
import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';

const TRUCKS = 60;
const QUEUE = '/gate-boards/HUU_NGHI/queue';
const YARD = '/yards/HUU_NGHI_YARD/trucks';

let border: ApiUnderTest;
let first: string;

beforeAll(async () => {
  border = await startApi();
  for (let truck = 0; truck < TRUCKS; truck += 1) {
    const at = `2021-12-25T07:${String(truck).padStart(2, '0')}:00+07:00`;
    const visit = await border.arrive(at, `12C-100.${10 + truck}`, {
      ...(truck === 0
        ? { place: 'bai 7;=HYPERLINK(A1)', consignments: [GOODS] }
        : { place: 'HUU_NGHI_YARD' }),
    });
    if (truck === 0) first = visit;
  }
  await border.arrive('2021-12-25T07:00:30+07:00', '15H-000.01', { gate: 'CHI_MA' });
  await border.step(first, 'crossing', '2021-12-25T08:00:00+07:00', { observed: true, observation: 'seen' });
  await border.arrive('2021-12-25T09:00:00+07:00', '12C-200.01', { place: 'bai 7' });
  await border.settle();
});

const GOODS = { consignmentId: 'inj-15', cargoClass: 'DRY', commodity: 'RICE' };
const TRAIL = '/consignments/inj-15/audit-trail';

afterAll(() => border.close());

async function ask(path: string, headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET') {
  const authorization = `Bearer ${await border.token('manager')}`;
  return border.app.inject({ method, url: `/api/v1${path}`, headers: { authorization, ...headers } });
}

function withFormat(path: string, format: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}format=${format}`;
}

async function sheetOf(path: string) {
  const answer = await ask(withFormat(path, 'xlsx'));
  expect([path, answer.statusCode, answer.headers['content-type']]).toEqual([path, 200, XLSX]);
  const book = new Workbook();
  await book.xlsx.load(answer.rawPayload as unknown as ArrayBuffer);
  const sheet = book.worksheets[0];
  if (sheet === undefined) throw new Error('the workbook has no sheet');
  const rows = sheet.getSheetValues().slice(1) as (unknown[] | undefined)[];
  const [headings = [], ...lines] = rows.map((row) => (row ?? []).slice(1));
  return {
    sheet,
    headings: headings as string[],
    lines: lines.map((line) => Object.fromEntries(headings.map((name, i) => [String(name), line[i]]))),
  };
}

describe('a list as CSV', () => {
  test('is whole: all trucks of a queue, and no link to more', async () => {
    const answer = await ask(QUEUE, { accept: 'text/csv' });
    expect(parse(answer.body)).toHaveLength(TRUCKS);
    expect(answer.headers).not.toHaveProperty('link');
    expect(answer.headers['content-disposition']).toBe('attachment; filename="queue-HUU_NGHI.csv"');
  });

  test('is whole from a cursor on, and a page where a limit is stated', async () => {
    const { nextCursor } = (await ask(`${QUEUE}?limit=20`)).json<{ nextCursor: string }>();
    const rest = parse((await ask(withFormat(`${QUEUE}?cursor=${nextCursor}`, 'csv'))).body);
    expect(rest.map(({ rank }) => Number(rank))).toEqual(Array.from({ length: 40 }, (_, i) => i + 21));
    const page = await ask(withFormat(`${QUEUE}?limit=20`, 'csv'));
    expect(parse(page.body)).toHaveLength(20);
    expect(page.headers.link).toMatch(/rel="next"$/);
  });

  test('begins no formula where the list separator is a semicolon', async () => {
    const answer = await ask(TRAIL, { accept: 'text/csv' });
    const cells = answer.body.split('\r\n').flatMap((line) => line.split(/[,;\t]/));
    expect(cells.filter((cell) => /^"?[=+\-@]/.test(cell))).toEqual([]);
    const [arrival] = parse(answer.body);
    expect(arrival?.['place']).toBe("bai 7;'=HYPERLINK(A1)");
    expect(JSON.parse(arrival?.['data'] ?? '')).toMatchObject({ place: 'bai 7;=HYPERLINK(A1)' });
  });

  test('has the same columns as the workbook, what people read first', async () => {
    const heading = (await ask(withFormat(QUEUE, 'csv'))).body.slice(1).split('\r\n')[0]?.split(',') ?? [];
    const { headings } = await sheetOf(QUEUE);
    expect(headings.map((name) => name.replace(/ \(.*/, ''))).toEqual(heading);
    expect(heading.slice(0, 3)).toEqual(['rank', 'tractor', 'stage']);
    expect(heading.slice(-2)).toEqual(['visitId', 'damaged']);
  });
});

describe('a list as workbook', () => {
  test('has plates and ids as text, times as times of the gate, numbers as numbers', async () => {
    const { sheet, headings, lines } = await sheetOf(QUEUE);
    expect(lines).toHaveLength(TRUCKS);
    const zone = 'arrivedAt (Asia/Ho_Chi_Minh)';
    expect(headings).toContain(zone);
    expect(lines[0]).toMatchObject({ rank: 1, tractor: '12C10011', held: false, waitedMinutes: 779 });
    expect(lines[0]?.[zone]).toEqual(new Date('2021-12-25T07:01:00Z'));
    const cellIn = (name: string) => sheet.getRow(2).getCell(headings.indexOf(name) + 1);
    expect([cellIn('tractor').numFmt, cellIn('visitId').numFmt]).toEqual(['@', '@']);
    expect(cellIn(zone).numFmt).toBe('yyyy-mm-dd hh:mm:ss');
  });

  test.each([
    YARD,
    '/gate-boards/HUU_NGHI/throughput',
    '/gate-boards/HUU_NGHI/dwell-times',
    '/gate-boards/HUU_NGHI/deviations',
    TRAIL,
  ])('is had of %s, with as many lines as the CSV', async (path) => {
    const { lines } = await sheetOf(path);
    const rows = parse((await ask(withFormat(path, 'csv'))).body);
    expect([lines.length > 0, lines.length]).toEqual([true, rows.length]);
  });

  test('shows a formula as text', async () => {
    const { lines } = await sheetOf(TRAIL);
    expect(lines[0]).toMatchObject({
      place: 'bai 7;=HYPERLINK(A1)',
      'eventTime (UTC)': new Date('2021-12-25T00:00:00Z'),
    });
  });
});

describe('the form of an answer', () => {
  test.each(['/gate-boards', `/truck-visits?gate=HUU_NGHI`, '/yards', '/event-types'])(
    '%s is no table: 406 for CSV and workbooks',
    async (path) => {
      for (const answer of [
        await ask(path, { accept: 'text/csv' }),
        await ask(withFormat(path, 'csv')),
        await ask(withFormat(path, 'xlsx')),
      ]) {
        expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([406, 'NOT_ACCEPTABLE']);
      }
      expect((await ask(withFormat(path, 'json'))).statusCode).toBe(200);
    },
  );

  test('JSON preferred over CSV is JSON', async () => {
    const answer = await ask(QUEUE, { accept: 'text/csv;q=0.5, application/json;q=0.9' });
    expect(answer.headers['content-type']).toContain('application/json');
    expect(answer.json<{ items: unknown[] }>().items).toHaveLength(50);
  });

  test('one that is none is 400', async () => {
    expect((await ask(withFormat(QUEUE, 'pdf'))).json()).toMatchObject({
      status: 400,
      code: 'QUERY_INVALID',
    });
  });

  test.each(['json', 'csv', 'xlsx'])('HEAD tells the type of %s and sends nothing', async (format) => {
    const [head, get] = [
      await ask(withFormat(QUEUE, format), {}, 'HEAD'),
      await ask(withFormat(QUEUE, format)),
    ];
    expect([head.statusCode, head.body]).toEqual([200, '']);
    expect(head.headers['content-type']).toBe(get.headers['content-type']);
  });

  test.each(['json', 'csv', 'xlsx'])('what is refused is refused as %s too', async (format) => {
    const unknown = await ask(withFormat('/gate-boards/NO_GATE/queue', format));
    expect(unknown.json()).toMatchObject({ status: 404, code: 'GATE_NOT_FOUND' });
    const made = await ask(withFormat(`${QUEUE}?cursor=made-up`, format));
    expect(made.json()).toMatchObject({ status: 400, code: 'CURSOR_INVALID' });
  });
});

describe('ALL as a gate', () => {
  test('is the queues of all gates as one', async () => {
    const rows = parse((await ask(withFormat('/gate-boards/ALL/queue', 'csv'))).body);
    expect(rows).toHaveLength(TRUCKS + 1);
    expect(rows[0]).toMatchObject({ rank: '1', gate: 'CHI_MA' });
    expect(rows[1]).toMatchObject({ rank: '2', gate: 'HUU_NGHI' });
  });

  test('is the deviations of all gates in the order of their times, page by page', async () => {
    const visit = await border.arrive('2021-12-25T07:30:00+07:00', '15H-000.02', { gate: 'CHI_MA' });
    await border.step(visit, 'crossing', '2021-12-25T07:45:00+07:00', {
      observed: true,
      observation: 'seen',
    });
    await border.settle();
    const path = '/gate-boards/ALL/deviations?from=2021-12-25';
    const rows = parse((await ask(withFormat(path, 'csv'))).body);
    const times = rows.map(({ at = '' }) => at);
    expect(times).toEqual(times.toSorted());
    expect(new Set(rows.map(({ gate }) => gate))).toEqual(new Set(['CHI_MA', 'HUU_NGHI']));
    const paged: unknown[] = [];
    for (let cursor = ''; ;) {
      const page = (await ask(`${path}&limit=2${cursor}`)).json<{
        items: { visitId: string; code: string }[];
        nextCursor: string | null;
      }>();
      paged.push(...page.items.map(({ visitId, code }) => [visitId, code]));
      if (page.nextCursor === null) break;
      cursor = `&cursor=${page.nextCursor}`;
    }
    expect(paged).toEqual(rows.map(({ visitId, code }) => [visitId, code]));
    await border.step(visit, 'delivery', '2021-12-25T07:50:00+07:00', { foreignYard: 'PO_CHAI' });
  });

  test('sums days and dwell times', async () => {
    const days = async (gate: string) =>
      (await ask(`/gate-boards/${gate}/throughput?from=2021-12-25`)).json<{ items: { arrived: number }[] }>()
        .items;
    expect((await days('ALL')).map(({ arrived }) => arrived)).toEqual([TRUCKS + 3]);
    const stages = (await ask('/gate-boards/ALL/dwell-times')).json<{ items: { stage: string }[] }>().items;
    expect(stages).toHaveLength(5);
    expect(stages.at(-1)).toMatchObject({ stage: 'TOTAL', inside: { count: TRUCKS + 1 } });
  });

  test('is no more than the caller may see', async () => {
    const operator = await border.token('gate-operator', { gates: ['CHI_MA'] });
    const { items } = (await border.get('/gate-boards/ALL/queue', operator)).json<{
      items: { gate: string }[];
    }>();
    expect(items.map(({ gate }) => gate)).toEqual(['CHI_MA']);
  });
});
