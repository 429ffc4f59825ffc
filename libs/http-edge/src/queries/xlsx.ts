import type { Writable } from 'node:stream';
import type { EdgeViews } from './edge-views';
import { textOfCell, Time, TimeColumn } from './table';
import type { Cell, Table } from './table';

const TEXT_FORMAT = '@';
const TIME_FORMAT = 'yyyy-mm-dd hh:mm:ss';
/** Rows of a sheet with its heading, and characters of a cell, as the format allows (ECMA-376, Excel's limits). */
const MOST_ROWS = 1_048_576;
const MOST_CHARACTERS = 32_767;
const CUT = ' [cut; whole in JSON and CSV]';
/** Excel reads `_x0041_` as an escape of A. */
const ESCAPE_LIKE = /_(?=x[0-9A-F]{4}_)/gi;
/** What XML 1.0 cannot hold. */
const NOT_IN_XML = /(?![\t\n\r\x7f-\x9f])[\p{Cc}\p{Cs}\ufffe\uffff]/gu;

/** IANA name of a zone, and how its clock is read. */
interface Clock extends Pick<EdgeViews, 'localText'> {
  readonly zone: string;
}

/** More rows than a sheet has. */
export class SheetFull extends Error {
  override readonly name = 'SheetFull';
}

/**
 * Writes a table as a workbook of one sheet, page by page. Ids and plates are text, numbers are numbers, times are
 * dates on the clock of `zone`, which their headings name. @throws SheetFull
 */
export async function writeWorkbook<Row>(
  table: Table<Row>,
  pages: AsyncIterable<readonly Row[]>,
  { stream, ...clock }: { readonly stream: Writable } & Clock,
): Promise<void> {
  const { default: excel } = await import('exceljs');
  const broken = failureOf(stream);
  const book = new excel.stream.xlsx.WorkbookWriter({ stream, useStyles: true, useSharedStrings: false });
  const sheet = book.addWorksheet('1', { views: [{ state: 'frozen', ySplit: 1 }] });
  const columns = Object.entries(table.layout.columns);
  sheet.columns = columns.map(([heading, column]) => {
    const isTime = column instanceof TimeColumn;
    return {
      header: isTime ? `${heading} (${clock.zone})` : heading,
      width: isTime ? 22 : 18,
      style: { numFmt: isTime ? TIME_FORMAT : 'General' },
    };
  });
  let rows = 1;
  for await (const page of pages) {
    const lines = table.linesOf(page);
    rows += lines.length;
    if (rows > MOST_ROWS) throw new SheetFull(`a sheet has ${MOST_ROWS} rows`);
    for (const line of lines) {
      const row = sheet.addRow(line.map((cell) => valueOf(cell, clock)));
      row.eachCell((cell) => {
        if (typeof cell.value === 'string') cell.numFmt = TEXT_FORMAT;
      });
      row.commit();
    }
    await Promise.race([untilTaken(sheet), broken]);
  }
  sheet.commit();
  await Promise.race([book.commit(), broken]);
}

/** Rejects when the stream does. Neither the zip nor the workbook reports it while rows are written. */
function failureOf(stream: Writable): Promise<never> {
  const failure = new Promise<never>((_resolve, reject) => stream.once('error', reject));
  failure.catch(() => undefined);
  return failure;
}

/** What the library does not say of a sheet that is written while its rows come: where its text goes. */
interface Written {
  readonly stream: { readonly pipes: readonly Writable[] };
}

/**
 * The library hands text on without asking whether the zip keeps up: what waits there would grow with the rows. An empty
 * write is answered when all before it has gone on.
 */
async function untilTaken(sheet: unknown): Promise<void> {
  for (const pipe of (sheet as Written).stream.pipes)
    await new Promise((resolve) => pipe.write(Buffer.alloc(0), resolve));
}

function valueOf(cell: Cell, clock: Clock): string | number | boolean | Date | null {
  if (cell === null || cell === undefined) return null;
  if (typeof cell === 'number' || typeof cell === 'boolean') return cell;
  if (cell instanceof Time) return dateOn(clock, cell);
  const text = textOfCell(cell).replace(NOT_IN_XML, '\ufffd').replace(ESCAPE_LIKE, '_x005F_');
  return text.length <= MOST_CHARACTERS ? text : text.slice(0, MOST_CHARACTERS - CUT.length) + CUT;
}

/** A date of a workbook has no zone: the UTC fields say what the clock showed. */
function dateOn({ zone, localText }: Clock, { text }: Time): Date {
  const local = localText(zone, Date.parse(text));
  return new Date(`${local.slice(0, 'yyyy-mm-ddThh:mm:ss'.length)}Z`);
}
