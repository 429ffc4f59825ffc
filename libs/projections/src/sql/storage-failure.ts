const CORRUPT = 11;
const NOT_A_DATABASE = 26;
/** Busy, locked, out of memory, read-only, I/O error, full, cannot open, protocol. */
const OF_STORAGE = new Set([5, 6, 7, 8, 10, CORRUPT, 13, 14, 15, NOT_A_DATABASE]);

/** Does SQLite speak of the disk or of another connection: no fault of a view or an event? */
export function isStorageFailure(error: unknown): boolean {
  const code = resultCodeOf(error);
  return code !== undefined && OF_STORAGE.has(code);
}

/** Can the file itself not be read? */
export function isCorrupt(error: unknown): boolean {
  const code = resultCodeOf(error);
  return code === CORRUPT || code === NOT_A_DATABASE;
}

/** Primary result code of SQLite, undefined when the error is not SQLite's. By shape: it may be of another realm. */
function resultCodeOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('errcode' in error)) return undefined;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
}

/** What was thrown, as an error. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown), { cause: thrown });
}
