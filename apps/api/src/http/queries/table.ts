import { stringify } from 'csv-stringify/sync';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { choicesIn, qualityOf } from '../context/accepted';
import { withBoundCursor } from './bound-cursor';

const CSV = 'text/csv';
const JSON_TYPE = 'application/json';

export type Cell = string | number | boolean | bigint | null | undefined;

/** Column headings of a CSV and where each cell comes from. */
export type Columns<Row> = Readonly<Record<string, (row: Row) => Cell>>;

/** An answer that may also be had as CSV: return it from a query, and `Accept` decides. */
export class Table<Row> {
  constructor(
    readonly body: { readonly items: readonly Row[]; readonly nextCursor?: string | null },
    readonly columns: Columns<Row>,
    /** Without extension. */
    readonly fileName: string,
  ) {}

  /** With BOM, so that spreadsheets read UTF-8, and no cell begins a formula (F-44, CWE-1236). */
  toCsv(): string {
    const readers = Object.values(this.columns);
    const rows = this.body.items.map((row) => readers.map((read) => cellText(read(row))));
    return stringify([Object.keys(this.columns), ...rows], {
      bom: true,
      record_delimiter: 'windows',
      escape_formulas: true,
    });
  }
}

function cellText(cell: Cell): string | number {
  if (typeof cell === 'number') return cell;
  // A spreadsheet drops NUL and then reads what follows it as the first character.
  return cell === null || cell === undefined ? '' : String(cell).replaceAll('\0', '');
}

/** Does the caller rather have CSV than JSON? Of two that he wants alike he has the one he names first. */
export function wantsCsv({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  const choices = choicesIn(headers.accept);
  const [csv, json] = [qualityOf(CSV, choices), qualityOf(JSON_TYPE, choices)];
  if (csv !== json) return csv > json;
  return csv > 0 && choices.find(({ name }) => name === CSV || name === JSON_TYPE)?.name === CSV;
}

/** The form of a table that the caller asked for. */
export function negotiate(table: Table<unknown>, request: FastifyRequest, reply: FastifyReply): unknown {
  reply.header('Vary', 'Accept');
  const body = withBoundCursor(table.body, request);
  if (!wantsCsv(request)) return body;
  reply
    .type('text/csv; charset=utf-8; header=present')
    .header('Content-Disposition', `attachment; filename="${table.fileName}.csv"`)
    .serializer((text: unknown) => text as string);
  const { nextCursor } = body;
  if (typeof nextCursor === 'string')
    reply.header('Link', `<${nextPage(request.url, nextCursor)}>; rel="next"`);
  return table.toCsv();
}

/** Where an answer has no place for a cursor, a header names the page after this one (RFC 8288). */
export function nextPage(url: string, cursor: string): string {
  const [path = '', query] = url.split('?');
  const parameters = new URLSearchParams(query);
  parameters.set('cursor', cursor);
  return `${path}?${parameters.toString()}`;
}
