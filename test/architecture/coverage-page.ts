/* Rows of the sources and what proves each: read from coverage.yaml, and the page that is made of it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** A row of the sources: proven by a test, waiting for something, or none of ours for a reason. */
export interface CoverageRow {
  readonly row: string;
  /** Path of the spec file, and a title in it. */
  readonly spec?: string;
  readonly test?: string;
  /** What it waits for. */
  readonly later?: string;
  /** Why it is out of scope. */
  readonly outside?: string;
}

/** The rows that the sources have, by the letter of their codes. */
export const SOURCES = {
  G: { title: 'Gates and their status', rows: 26 },
  Y: { title: 'Yards', rows: 20 },
  Q: { title: 'Quantities', rows: 18 },
  H: { title: 'Handover modes', rows: 14 },
  D: { title: 'Drivers and disinfection', rows: 20 },
  FEE: { title: 'Fees', rows: 11 },
  C: { title: 'Cargo and vehicles', rows: 18 },
  T: { title: 'Times and seasons', rows: 7 },
  A: { title: 'Authorities and people', rows: 26 },
  N: { title: 'Information', rows: 13 },
} as const;

export function codesOf(letter: keyof typeof SOURCES): string[] {
  return Array.from({ length: SOURCES[letter].rows }, (_, index) => {
    return `${letter}-${String(index + 1).padStart(2, '0')}`;
  });
}

export const COVERAGE = join(__dirname, 'coverage.yaml');

export function coverageRows(): Readonly<Record<string, CoverageRow>> {
  return parse(readFileSync(COVERAGE, 'utf8')) as Record<string, CoverageRow>;
}

/** The page: a table a letter. */
export function coveragePage(): string {
  const rows = coverageRows();
  const all = Object.values(rows);
  const count = (field: keyof CoverageRow) => all.filter((row) => row[field] !== undefined).length;
  const tables = (Object.keys(SOURCES) as (keyof typeof SOURCES)[]).map((letter) => {
    const lines = codesOf(letter).map((code) => lineOf(code, rows[code]));
    return `## ${SOURCES[letter].title} (${letter})\n\n| row | what it is about | what proves it |\n|---|---|---|\n${lines.join('\n')}\n`;
  });
  return `# What is covered

Every row of the two sources, a report of December 2021 and a letter of May 2022, and what became of it: a test that proves
it, what it waits for, or why it is none of ours. Of ${all.length} rows ${count('spec')} are proven, ${count('later')} wait, and ${count('outside')} are out of scope.

\`npm run docs:coverage\` writes this page from \`test/architecture/coverage.yaml\`; a test fails on a row that is missing and on
a named test that is gone. What the codes mean in the code is in the [glossary](glossary.md).

${tables.join('\n')}`;
}

function lineOf(code: string, row: CoverageRow | undefined): string {
  if (row === undefined) return `| ${code} | | |`;
  return `| ${code} | ${inCell(row.row)} | ${provenBy(row)} |`;
}

function provenBy({ spec = '', test = '', later, outside }: CoverageRow): string {
  if (later !== undefined) return `later: ${inCell(later)}`;
  if (outside !== undefined) return `out of scope: ${inCell(outside)}`;
  return `[${inCell(test)}](../${spec})`;
}

function inCell(text: string): string {
  return text.replace(/[|[\]\\*_<]/g, (mark) => `\\${mark}`);
}
