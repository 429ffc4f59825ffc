import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
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
  const wrong = faultsOf(written);
  if (wrong.length === 0) return;
  process.stderr.write(
    `${wrong.join('\n')}\nnpm run contracts writes what is missing or stale; then commit it\n`,
  );
  process.exitCode = 1;
}

function faultsOf(written: ReadonlyMap<string, string>): string[] {
  const unknown = readdirSync(SCHEMAS)
    .map((name) => join(SCHEMAS, name))
    .filter((file) => !written.has(file));
  return [
    ...[...written].flatMap(([file, text]) => {
      if (!existsSync(file)) return [`${file} is missing: its type is new`];
      return readFileSync(file, 'utf8') === text ? [] : [`${file} is not what the code says`];
    }),
    ...unknown.map(
      (file) => `${file} is of no published type: a schema that was published once is kept, so is its type`,
    ),
  ];
}

main();
