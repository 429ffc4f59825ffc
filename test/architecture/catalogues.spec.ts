import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CATALOGUE } from '#libs/read-models';
import { CATEGORIES } from '#libs/truck-flow';
import { catalogueInFile } from '../../libs/projections/src/files/catalogue-in-file';

/** The catalogues held against what shows and proves them. */

const VIEWS = join(__dirname, '..', '..', 'libs', 'read-models', 'src');
const PUBLIC_TYPES: readonly string[] = CATEGORIES.flatMap(({ types }) => types);
const INTERNAL_TYPES: readonly string[] = CATEGORIES.flatMap(({ internalTypes }) => internalTypes);

describe('the catalogue of events', () => {
  it('is shown whole: every public type is declared by some view, not only by that of the commands', () => {
    const views = CATALOGUE.views.filter(({ name }) => name !== 'commands');
    const shown = new Set(views.flatMap(({ types }) => types));
    const unseen = PUBLIC_TYPES.filter((type) => !shown.has(type));
    const advice = 'is shown by no view: add it to the types of those of libs/read-models/src that show it';
    expect(unseen.map((type) => `${type} ${advice}`)).toEqual([]);
  });

  it('holds every type that a view declares, beside the internal ones', () => {
    const known = new Set([...PUBLIC_TYPES, ...INTERNAL_TYPES]);
    expect(CATALOGUE.views.flatMap(({ types }) => types).filter((type) => !known.has(type))).toEqual([]);
  });
});

const camelOf = (name: string): string =>
  name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

describe('the views', () => {
  const specs = readdirSync(VIEWS, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.spec.ts'))
    .map((file) => readFileSync(join(VIEWS, file), 'utf8'));

  it.each(CATALOGUE.views.map(({ name }) => name))('%s has a case for each type it declares', (name) => {
    const camel = camelOf(name);
    // describeView fails by itself when a declared type has no case or a case no type.
    const describes = new RegExp(`describeView\\(\\s*${camel}\\b`);
    const found = specs.filter((text) => describes.test(text)).length;
    const advice = `call describeView(${camel}, …) in one spec beside the view`;
    expect(found === 1 ? [] : [`${name} has ${found} specifications: ${advice}`]).toEqual([]);
  });

  it('that are specified are kept: registered, or beside or behind one that is', () => {
    const kept = new Set(catalogueInFile(CATALOGUE).views.map(({ name }) => camelOf(name)));
    const specified = specs.flatMap((text) =>
      [...text.matchAll(/describeView\(\s*(\w+)/g)].map(([, name = '']) => name),
    );
    const advice =
      'is kept by no projector: add a line to libs/read-models/src/catalogue/registered-views.ts';
    expect(specified.filter((name) => !kept.has(name)).map((name) => `${name} ${advice}`)).toEqual([]);
  });
});
