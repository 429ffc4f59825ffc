import { shortfall, spreadOf } from './figures';
import type { Figure } from './figures';

const COLUMNS = ['', 'unit', 'min', 'lower quartile', 'median', 'max', 'n', 'limit', 'goal', ''];

/** The figures as a table, the verdict at the end of each line. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = [COLUMNS, ...figures.map(rowOf)];
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) => row.map((cell, column) => aligned(cell, widths[column] ?? 0, column)).join('  '))
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}

function rowOf(figure: Figure): string[] {
  const { name, unit, samples, floor, ceiling, goal = '' } = figure;
  const { min, lowerQuartile, median, max } = spreadOf(samples);
  const limit = floor === undefined ? (ceiling === undefined ? '' : `<= ${ceiling}`) : `>= ${floor}`;
  const verdict = limit === '' ? '' : (shortfall(figure) ?? 'met');
  const numbers = [min, lowerQuartile, median, max].map(shown);
  return [name, unit, ...numbers, String(samples.length), limit, goal, verdict];
}

function aligned(cell: string, width: number, column: number): string {
  return column > 1 && column < 7 ? cell.padStart(width) : cell.padEnd(width);
}

/** Three digits that say something. */
function shown(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en');
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}
