/** A cursor that is none of ours: the client made it up or changed it. */
export class CursorUnreadable extends Error {
  override readonly name = 'CursorUnreadable';
}

/** An opaque cursor of the sort key of the last row shown. */
export function cursorOf(...key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key), 'utf8').toString('base64url');
}

/** The sort key inside a cursor. @throws CursorUnreadable when it has not these types. */
export function readCursor(cursor: string, ...types: readonly ('string' | 'number')[]): readonly unknown[] {
  let key: unknown;
  const bytes = Buffer.from(cursor, 'base64url');
  if (bytes.toString('base64url') !== cursor) throw new CursorUnreadable('not spelt as cursors are');
  try {
    key = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw new CursorUnreadable('not a cursor', { cause: error });
  }
  const fits =
    Array.isArray(key) && key.length === types.length && types.every((type, i) => typeof key[i] === type);
  if (!fits) throw new CursorUnreadable('not a cursor of this list');
  return key as unknown[];
}
