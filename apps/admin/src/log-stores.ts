import type { Config } from '#libs/platform/settings';
import { AdminError } from './admin-error';
import { embeddedSource, EmbeddedTarget } from './embedded-store';
import type { LogSource, LogTarget } from './log-copying';
import { servedSource, ServedTarget } from './served-store';

/** Is the log on EventStoreDB? */
export function isServed({ eventStoreUrl }: Config): boolean {
  return eventStoreUrl !== undefined;
}

/** The log of the settings, for reading all of it. */
export async function sourceOf(config: Config): Promise<LogSource> {
  return isServed(config) ? servedSource(config) : embeddedSource(config.dataDir);
}

/** The store of the settings, for giving it a log. */
export async function targetOf(config: Config, time: string): Promise<LogTarget> {
  return isServed(config)
    ? ServedTarget.open(config, { resume: false })
    : new EmbeddedTarget(config.dataDir, time);
}

/** Where the log of the settings is kept, for a sentence. */
export function placeOf(config: Config): string {
  return isServed(config) ? 'the event store' : config.dataDir;
}

/** @throws AdminError NOT_EMBEDDED */
export function assertEmbedded(config: Config): void {
  if (!isServed(config)) return;
  throw new AdminError(
    'NOT_EMBEDDED',
    'EVENTSTORE_URL is set: the log is backed up and restored with the tools of EventStoreDB, or by export and import',
  );
}
