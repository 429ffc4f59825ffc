import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The files at the root held to each other: what one of them says of another is true. */

const ROOT = join(__dirname, '..', '..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

const { license, engines, scripts, optionalDependencies } = JSON.parse(read('package.json')) as {
  readonly license: string;
  readonly engines: Readonly<Record<'node', string>>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<'node', string>>;
};

test('LICENSE is the one that package.json names', () => {
  expect(license).toBe('Apache-2.0');
  expect(read('LICENSE')).toMatch(/^\s+Apache License\n\s+Version 2\.0, January 2004\n/);
  expect(read('LICENSE')).toContain('END OF TERMS AND CONDITIONS');
});

test('.nvmrc and engines name the Node that npm ci installs', () => {
  const [major = ''] = optionalDependencies.node.split('.');
  expect([read('.nvmrc').trim(), engines.node]).toEqual([major, `>=${major}`]);
});

test('.editorconfig says what .prettierrc.json writes', () => {
  const { printWidth, tabWidth = 2 } = JSON.parse(read('.prettierrc.json')) as Record<string, number>;
  const settings = read('.editorconfig').split('\n');
  expect(settings).toEqual(
    expect.arrayContaining([`max_line_length = ${String(printWidth)}`, `indent_size = ${String(tabWidth)}`]),
  );
});

test('README.md says of every library and app what it is', () => {
  const told = new Set(
    [...read('README.md').matchAll(/^\| `((?:libs|apps)\/[\w-]+)`/gm)].map(([, path]) => path),
  );
  const folders = globSync(['libs/*/', 'apps/*/'], { cwd: ROOT });
  const untold = folders.filter((path) => !told.has(path));
  expect(untold.map((path) => `README.md: add a row for ${path} to the table of "How it is built"`)).toEqual(
    [],
  );
});

test('CONTRIBUTING.md names specs that are there', () => {
  const named = read('CONTRIBUTING.md').match(/\b(?:libs|apps|test)\/[\w/.-]+\.spec\.ts/g) ?? [];
  expect(named.length).toBeGreaterThan(3);
  const gone = [...new Set(named)].filter((path) => !existsSync(join(ROOT, path)));
  expect(gone.map((path) => `CONTRIBUTING.md names ${path}, which is gone: name another spec`)).toEqual([]);
});

describe('scripts', () => {
  const NAMED = /\bnpm\s+(?:run\s+(?:-s\s+)?([a-z][\w:-]*)|(start|test)\b)/g;
  const pages = globSync(['*.md', 'docs/**/*.md', 'deploy/**/*.md', '.github/*.md', '.ci/run'], {
    cwd: ROOT,
  });

  it('are in package.json under every name that a page calls them by', () => {
    const named = pages.flatMap((file) => {
      const text = read(file);
      return [...text.matchAll(NAMED)].map(({ 1: run, 2: short, index }) => ({
        name: run ?? short ?? '',
        place: `${file}:${text.slice(0, index).split('\n').length}`,
      }));
    });
    expect(named.length).toBeGreaterThan(50);
    const unknown = named.filter(({ name }) => !Object.hasOwn(scripts, name));
    expect(
      unknown.map(({ name, place }) => `${place} names the script ${name}, which package.json does not have`),
    ).toEqual([]);
  });

  it('have a row each in CONTRIBUTING.md', () => {
    const table = read('CONTRIBUTING.md').split('\n## Scripts\n')[1]?.split('\n## ')[0] ?? '';
    const told = new Set([...table.matchAll(/`([\w:-]+)`/g)].map(([, name]) => name));
    const untold = Object.keys(scripts).filter((name) => !/^pre[a-z]/.test(name) && !told.has(name));
    expect(
      untold.map((name) => `CONTRIBUTING.md: add a row for ${name} to the table of the scripts`),
    ).toEqual([]);
  });

  it('proof:histories runs every spec that tries more with PROOF=1, by paths that are there', () => {
    const specs = globSync(['libs/**/*.spec.ts', 'apps/**/*.spec.ts', 'test/**/*.spec.ts'], { cwd: ROOT });
    const larger = specs.filter((path) => /\bproofSize\(/.test(read(path)));
    const named = (scripts['proof:histories']?.split(' jest -- ')[1] ?? '').split(' ');
    expect(larger.length).toBeGreaterThan(10);
    const left = larger.filter((path) => !named.some((begin) => path.startsWith(begin)));
    const gone = named.filter((begin) => !specs.some((path) => path.startsWith(begin)));
    expect([
      ...left.map((path) => `package.json: add ${path} to the paths of proof:histories`),
      ...gone.map((begin) => `package.json: proof:histories names ${begin}, which is gone: take it out`),
    ]).toEqual([]);
  });
});
