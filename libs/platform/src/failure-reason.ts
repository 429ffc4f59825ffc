import { resolve } from 'node:path';
import type { Config } from './config/config';
import { ConfigError } from './config/read-config';

/** The store cannot be opened, and the message says why. */
const REFUSED: ReadonlySet<string> = new Set(['OpenRefused', 'KurrentRefused', 'UnusableUrl']);

/** What an address to listen on can lack, with the cure. */
const OF_LISTENING: Readonly<Record<string, (config: Config) => string>> = {
  EADDRINUSE: ({ port, host }) =>
    `port ${port} of ${host} is taken: stop what listens there, or set PORT to another one (0 takes any free one)`,
  EACCES: ({ port }) => `port ${port} is not for this user: set PORT to one above 1023`,
  EADDRNOTAVAIL: ({ host }) =>
    `${host} is no address of this machine: set HOST to one, or to 0.0.0.0 for all`,
  ENOTFOUND: noName,
  EAI_AGAIN: noName,
};
function noName({ host }: Config): string {
  return `${host} is no name that leads to an address: set HOST to an address of this machine`;
}

const LISTENING: ReadonlySet<string | undefined> = new Set(['listen', 'bind', 'getaddrinfo']);

/** Why a start failed, in one sentence that whoever started it can act on; of a mistake of the program all it knows. */
export function failureReason(error: unknown, config: Config): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof ConfigError || REFUSED.has(error.name)) return error.message;
  const { code = '', syscall } = error as NodeJS.ErrnoException;
  if (LISTENING.has(syscall)) return OF_LISTENING[code]?.(config) ?? error.message;
  if (isOfFolder(error, config.dataDir))
    return `DATA_DIR cannot be used: ${error.message}: set DATA_DIR to a folder that this user may write`;
  return error.stack ?? error.message;
}

function isOfFolder({ path }: NodeJS.ErrnoException, folder: string): boolean {
  return path !== undefined && resolve(path).startsWith(resolve(folder));
}
