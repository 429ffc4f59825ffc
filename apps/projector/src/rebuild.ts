import { upcasting } from '#libs/event-sourcing';
import { openSqliteEventReader } from '#libs/event-store-sqlite';
import { readConfig } from '#libs/platform';
import { EVERY_VIEW, Projector } from '#libs/read-models';
import { UPCASTERS } from '#libs/truck-flow';

/* npm run rebuild: builds the views of DATA_DIR anew beside the old ones and swaps. The server must not run. */

async function main(directory: string): Promise<void> {
  const store = upcasting(await openSqliteEventReader({ directory }), UPCASTERS);
  const last = await store.lastPosition();
  const done = new AbortController();
  const stopped: string[] = [];
  const projector = new Projector({
    store,
    directory,
    views: EVERY_VIEW,
    signal: done.signal,
    onSwap: () => {
      done.abort();
    },
    onStopped: ({ name, position, error }) => {
      stopped.push(`view ${name} stopped at position ${position}: ${error.message}`);
    },
  });
  projector.requestRebuild();
  await projector.run();
  await store.close();
  if (stopped.length > 0) throw new Error(stopped.join('\n'));
  process.stdout.write(`${EVERY_VIEW.length} views built anew from ${last + 1n} events\n`);
}

main(readConfig(process.env).dataDir).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
