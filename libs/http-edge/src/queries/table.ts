import type { DatabaseSync } from 'node:sqlite';

export type Cell = string | number | boolean | bigint | null | undefined | Time;

/** A point in time, RFC 3339; in a CSV as it is, in a workbook as a date on the clock of the table's zone. */
export class Time {
  constructor(readonly text: string) {}
}

type Read<Row> = (row: Row) => Cell;
/** Column headings of a table and where each cell comes from: what people read first, ids last. */
export type Columns<Row> = Readonly<Record<string, Read<Row> | TimeColumn<Row>>>;

/** A column of times. Its heading in a workbook says on which clock. */
export class TimeColumn<Row> {
  constructor(readonly read: (row: Row) => string | null | undefined) {}
}

export const time = <Row>(read: TimeColumn<Row>['read']): TimeColumn<Row> => new TimeColumn(read);

export interface TablePage<Row> {
  readonly items: readonly Row[];
  readonly nextCursor?: string | null;
}

/** Which part of a list: so many rows, from the cursor on. */
export interface Part {
  readonly limit: number;
  readonly cursor?: string;
}

/** A list as it is asked for. */
export interface Listing<Row> {
  readonly after: bigint | undefined;
  /** The views it is read from. */
  readonly views: readonly string[];
  readonly part: { readonly limit?: number | undefined; readonly cursor?: string | undefined };
  /** One part of it, as of one moment of the views. Lists that are no longer than a page take no notice of the part. */
  readonly page: (db: DatabaseSync, part: Part) => TablePage<Row>;
  /** What the views do not hold. */
  readonly completed?: (page: TablePage<Row>) => Promise<TablePage<Row>>;
}

/** How a list is written as CSV or into a workbook. */
export interface Layout<Row, Line> {
  readonly columns: Columns<Line>;
  /** The lines of one row, when it has several. */
  readonly linesOf?: (row: Row) => readonly Line[];
  /** Without extension. */
  readonly fileName: string;
  /** IANA name of the zone whose clock the times of a workbook show; UTC when absent. */
  readonly zone?: (db: DatabaseSync) => string;
}

/** An answer that may be had as JSON, page by page, and whole as CSV or workbook. A query returns it unread. */
export class Table<Row, Line = Row> {
  constructor(
    readonly listing: Listing<Row>,
    readonly layout: Layout<Row, Line>,
  ) {}

  get headings(): string[] {
    return Object.keys(this.layout.columns);
  }

  /** The cells of each line of these rows. */
  linesOf(rows: readonly Row[]): Cell[][] {
    const { linesOf = (row: Row) => [row as unknown as Line] } = this.layout;
    return rows.flatMap(linesOf).map((line) => this.cellsOf(line));
  }

  private cellsOf(line: Line): Cell[] {
    return Object.values(this.layout.columns).map((column) => {
      if (!(column instanceof TimeColumn)) return column(line);
      const text = column.read(line);
      return text === null || text === undefined ? undefined : new Time(text);
    });
  }
}

export function textOfCell(cell: Cell): string {
  if (cell instanceof Time) return cell.text;
  return cell === null || cell === undefined ? '' : String(cell);
}
