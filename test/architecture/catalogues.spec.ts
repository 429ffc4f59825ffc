import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { EVERY_VIEW } from '#libs/read-models';
import { CATEGORIES } from '#libs/truck-flow';

/** The catalogues held against what shows and proves them. */

const VIEWS = join(__dirname, '..', '..', 'libs', 'read-models', 'src');
const PUBLIC_TYPES: readonly string[] = CATEGORIES.flatMap(({ types }) => types);
const INTERNAL_TYPES: readonly string[] = CATEGORIES.flatMap(({ internalTypes }) => internalTypes);

describe('the catalogue of events', () => {
  it('is shown whole: every public type is declared by some view', () => {
    const shown = new Set(EVERY_VIEW.flatMap(({ types }) => types));
    expect(PUBLIC_TYPES.filter((type) => !shown.has(type))).toEqual([]);
  });

  it('holds every type that a view declares, beside the internal ones', () => {
    const known = new Set([...PUBLIC_TYPES, ...INTERNAL_TYPES]);
    expect(EVERY_VIEW.flatMap(({ types }) => types).filter((type) => !known.has(type))).toEqual([]);
  });
});

describe('the views', () => {
  const specs = readdirSync(VIEWS, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.spec.ts'))
    .map((file) => readFileSync(join(VIEWS, file), 'utf8'));

  it.each(EVERY_VIEW.map(({ name }) => name))('%s has a case for each type it declares', (name) => {
    const camel = name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    // describeView fails by itself when a declared type has no case or a case no type.
    const describes = new RegExp(`describeView\\(\\s*${camel}\\b`);
    expect(specs.filter((text) => describes.test(text))).toHaveLength(1);
  });
});
