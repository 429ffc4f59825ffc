import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { MemoryEventStore } from '#libs/event-sourcing';
import { openApiDocument } from '#libs/http-edge';
import { EVENT_STORE, readConfig } from '#libs/platform';
import { ReadSide } from '#libs/projections';
import { ApiModule } from './api.module';
import { createApi } from './create-api';

// npm run openapi: writes openapi.json. npm run openapi -- --check: fails when the file is not what the code says.

const FILE = join(process.cwd(), 'openapi.json');

/** The document needs the slices, not what is behind them. */
@Global()
@Module({
  providers: [
    { provide: EVENT_STORE, useFactory: () => new MemoryEventStore(() => new Date(0)) },
    { provide: ReadSide, useValue: null },
  ],
  exports: [EVENT_STORE, ReadSide],
})
class NothingBehindModule {}

async function main(): Promise<void> {
  const config = readConfig({ NODE_ENV: 'test', LOG_LEVEL: 'silent' });
  const app = await createApi({ config, imports: [NothingBehindModule, ApiModule] });
  const text = `${JSON.stringify(openApiDocument(app), null, 2)}\n`;
  await app.close();
  if (!process.argv.includes('--check')) {
    await writeFile(FILE, text);
    return;
  }
  if ((await readFile(FILE, 'utf8')) !== text) {
    throw new Error('openapi.json is not what the code says: npm run openapi, then commit it');
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
