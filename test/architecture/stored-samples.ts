import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordedEvent } from '#libs/event-sourcing';

/*
 * One event of each stored type, as the log of version 1 holds it. The files are never written again: they are what
 * every later version has to read.
 */

const FOLDER = join(__dirname, 'stored-events');
const DOMAIN = join(__dirname, '..', '..', 'libs', 'truck-flow', 'src');

export interface StoredSample {
  readonly event: RecordedEvent;
  /** What the event comes to when it is folded, in the words of `foldedSample`. */
  readonly folded: unknown;
}

/** The samples by type. Revision and position are decimal strings in the files. */
export function storedSamples(folder = FOLDER): ReadonlyMap<string, StoredSample> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return new Map(files.map((name) => [name.slice(0, -'.json'.length), readSample(join(folder, name))]));
}

function readSample(file: string): StoredSample {
  const { event, folded } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly event: Omit<RecordedEvent, 'revision' | 'position'> & Record<'revision' | 'position', string>;
    readonly folded: unknown;
  };
  return { event: { ...event, revision: BigInt(event.revision), position: BigInt(event.position) }, folded };
}

/** Every stored type that an `events.ts` of the domain names. */
export function catalogueTypes(): string[] {
  const texts = readdirSync(DOMAIN, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => readFileSync(join(DOMAIN, name, 'events.ts'), 'utf8'));
  return [...new Set(texts.flatMap((text) => text.match(/[a-zA-Z]+\.[A-Za-z]+\.v[0-9]+/g) ?? []))].sort();
}
