/** What an engine error means for the writer. `fatal`: nothing may be written by this process any more. */
type FailureKind = 'full' | 'busy' | 'fatal';

const BUSY = 5;
const CORRUPT = 11;
const FULL = 13;
const NOT_A_DATABASE = 26;
/** The shared-memory file could not grow: the disk is full, only SQLite names it an I/O error. */
const IOERR_SHMSIZE = 4874;

/**
 * Everything that is not a full disk or a busy file is fatal. An I/O error must be: after a failed fsync the kernel
 * may have dropped the pages and answer the next fsync with success.
 */
export function failureKind(error: unknown): FailureKind {
  const code = errorCode(error);
  if (code === IOERR_SHMSIZE) return 'full';
  const primary = code & 0xff;
  if (primary === FULL) return 'full';
  return primary === BUSY ? 'busy' : 'fatal';
}

/** The file is not what SQLite wrote: no retry helps. */
export function isDamage(error: unknown): boolean {
  const primary = errorCode(error) & 0xff;
  return primary === CORRUPT || primary === NOT_A_DATABASE;
}

/** By its shape: an engine error belongs to another realm when the code runs in a sandbox. */
function errorCode(error: unknown): number {
  const isCoded = typeof error === 'object' && error !== null && 'errcode' in error;
  return isCoded && typeof error.errcode === 'number' ? error.errcode : 0;
}

/** Is the disk full, whether the engine or the file system says so? */
export function isFull(error: unknown): boolean {
  if (errorCode(error) !== 0) return failureKind(error) === 'full';
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOSPC';
}
