import { Refusal } from '../problem/refusal';
import { addDays, dateRange } from './date-range';
import * as parameter from './parameter';
import { readParameters } from './query-parameters';
import { Table, wantsCsv } from './table';

const NOW = '2021-12-25T12:00:00.000Z';
const SET = {
  limit: parameter.limit,
  cursor: parameter.cursor,
  at: parameter.at,
  after: parameter.after,
  from: parameter.localDate('first day'),
  gate: parameter.code('gate'),
  rate: parameter.numberWithin(0, 100_000, 'trucks a day'),
  stage: parameter.oneOf(['ARRIVED', 'CROSSED'], 'stage'),
};

function read(query: Record<string, unknown>): unknown {
  try {
    const values = Object.entries(readParameters(SET, query, NOW));
    return Object.fromEntries(values.filter(([, value]) => value !== undefined));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.code;
  }
}

describe('query parameters', () => {
  test('absent ones have their defaults', () => {
    expect(read({})).toEqual({ limit: 50 });
  });

  test.each<[Record<string, unknown>, unknown]>([
    [{ limit: '500' }, { limit: 500 }],
    [{ limit: '501' }, 'QUERY_INVALID'],
    [{ limit: '0' }, 'QUERY_INVALID'],
    [{ limit: '1e2' }, 'QUERY_INVALID'],
    [{ limit: ['1', '2'] }, 'QUERY_INVALID'],
    [{ limits: '5' }, 'QUERY_INVALID'],
    [{ __proto__x: '5' }, 'QUERY_INVALID'],
    [{ cursor: 'whatever the query gave' }, { limit: 50, cursor: 'whatever the query gave' }],
    [{ cursor: '' }, 'CURSOR_INVALID'],
    [{ cursor: 'x'.repeat(1001) }, 'CURSOR_INVALID'],
    [{ after: '18' }, { limit: 50, after: 18n }],
    [{ after: '-1' }, 'QUERY_INVALID'],
    [{ after: '9'.repeat(40) }, 'QUERY_INVALID'],
    [{ at: '2021-12-25T23:59:59+07:00' }, 'AT_IN_FUTURE'],
    [{ at: '2021-12-25T19:04:00+07:00' }, { limit: 50, at: '2021-12-25T19:04:00+07:00' }],
    [{ at: '2021-12-25T10:00:00 07:00' }, { limit: 50, at: '2021-12-25T10:00:00+07:00' }],
    [{ at: 'yesterday' }, 'QUERY_INVALID'],
    [{ from: '2021-02-28' }, { limit: 50, from: '2021-02-28' }],
    [{ from: '2021-02-30' }, 'QUERY_INVALID'],
    [{ gate: 'HUU_NGHI' }, { limit: 50, gate: 'HUU_NGHI' }],
    [{ gate: "x' OR 1=1" }, 'QUERY_INVALID'],
    [{ rate: '286.5' }, { limit: 50, rate: 286.5 }],
    [{ rate: '-1' }, 'QUERY_INVALID'],
    [{ stage: 'CROSSED' }, { limit: 50, stage: 'CROSSED' }],
    [{ stage: 'crossed' }, 'QUERY_INVALID'],
  ])('%j', (query, expected) => {
    expect(read(query)).toEqual(expected);
  });
});

describe('ranges of days', () => {
  test('the last seven days, today included, when nothing is said', () => {
    expect(dateRange(undefined, undefined, '2022-01-02')).toEqual({ from: '2021-12-27', to: '2022-01-03' });
  });

  test('at most a hundred days, at least one', () => {
    expect(dateRange('2021-09-30', addDays('2021-09-30', 100), '2022-01-01').to).toBe('2022-01-08');
    expect(() => dateRange('2021-09-30', addDays('2021-09-30', 101), '2022-01-01')).toThrow('RANGE_TOO_LONG');
    expect(() => dateRange('2021-09-30', '2021-09-30', '2022-01-01')).toThrow('RANGE_EMPTY');
  });
});

describe('CSV', () => {
  test.each<[string | undefined, boolean]>([
    ['text/csv', true],
    ['Text/CSV; charset=utf-8', true],
    ['text/*', true],
    ['text/csv, */*', true],
    ['*/*, text/csv', true],
    ['text/html, text/csv;q=0.9, */*;q=0.1', true],
    ['application/json;q=0.5, text/csv;q=0.6', true],
    ['text/csv;q=0.5, application/json;q=0.5', true],
    ['application/json;q=0, text/csv;q=0.001', true],
    [undefined, false],
    ['', false],
    ['*/*', false],
    ['application/json, text/csv', false],
    ['application/json, text/csv;q=0.1', false],
    ['text/csv; q=0.1 , application/json', false],
    ['text/csv;q=0.5, */*', false],
    ['text/csv;q=0', false],
    ['text/csv;q=0, */*', false],
    ['text/csv;q=0, application/json;q=0', false],
    ['application/xtext/csv', false],
  ])('is wanted by Accept: %s: %s', (accept, wanted) => {
    expect(wantsCsv({ headers: accept === undefined ? {} : { accept } })).toBe(wanted);
  });

  const csv = (items: readonly unknown[]) =>
    new Table({ items }, { cell: (row) => row as string }, 'x').toCsv().slice('\ufeffcell\r\n'.length);

  test('begins with a byte order mark and its headings', () => {
    expect(
      new Table({ items: [{ a: 'Hữu Nghị, "x"', b: -3 }] }, { Cửa: (r) => r.a, Số: (r) => r.b }, 'x').toCsv(),
    ).toBe('\ufeffCửa,Số\r\n"Hữu Nghị, ""x""",-3\r\n');
  });

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '\0=1+1'])('%j is text, not a formula', (cell) => {
    expect(csv([cell]).replace(/^"/, '')).toMatch(/^'/);
  });

  test('numbers stay numbers, absent cells stay empty', () => {
    expect(csv([-5, null, undefined, true, 7n])).toBe('-5\r\n\r\n\r\ntrue\r\n7\r\n');
  });
});
