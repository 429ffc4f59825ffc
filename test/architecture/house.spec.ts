import { readFileSync, readdirSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { join, relative } from 'node:path';

/** The size of the house: what a reader has to hold in one view. */

const ROOT = join(__dirname, '..', '..');
const LONGEST_FILE = 250;
const LONG_FILE = 100;
/** A folder a noun, and the nouns of the line and the yard are many. */
const MOST_AT_TOP = 22;
const MOST_IN_A_FOLDER = 14;
const DOMAIN = { shortest: 40, longest: 120 };

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map(pathOf);
}

function pathOf(entry: Dirent): string {
  return relative(ROOT, join(entry.parentPath, entry.name));
}

function linesOf(file: string): number {
  return readFileSync(join(ROOT, file), 'utf8').trimEnd().split('\n').length;
}

describe('the house', () => {
  it('has no file over 250 lines', () => {
    const files = ['apps', 'libs', 'test'].flatMap(sources);
    expect(files.length).toBeGreaterThan(300);
    expect(files.filter((file) => linesOf(file) > LONGEST_FILE)).toEqual([]);
  });

  it('says in the first line of a file over 100 lines what it is', () => {
    const long = ['apps', 'libs', 'test']
      .flatMap(sources)
      .filter((file) => !file.endsWith('.spec.ts') && linesOf(file) > LONG_FILE);
    const silent = long.filter((file) => !/^\/[*/]/.test(readFileSync(join(ROOT, file), 'utf8')));
    expect(
      silent.map((file) => `${file}: begin it with a comment that says what it is, in standard terms`),
    ).toEqual([]);
  });

  it('keeps the files of the domain at 40 to 120 lines at the median', () => {
    const lengths = sources('libs/truck-flow/src')
      .filter((file) => !file.endsWith('.spec.ts'))
      .map(linesOf)
      .sort((a, b) => a - b);
    const middle = lengths.slice(Math.ceil(lengths.length / 2) - 1, Math.floor(lengths.length / 2) + 1);
    const median = middle.reduce((sum, length) => sum + length, 0) / middle.length;
    expect(median).toBeGreaterThanOrEqual(DOMAIN.shortest);
    expect(median).toBeLessThanOrEqual(DOMAIN.longest);
  });

  it.each(['libs/projections/src', 'libs/read-models/src'])('keeps the folders of %s small', (src) => {
    const entries = readdirSync(join(ROOT, src), { recursive: true, withFileTypes: true });
    const folders = [src, ...entries.filter((one) => one.isDirectory()).map(pathOf)];
    const crowded = folders.flatMap((folder) => {
      const inside = entries.filter((one) => relative(ROOT, one.parentPath) === folder);
      if (folder === src) return inside.length > MOST_AT_TOP ? [`${src} has ${inside.length} entries`] : [];
      const files = inside.filter((one) => one.isFile()).length;
      return files > MOST_IN_A_FOLDER ? [`${folder} has ${files} files`] : [];
    });
    const advice = `at most ${MOST_AT_TOP} at the top and ${MOST_IN_A_FOLDER} files a folder: move what belongs together into a sub-folder of its noun`;
    expect(crowded.map((one) => `${one}; ${advice}`)).toEqual([]);
  });

  it('names no folder or file by a word that says nothing', () => {
    const empty = /(^|[/-])(common|utils?|helpers?|shared|core|misc|base|manager|service)([/.-]|$)/;
    expect(['apps', 'libs', 'test'].flatMap(sources).filter((file) => empty.test(file))).toEqual([]);
  });
});
