import { accessSync, constants } from 'node:fs';
import { resolve } from 'node:path';
import { EventStoreDBClient } from '@eventstore/db-client';
import { UnusableUrl } from './settings';

/** Settings of the connection string that name a file. */
const FILES = ['tlsCAFile', 'userCertFile', 'userKeyFile'];

/** A client of its own; it connects with its first call. @throws UnusableUrl when a file is not there, too. */
export function openClient(url: string): EventStoreDBClient {
  try {
    return EventStoreDBClient.connectionString(url);
  } catch (error) {
    // The client's own words may repeat the password.
    const lacking = FILES.map((name) => lackOf(name, settingIn(url, name))).find(
      (lack) => lack !== undefined,
    );
    throw new UnusableUrl(lacking ?? 'EVENTSTORE_URL is no connection string of an event store', {
      cause: error,
    });
  }
}

/** A setting of a connection string, whose names are the same in any case. */
export function settingIn(url: string, name: string): string | undefined {
  const [, query = ''] = url.split('?');
  const pairs = query.split('&').map((pair) => pair.split('='));
  return pairs.find(([key]) => key?.toLowerCase() === name.toLowerCase())?.[1]?.trim();
}

function lackOf(name: string, path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  try {
    accessSync(resolve(path), constants.R_OK);
    return undefined;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    return `the file ${path} that EVENTSTORE_URL names by ${name} cannot be read (${code})`;
  }
}
