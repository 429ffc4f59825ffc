import type { Config } from '../config/config';
import { readSettingFile } from '../config/setting-file';

/** The EventStoreDB that holds the log; absent: the embedded store in the data folder does. */
export interface EventStoreAddress {
  readonly url: string;
  readonly credentials?: { readonly username: string; readonly password: string };
}

/**
 * Where the log is kept, from the settings; the password is read from its file, without the line's end.
 * @throws ConfigError when that cannot be read
 */
export function eventStoreAddress(config: Config): EventStoreAddress | undefined {
  const { eventStoreUrl: url, eventStoreUsername: username, eventStorePasswordFile: file } = config;
  if (url === undefined) return undefined;
  if (username === undefined || file === undefined) return { url };
  const password = readSettingFile('EVENTSTORE_PASSWORD_FILE', file).trimEnd();
  return { url, credentials: { username, password } };
}
