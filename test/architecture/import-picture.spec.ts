import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The pictures of docs/architecture.md that draw who imports whom, held to what the sources import. Whether an import
 * is allowed says .dependency-cruiser.cjs.
 */

const ROOT = join(__dirname, '..', '..');
const PAGE = 'docs/architecture.md';
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

/** How an arrow is drawn: values, or types alone. */
type Arrow = '-->' | '-.->';

const IMPORT = /^(?:import|export) (type )?[^;]*? from '#(?:libs|apps)\/([\w-]+)/gm;
const DYNAMIC = /\bimport\('#(?:libs|apps)\/([\w-]+)/g;

/** What the parts of the product import of each other, as `api --> recording`. */
function importedArrows(): Map<string, Arrow> {
  const arrows = new Map<string, Arrow>();
  const files = globSync(['libs/*/src/**/*.ts', 'apps/*/src/**/*.ts'], { cwd: ROOT });
  for (const file of files.filter((name) => !/\.(spec|testing|fixture)\.ts$/.test(name))) {
    const [, from = ''] = file.split('/');
    const text = read(file);
    const statements = [...text.matchAll(IMPORT)].map(([, types, to = '']) => ({
      to,
      isType: types !== undefined,
    }));
    const loaded = [...text.matchAll(DYNAMIC)].map(([, to = '']) => ({ to, isType: false }));
    for (const { to, isType } of [...statements, ...loaded]) {
      const pair = `${from} ${to}`;
      if (to !== from && arrows.get(pair) !== '-->') arrows.set(pair, isType ? '-.->' : '-->');
    }
  }
  return arrows;
}

const LINE = /^ *([\w-]+(?: & [\w-]+)*) (-->|-\.->) ([\w-]+(?: & [\w-]+)*)$/gm;

/** What is drawn: `a --> b & c` are two arrows. Pictures that begin with `sequenceDiagram` draw something else. */
function drawnArrows(page: string): Map<string, Arrow> {
  const pictures = [...page.matchAll(/^```mermaid\nflowchart [\s\S]*?^```/gm)].map(([picture]) => picture);
  const lines = pictures.flatMap((picture) => [...picture.matchAll(LINE)]);
  return new Map(
    lines.flatMap(([, from = '', arrow, to = '']) =>
      from
        .split(' & ')
        .flatMap((one) =>
          to.split(' & ').map((other): [string, Arrow] => [`${one} ${other}`, arrow as Arrow]),
        ),
    ),
  );
}

test('the pictures of the imports draw every one of them, and no other', () => {
  const [imported, drawn] = [importedArrows(), drawnArrows(read(PAGE))];
  expect(imported.size).toBeGreaterThan(40);
  const inWords = (pair: string, arrow: Arrow) => `"${pair.replace(' ', ` ${arrow} `)}"`;
  const missing = [...imported]
    .filter(([pair, arrow]) => drawn.get(pair) !== arrow)
    .map(([pair, arrow]) => `${PAGE}: draw ${inWords(pair, arrow)}, the sources import so`);
  const idle = [...drawn]
    .filter(([pair]) => !imported.has(pair))
    .map(([pair, arrow]) => `${PAGE}: remove ${inWords(pair, arrow)}, no source imports so`);
  expect([...missing, ...idle]).toEqual([]);
});
