import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteEventReader } from '#libs/event-store-sqlite';
import { digestOfViews, openViews, runProjector } from '#libs/projections';
import { CATALOGUE } from '#libs/read-models';

/** Lets the views of a folder catch up, builds them anew elsewhere, and compares row by row (P-07). */
export async function viewsEqualRebuild(directory: string): Promise<void> {
  const aside = mkdtempSync(join(tmpdir(), 'views-rebuild-'));
  const live = await digestAtEnd(directory, directory);
  const rebuilt = await digestAtEnd(directory, aside);
  rmSync(aside, { recursive: true });
  if (live !== rebuilt) throw new Error('the views differ from their rebuild');
}

/** Digest of the views in `views` once they have shown the whole log in `log`. */
async function digestAtEnd(log: string, views: string): Promise<string> {
  const store = await openSqliteEventReader({ directory: log });
  const last = await store.lastPosition();
  const stop = new AbortController();
  const reader = openViews(views, CATALOGUE);
  const check = (): void => {
    reader.reopen();
    if (reader.isReady && BigInt(reader.asOf().position) >= last) stop.abort();
  };
  const onStopped = ({ name, error }: { name: string; error: Error }): never => {
    throw new Error(`view ${name} stopped`, { cause: error });
  };
  const running = runProjector({
    store,
    directory: views,
    catalogue: CATALOGUE,
    signal: stop.signal,
    onProgress: check,
    onSwap: check,
    onStopped,
  });
  check();
  await running;
  const digest = digestOfViews(reader.db);
  reader.close();
  await store.close();
  return digest;
}
