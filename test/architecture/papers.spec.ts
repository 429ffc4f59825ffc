import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { codesIn, passagesOf, unknownIn } from './citations';
import type { Citation, Passage } from './citations';
import { readPage } from './markdown-page';
import type { MarkdownPage } from './markdown-page';

/** The papers held against what cites them: a reader can look up whatever a comment or a page names. */

const ROOT = join(__dirname, '..', '..');
const FOLDERS = ['.github', 'apps', 'deploy', 'docs', 'libs', 'test'];
const GLOSSARY = 'docs/glossary.md';
/** Says itself what each row of the sources is about. */
const COVERAGE = 'docs/coverage.md';
const CONTRACT = 'docs/contract.md';
/** Codes such as VISIT_HELD and stored types. */
const NAMES = /\b[A-Z]+(?:_[A-Z]+)+\b|\b[A-Z]{4,}\b|\b[a-z]\w+\.\w+\.v\d+\b/g;

function filesIn(folder: string, ending: string, recursive = true): string[] {
  return readdirSync(join(ROOT, folder), { recursive, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
}

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

const pages = [...filesIn('.', '.md', false), ...FOLDERS.flatMap((folder) => filesIn(folder, '.md'))].map(
  (file) => readPage(file, read(file)),
);
const citing = pages.filter(({ file }) => file !== COVERAGE);
const passages: Passage[] = [
  ...FOLDERS.flatMap((folder) => filesIn(folder, '.ts')).flatMap((file) => passagesOf(file, read(file))),
  ...citing.map(({ file, text }): Passage => ({ file, line: 1, text, isString: false })),
];

function pageAt(file: string): MarkdownPage {
  const page = pages.find((one) => one.file === file);
  if (page === undefined) throw new Error(`${file} is gone: the comments cite its codes`);
  return page;
}

describe('the codes', () => {
  const entries = [GLOSSARY, CONTRACT].flatMap((file) =>
    pageAt(file).entries.map((entry) => ({ ...entry, file })),
  );
  const known = new Set(entries.map(({ code }) => code));
  const cited = passages.flatMap((passage) => codesIn(passage));

  it('are found', () => {
    expect(cited.length).toBeGreaterThan(100);
    expect(known.size).toBeGreaterThan(100);
  });

  it('have a line each, whoever cites them', () => {
    const firsts = new Map<string, Citation>();
    for (const citation of cited) {
      if (!known.has(citation.name) && !firsts.has(citation.name)) firsts.set(citation.name, citation);
    }
    expect([...firsts.values()].map(adviceOnMissing)).toEqual([]);
  });

  function adviceOnMissing({ name, place }: Citation): string {
    const page = name.startsWith('R-') ? CONTRACT : GLOSSARY;
    const kin = [name.slice(0, -1), name.slice(0, -2)].map((begin) =>
      entries.find(({ code }) => code.startsWith(begin)),
    );
    const heading = (kin[0] ?? kin[1])?.heading;
    const where = heading === undefined ? 'a heading of its kind' : `"${heading}"`;
    return `${page} has no line for ${name}, cited in ${place}: add "- **${name}** …" under ${where}`;
  }

  it('are explained once', () => {
    const again = entries.filter(
      ({ code }, index) => entries.findIndex((other) => other.code === code) < index,
    );
    expect(
      again.map(
        ({ code, file, line }) => `${file}:${line} explains ${code} again: keep one of the two lines`,
      ),
    ).toEqual([]);
  });

  it('of rows are in the glossary, those of rules in the contract', () => {
    const astray = entries.filter(({ code, file }) => code.startsWith('R-') !== (file === CONTRACT));
    expect(
      astray.map(({ code, file, line }) => `${file}:${line}: ${code} belongs to the other page`),
    ).toEqual([]);
  });

  it('of rows are all in use', () => {
    const elsewhere = passages.filter(({ file }) => file !== GLOSSARY).flatMap((passage) => codesIn(passage));
    const used = new Set(elsewhere.map(({ name }) => name));
    const idle = entries.filter(({ code, file }) => file === GLOSSARY && !used.has(code));
    expect(
      idle.map(({ code, file, line }) => `${file}:${line} explains ${code}, which nothing cites: remove it`),
    ).toEqual([]);
  });
});

describe('the glossary and the contract', () => {
  it('name only codes and events that the program has', () => {
    const sources = ['apps', 'libs'].flatMap((folder) => filesIn(folder, '.ts'));
    const known = new Set(sources.flatMap((file) => read(file).match(NAMES) ?? []));
    const unknown = [GLOSSARY, CONTRACT].flatMap((file) =>
      pageAt(file).code.flatMap(({ text, line }) =>
        (text.match(NAMES) ?? [])
          .filter((name) => !known.has(name))
          .map(
            (name) =>
              `${file}:${line} names ${name}, which the program does not have: name what took its place`,
          ),
      ),
    );
    expect(unknown).toEqual([]);
  });
});

describe('the links of the pages', () => {
  it.each(pages.map((page) => [page.file, page] as const))('of %s lead somewhere', (_, page) => {
    const faults = page.links.map(({ target, line }) => {
      const fault = faultOf(page, target);
      return fault === undefined ? [] : `${page.file}:${line} links to ${target}: ${fault}`;
    });
    expect(faults.flat()).toEqual([]);
  });

  /** Why a link leads nowhere; undefined when it does, or leaves the project. */
  function faultOf(page: MarkdownPage, target: string): string | undefined {
    if (/^[a-z][a-z0-9+.-]*:/i.test(target)) return undefined;
    const [path = '', anchor] = decodeURIComponent(target).split('#');
    const file = path === '' ? page.file : join(dirname(page.file), path);
    if (!existsSync(join(ROOT, file))) return 'there is no such file; name where it went';
    if (anchor === undefined) return undefined;
    const to = pages.find((one) => one.file === file);
    if (to === undefined) return 'only headings of pages have anchors';
    return to.anchors.has(anchor) ? undefined : `${file} has no such heading`;
  }
});

describe('what comments and pages cite', () => {
  it('is in this repository', () => {
    const papers = {
      pages: new Set(pages.map(({ file }) => basename(file))),
      adrs: new Set(filesIn('docs/adr', '.md').map((file) => Number(basename(file).slice(0, 4)))),
    };
    const unknown = passages.flatMap((one) => unknownIn(one, papers));
    expect(
      unknown.map(
        ({ name, place }) =>
          `${place} cites "${name}", which is not here: cite a rule of docs/contract.md (R-…), a row of ` +
          'docs/glossary.md or an ADR that exists',
      ),
    ).toEqual([]);
  });
});
