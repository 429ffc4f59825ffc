import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PUBLISHED_TYPES } from '#libs/integration-events';
import { asyncApiDocument } from './asyncapi-document';

// npm run contracts: writes asyncapi.json and a JSON Schema a published type. npm run contracts -- --check: fails when
// they are not what the code says.

const SCHEMAS = join('libs', 'integration-events', 'schemas');

function files(): ReadonlyMap<string, string> {
  const schemas = PUBLISHED_TYPES.map(({ type, schema }): [string, string] => [
    join(SCHEMAS, `${type}.json`),
    textOf(schema),
  ]);
  return new Map([['asyncapi.json', textOf(asyncApiDocument())], ...schemas]);
}

function textOf(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function main(): void {
  const written = files();
  if (!process.argv.includes('--check')) {
    for (const [file, text] of written) writeFileSync(file, text);
    return;
  }
  const stale = [...written].filter(([file, text]) => readFileSync(file, 'utf8') !== text);
  const unknown = readdirSync(SCHEMAS).filter((name) => !written.has(join(SCHEMAS, name)));
  const wrong = [...stale.map(([file]) => file), ...unknown];
  if (wrong.length > 0) {
    throw new Error(`not what the code says: ${wrong.join(', ')}; npm run contracts, then commit them`);
  }
}

main();
