import { readFileSync } from 'node:fs';
import type { Config } from '../config/config';

/** The EventStoreDB that holds the log; absent: the embedded store in the data folder does. */
export interface EventStoreAddress {
  readonly url: string;
  readonly credentials?: { readonly username: string; readonly password: string };
}

/** Where the log is kept, from the settings; the password is read from its file, without the line's end. */
export function eventStoreAddress(config: Config): EventStoreAddress | undefined {
  const { eventStoreUrl: url, eventStoreUsername: username, eventStorePasswordFile: file } = config;
  if (url === undefined) return undefined;
  if (username === undefined || file === undefined) return { url };
  return { url, credentials: { username, password: readFileSync(file, 'utf8').trimEnd() } };
}
