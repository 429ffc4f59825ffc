import { Refusal } from '../problem/refusal';
import { csvRows, jsonCell } from './csv';
import { addDays, dateRange } from './date-range';
import { formOf, jsonAs, OF_TABLES, XLSX } from './form';
import type { Forms } from './form';
import * as parameter from './parameter';
import { readParameters } from './query-parameters';
import { Time } from './table';
import type { Cell } from './table';

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

describe('the form of an answer', () => {
  const chosen = (forms: Forms, accept: string | undefined, format?: string): string => {
    try {
      return formOf({ headers: accept === undefined ? {} : { accept }, query: { format } }, forms);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return error.code;
    }
  };

  test.each<[string | undefined, string]>([
    ['text/csv', 'csv'],
    ['Text/CSV; charset=utf-8', 'csv'],
    ['text/*', 'csv'],
    ['text/csv, */*', 'csv'],
    ['*/*, text/csv', 'csv'],
    ['text/html, text/csv;q=0.9, */*;q=0.1', 'csv'],
    ['application/json;q=0.5, text/csv;q=0.6', 'csv'],
    ['text/csv;q=0.5, application/json;q=0.5', 'csv'],
    ['application/json;q=0, text/csv;q=0.001', 'csv'],
    [XLSX, 'xlsx'],
    [`text/csv;q=0.5, ${XLSX}`, 'xlsx'],
    ['application/*', 'json'],
    [undefined, 'json'],
    ['', 'json'],
    ['*/*', 'json'],
    ['application/json, text/csv', 'json'],
    ['application/json, text/csv;q=0.1', 'json'],
    ['text/csv; q=0.1 , application/json', 'json'],
    ['text/csv;q=0.5, */*', 'json'],
    ['text/csv;q=0, */*', 'json'],
    ['text/html, application/xhtml+xml, */*;q=0.8', 'json'],
    ['text/csv;q=0', 'NOT_ACCEPTABLE'],
    ['text/csv;q=0, application/json;q=0', 'NOT_ACCEPTABLE'],
    ['application/xtext/csv', 'NOT_ACCEPTABLE'],
    ['image/png', 'NOT_ACCEPTABLE'],
  ])('of a table, by Accept: %s: %s', (accept, form) => {
    expect(chosen(OF_TABLES, accept)).toBe(form);
  });

  test('is what `format` says, whatever is accepted', () => {
    expect(chosen(OF_TABLES, 'application/json', 'csv')).toBe('csv');
    expect(chosen(OF_TABLES, 'text/csv', 'xlsx')).toBe('xlsx');
    expect(chosen(OF_TABLES, 'image/png', 'json')).toBe('json');
    expect(chosen(OF_TABLES, undefined, 'pdf')).toBe('QUERY_INVALID');
  });

  test('is refused where a route has no such one', () => {
    const forms = jsonAs('application/json');
    expect(chosen(forms, 'text/csv')).toBe('NOT_ACCEPTABLE');
    expect(chosen(forms, undefined, 'csv')).toBe('NOT_ACCEPTABLE');
    expect(chosen(forms, 'text/csv, */*;q=0.1')).toBe('json');
    expect(chosen(jsonAs('application/cloudevents-batch+json'), 'application/json')).toBe('json');
  });
});

describe('CSV', () => {
  const csv = (cell: Cell) => csvRows([[cell]]);

  test.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\tx',
    '\rx',
    '\0=1+1',
    '\uff1d1+1',
    'yard 7;=HYPERLINK(A1)',
    'yard 7;"=HYPERLINK(A1)"',
    'yard 7; =1+1',
    'yard 7,=1+1',
    'yard 7\t@SUM(A1)',
    'yard 7\r\n-1',
    ';;+1',
    -5,
  ])('%j begins no formula at whichever of comma, semicolon and tab it is split', (cell) => {
    for (const separator of [',', ';', '\t']) {
      for (const line of csv(cell)
        .slice(0, -2)
        .split(/\r\n|\r|\n/)) {
        for (const part of line.split(separator)) expect(part).not.toMatch(/^["\s]*[=+\-@\t\r\uff1d]/);
      }
    }
  });

  test('quotes what a reader might split at', () => {
    expect(csvRows([['a;b', 'c\td', 'e,f', 'g "h"', 'Hữu Nghị']])).toBe(
      '"a;b","c\td","e,f","g ""h""",Hữu Nghị\r\n',
    );
  });

  test('numbers stay numbers, absent cells stay empty', () => {
    const moment = '2021-12-25T06:40:00+07:00';
    expect(csvRows([[5, null, undefined, true, 7n, new Time(moment)]])).toBe(`5,,,true,7,${moment}\r\n`);
  });

  test('JSON in a cell stays the JSON it was', () => {
    const value = {
      a: 'x;=1',
      b: ['=1', '+2', 'm, "-3"'],
      c: -2,
      d: 'ends;',
      at: '2021-12-25T06:40+07:00',
    };
    const cell = jsonCell(value);
    expect(cell).toContain('x;\\u003d1');
    expect(cell).toContain('06:40+07:00');
    expect(JSON.parse(cell)).toEqual(value);
    expect(csv(cell)).toBe(`"${cell.replaceAll('"', '""')}"\r\n`);
  });
});
