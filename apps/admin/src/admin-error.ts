/* Errors of the command line: codes, exit codes, and how others' errors map to them. */
import { LogFaulty, LogForked, StoreFull, StoreUnavailable } from '#libs/event-sourcing';
import { isDamage, OpenRefused } from '#libs/event-store-sqlite';
import { ConfigError } from '#libs/platform/settings';
import { ViewsNotReady, ViewStopped } from '#libs/projections';

/** Exit codes of every command. */
export const EXIT = {
  done: 0,
  /** What was looked at is not as it was written: a log, a view, a backup, a file. */
  faulty: 1,
  /** The command line or a setting is wrong. */
  usage: 2,
  /** It must not be done here and now; nothing was changed. */
  refused: 3,
  /** It could not be finished; nothing was changed. */
  failed: 4,
  /** A mistake of the program. */
  unexpected: 70,
} as const;

/** Codes that precede the message on standard error, and the exit code they end with. */
export const ADMIN_CODES = {
  LOG_FAULTY: EXIT.faulty,
  FILE_FAULTY: EXIT.faulty,
  DAMAGED: EXIT.faulty,
  LOG_FORKED: EXIT.faulty,
  VIEWS_DIFFER: EXIT.faulty,
  VIEW_STOPPED: EXIT.faulty,
  USAGE: EXIT.usage,
  SETTINGS: EXIT.usage,
  NOT_DAMAGED: EXIT.refused,
  IN_USE: EXIT.refused,
  NOT_EMPTY: EXIT.refused,
  MISSING: EXIT.refused,
  NEWER_FORMAT: EXIT.refused,
  NOT_USABLE: EXIT.refused,
  NOT_DURABLE: EXIT.refused,
  VIEWS_NOT_BUILT: EXIT.refused,
  NOT_EMBEDDED: EXIT.refused,
  DISK_FULL: EXIT.failed,
  STORE_UNAVAILABLE: EXIT.failed,
  OUTPUT_CLOSED: EXIT.failed,
  UNEXPECTED: EXIT.unexpected,
} as const;

export type AdminCode = keyof typeof ADMIN_CODES;

/** Why a command did not end well; the message is one line for whoever ran it. */
export class AdminError extends Error {
  override readonly name = 'AdminError';
  constructor(
    readonly code: AdminCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The same in the codes of the command line. */
export function adminErrorOf(error: unknown): AdminError {
  if (error instanceof AdminError) return error;
  if (!(error instanceof Error)) return new AdminError('UNEXPECTED', String(error));
  const code = codeOf(error);
  const message = code === 'UNEXPECTED' ? (error.stack ?? error.message) : error.message;
  return new AdminError(code, message, { cause: error });
}

const BY_CLASS: readonly (readonly [new (...given: never[]) => Error, AdminCode])[] = [
  [LogFaulty, 'LOG_FAULTY'],
  [LogForked, 'LOG_FORKED'],
  [ViewStopped, 'VIEW_STOPPED'],
  [ViewsNotReady, 'VIEWS_NOT_BUILT'],
  [StoreFull, 'DISK_FULL'],
  [ConfigError, 'SETTINGS'],
];

function codeOf(error: Error): AdminCode {
  if (error instanceof OpenRefused) return error.code;
  if (error instanceof StoreUnavailable) return codeOfStore(error);
  const known = BY_CLASS.find(([kind]) => error instanceof kind)?.[1];
  if (known !== undefined) return known;
  // By their names: the adapter is loaded only where it is used.
  if (error.name === 'UnusableUrl') return 'SETTINGS';
  if (error.name === 'KurrentRefused') return 'NOT_USABLE';
  return codeOfSystem(error);
}

/** Why an embedded store cannot be read; waiting does not mend a broken file. */
function codeOfStore({ cause }: StoreUnavailable): AdminCode {
  return isDamage(cause) ? 'DAMAGED' : 'STORE_UNAVAILABLE';
}

/** Failures of files that the commands themselves read and write. */
function codeOfSystem(error: NodeJS.ErrnoException): AdminCode {
  if (error.code === 'ENOSPC') return 'DISK_FULL';
  if (error.code === 'EPIPE') return 'OUTPUT_CLOSED';
  if (error.code === 'ENOENT') return 'MISSING';
  if (error.code === 'EEXIST') return 'NOT_EMPTY';
  const isOfPlace = ['EACCES', 'EPERM', 'EROFS', 'EISDIR', 'ENOTDIR'].includes(error.code ?? '');
  return isOfPlace ? 'NOT_USABLE' : 'UNEXPECTED';
}
