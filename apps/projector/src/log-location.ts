import { eventStoreAddress } from '#libs/platform';
import type { Config } from '#libs/platform';
import type { LogLocation } from './open-log';

/** Where the log is, by the settings. */
export function logLocationOf(config: Config): LogLocation {
  const eventStore = eventStoreAddress(config);
  return { directory: config.dataDir, ...(eventStore === undefined ? {} : { eventStore }) };
}
