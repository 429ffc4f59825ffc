import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Writes a page of docs/ that is made from the code; with `--check` compares it.
 * @throws Error when the page is not what the code says.
 */
async function writePage(name: string, text: string, command: string): Promise<void> {
  const file = join(process.cwd(), 'docs', name);
  if (!process.argv.includes('--check')) {
    await writeFile(file, text);
    return;
  }
  if ((await readFile(file, 'utf8')) !== text) {
    throw new Error(`docs/${name} is not what the code says: npm run ${command}, then commit it`);
  }
}

/** The whole of such a script: says what is wrong, and ends with 1. */
export function runPage(name: string, textOf: () => string, command: string): void {
  Promise.resolve()
    .then(() => writePage(name, textOf(), command))
    .catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exit(1);
    });
}
