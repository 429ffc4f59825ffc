/** What the table shows of a gate board. */
interface Board {
  readonly gate?: string;
  readonly status?: string;
  readonly trucksOnHand: number;
  readonly byCargoClass: Readonly<Record<string, number>>;
  readonly crossedToday: number;
  readonly oldestWaitMinutes: number | null;
}

export interface BoardAnswer {
  readonly items: readonly Board[];
  readonly total: Board;
}

const HEADINGS = ['gate', 'status', 'on hand', 'fruit', 'oldest wait', 'crossed that day'];
const DAY = 24 * 60;

/** The boards as a table of plain text, numbers to the right. */
export function boardTable({ items, total }: BoardAnswer): string {
  const rows = [HEADINGS, ...[...items, total].map(rowOf)];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const text = rows.map((row) => row.map((cell, i) => padded(cell, widths[i] ?? 0, i)).join('   '));
  const rule = widths.map((width) => '─'.repeat(width)).join('───');
  return [text[0], rule, ...text.slice(1, -1), rule, text.at(-1)].join('\n');
}

function padded(cell: string, width: number, column: number): string {
  return column < 2 ? cell.padEnd(width) : cell.padStart(width);
}

function rowOf({
  gate = 'total',
  status = '',
  trucksOnHand,
  byCargoClass,
  crossedToday,
  oldestWaitMinutes,
}: Board) {
  const fruit = byCargoClass['FRESH_PRODUCE'] ?? 0;
  const wait = oldestWaitMinutes === null ? '–' : `${(oldestWaitMinutes / DAY).toFixed(1)} days`;
  return [gate, status, grouped(trucksOnHand), grouped(fruit), wait, grouped(crossedToday)];
}

function grouped(count: number): string {
  return count.toLocaleString('en');
}
