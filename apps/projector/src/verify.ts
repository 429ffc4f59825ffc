import { verify } from '#libs/event-sourcing';
import { openSqliteEventReader } from '#libs/event-store-sqlite';
import { readConfig } from '#libs/platform';

/* npm run verify: recomputes every hash of the log in DATA_DIR, beside a running server or without one (P-16). */

async function main(directory: string): Promise<void> {
  const store = await openSqliteEventReader({ directory });
  const { events, streams, fault } = await verify(store, { gapless: true });
  await store.close();
  if (fault !== null) {
    const { stream, revision, position, reason } = fault;
    throw new Error(
      `the log is not as it was written: ${reason} at ${stream} revision ${revision}, position ${position}`,
    );
  }
  process.stdout.write(`${events} events in ${streams} streams verify\n`);
}

main(readConfig(process.env).dataDir).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
