import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventsPage } from './events-page';
import { storedSamples } from './stored-samples';

// npm run docs:events: writes docs/events.md. npm run docs:events -- --check: fails when it is not what the code says.

const FILE = join(process.cwd(), 'docs', 'events.md');

async function main(): Promise<void> {
  const text = eventsPage(storedSamples());
  if (!process.argv.includes('--check')) {
    await writeFile(FILE, text);
    return;
  }
  if ((await readFile(FILE, 'utf8')) !== text) {
    throw new Error('docs/events.md is not what the code says: npm run docs:events, then commit it');
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
