import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { stringify } from 'csv-stringify/sync';
import { textOfCell } from './table';
import type { Cell, Table } from './table';

/** So that spreadsheets read UTF-8. */
const BYTE_ORDER_MARK = '\ufeff';

/** What begins a formula, also as East Asian versions take it (F-44, CWE-1236); and what a reader drops before it. */
const FORMULA = '=+\\-@\\t\\r\uff1d\uff0b\uff0d\uff20';
const BEGINNING = new RegExp(`(^|[,;\\t\\r\\n])(?=["\\s]*[${FORMULA}])`, 'g');
/** Readers whose list separator is another one than ours split quoted cells too. */
const SEPARATOR = /[,;\t\r\n]/;

/** Writes a table as CSV with its headings, page by page. */
export async function writeCsv<Row>(
  table: Table<Row>,
  pages: AsyncIterable<readonly Row[]>,
  stream: Writable,
): Promise<void> {
  stream.write(BYTE_ORDER_MARK + csvRows([table.headings]));
  for await (const page of pages) {
    const text = csvRows(table.linesOf(page));
    if (!stream.write(text)) await once(stream, 'drain');
  }
  stream.end();
  await finished(stream);
}

/** Rows of a CSV (RFC 4180). No cell begins a formula, at whichever of comma, semicolon and tab a reader splits. */
export function csvRows(rows: readonly (readonly Cell[])[]): string {
  return stringify(
    rows.map((row) => row.map((cell) => harmless(textOfCell(cell)))),
    { record_delimiter: 'windows', quoted_match: SEPARATOR },
  );
}

/** An apostrophe before whatever would begin a formula, in the cell or behind a separator within. */
function harmless(text: string): string {
  // A spreadsheet drops NUL and then reads what follows it as the first character.
  return text.replaceAll('\0', '').replace(BEGINNING, "$1'");
}

const STRING = /"(?:[^"\\]|\\.)*"/g;
const SIGN = new RegExp(`((?:^"|[,;\\t\\r\\n])["'\\s]*)([${FORMULA}])`, 'g');

/** JSON text that stays what it is when it becomes a cell: what would begin a formula is written as an escape. */
export function jsonCell(value: unknown): string {
  return JSON.stringify(value).replace(STRING, (token) =>
    token.replace(SIGN, (_all, before: string, sign: string) => before + escaped(sign)),
  );
}

function escaped(sign: string): string {
  return `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
