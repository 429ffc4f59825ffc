import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codesOf, coverageRows, SOURCES } from './coverage-page';
import type { CoverageRow } from './coverage-page';

/** The rows of the sources held against the tests that prove them. */

const ROOT = join(__dirname, '..', '..');
const FILE = 'test/architecture/coverage.yaml';
const rows = coverageRows();
const codes = (Object.keys(SOURCES) as (keyof typeof SOURCES)[]).flatMap(codesOf);

it('every row of the sources stands there once, in order, and no other', () => {
  const missing = codes.filter((code) => !(code in rows));
  expect(missing.map((code) => `${FILE} has no ${code}: say what proves it, or what it waits for`)).toEqual(
    [],
  );
  expect(Object.keys(rows)).toEqual(codes);
});

it('every row is proven, waits for something, or is out of scope for a reason', () => {
  const answers = (row: CoverageRow) => [row.spec, row.later, row.outside].filter((one) => one !== undefined);
  const faults = Object.entries(rows).flatMap(([code, row]) => {
    const isWhole = row.row !== '' && (row.spec === undefined) === (row.test === undefined);
    return isWhole && answers(row).length === 1 && answers(row)[0] !== ''
      ? []
      : [`${FILE}: ${code} needs one of spec with test, later, or outside`];
  });
  expect(faults).toEqual([]);
});

it('every test that is named is there, by its file and its title', () => {
  const gone = Object.entries(rows).flatMap(([code, { spec, test = '' }]) => {
    if (spec === undefined || titlesIn(spec).has(test)) return [];
    return [
      `${FILE}: ${code} names "${test}" in ${spec}, which is not there: name the test that proves it now`,
    ];
  });
  expect(gone).toEqual([]);
});

const TITLE = /(?<=\(\s*)(['"`])((?:\\.|(?!\1).)*)\1\s*,/g;
const read = new Map<string, ReadonlySet<string>>();

/** What stands where a title does: the first argument of a call, before another. */
function titlesIn(spec: string): ReadonlySet<string> {
  const known = read.get(spec);
  if (known !== undefined) return known;
  const file = join(ROOT, spec);
  const isSpec = spec.endsWith('.spec.ts') && existsSync(file);
  const text = isSpec ? readFileSync(file, 'utf8') : '';
  const titles = new Set([...text.matchAll(TITLE)].map(([, , title = '']) => title.replace(/\\(.)/g, '$1')));
  read.set(spec, titles);
  return titles;
}
