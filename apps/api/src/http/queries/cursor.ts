import { Refusal } from '../problem/refusal';

/** The sort keys of the last row of a page. */
export type CursorKeys = readonly (string | number)[];

const MAX_LENGTH = 1000;
const MAX_KEYS = 8;

/** Opaque to clients: nothing about its inside is promised, so it may change. */
export function encodeCursor(keys: CursorKeys): string {
  return Buffer.from(JSON.stringify(keys), 'utf8').toString('base64url');
}

/**
 * Keys of a cursor. It is not signed: whoever alters one may only ask for another page of what he may see anyway.
 * @throws Refusal CURSOR_INVALID when it is none of ours.
 */
export function decodeCursor(text: string): CursorKeys {
  const keys = text.length <= MAX_LENGTH && /^[A-Za-z0-9_-]+$/.test(text) ? parse(text) : undefined;
  if (!isKeys(keys)) throw new Refusal('CURSOR_INVALID', 'cursor is the nextCursor of an earlier answer');
  return keys;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined; // not ours, which the caller says with a code
  }
}

function isKeys(value: unknown): value is CursorKeys {
  return (
    Array.isArray(value) &&
    value.length <= MAX_KEYS &&
    value.every((key) => typeof key === 'string' || (typeof key === 'number' && Number.isFinite(key)))
  );
}
