import { eventStoreAddress } from '#libs/platform';
import type { Config } from '#libs/platform';
import type { LogPlace } from './open-log';

/** Where the settings say that the log lies. */
export function logPlaceOf(config: Config): LogPlace {
  const eventStore = eventStoreAddress(config);
  return { directory: config.dataDir, ...(eventStore === undefined ? {} : { eventStore }) };
}
