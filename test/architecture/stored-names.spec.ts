import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { CATEGORIES } from '#libs/truck-flow';

/* Where the names of stored types may be written: in the folders of their noun, in specs and in testing folders. */

const ROOT = join(__dirname, '..', '..');
const FREE = /\.(spec|testing|fixture)\.ts$|(^|\/)testing\//;

/** `truckVisit` is the noun truck-visit. */
const nounOf = (category: string): string =>
  category.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function sources(): string[] {
  return ['apps', 'libs']
    .flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.[cm]?[jt]s$/.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((file) => !FREE.test(file));
}

/** Whether a file, or a folder it is in, is called by the noun. */
function isOf(noun: string, file: string): boolean {
  return file.split('/').some((part) => [noun, `${noun}s`, `${noun}.ts`].includes(part));
}

/** What is wrong with the stored names in a text of this file. */
function faultsIn(file: string, text: string): string[] {
  return CATEGORIES.flatMap(({ name }) => {
    const noun = nounOf(name);
    if (isOf(noun, file)) return [];
    const named = text.match(new RegExp(`\\b${name}\\.[A-Z][A-Za-z]*\\.v[0-9]+`, 'g')) ?? [];
    return [...new Set(named)].map(
      (type) => `${file}: ${type}; write the constant or table that libs/truck-flow/src/${noun} exports`,
    );
  });
}

describe('the name of a stored type', () => {
  it('is written nowhere outside the folders of its noun, specs and testing folders', () => {
    const files = sources();
    expect(files.length).toBeGreaterThan(300);
    expect(files.flatMap((file) => faultsIn(file, readFileSync(join(ROOT, file), 'utf8')))).toEqual([]);
  });

  it.each([
    ['libs/read-models/src/gate-queue/gate-queue.ts', 'truckVisit.TruckArrived.v1', 'truck-visit'],
    ['apps/api/src/truck-visits/hand-over.ts', 'dedicatedDriver.Registered.v1', 'dedicated-driver'],
    ['libs/event-sourcing/src/transact.ts', 'claim.Claimed.v2', 'claim'],
  ])('would be found in %s, with what to write instead', (file, type, noun) => {
    expect(faultsIn(file, `of '${type}' and '${type}'`)).toEqual([
      `${file}: ${type}; write the constant or table that libs/truck-flow/src/${noun} exports`,
    ]);
  });

  it.each([
    ['libs/integration-events/src/yard.ts', 'yard.YardRegistered.v1'],
    ['apps/api/src/yards/register-yard.ts', 'yard.YardRegistered.v1'],
    ['libs/truck-flow/src/truck-visit/events.ts', 'truckVisit.TruckArrived.v1'],
  ])('is at home in %s', (file, type) => {
    expect(faultsIn(file, `'${type}'`)).toEqual([]);
  });
});
