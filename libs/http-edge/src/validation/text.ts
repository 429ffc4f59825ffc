import { isReadable, normalText } from '#libs/text';

/**
 * Is this, in its one spelling (`normalText`), a text of `min` to `max` characters without control characters and not
 * only white space?
 */
export function isText(value: unknown, min: number, max: number): value is string {
  if (typeof value !== 'string' || !isReadable(value)) return false;
  const text = normalText(value);
  // Length in UTF-16 units first, so that a long text costs nothing.
  if (text.length > 2 * max) return false;
  const { length } = Array.from(text);
  return length >= min && length <= max;
}

/** Identifiers and codes of others. `.` and `..` are steps of a path and could not be asked for (URL Standard, 4.1). */
export const IDENTIFIER_PATTERN = '^(?!\\.{1,2}$)[^\\p{Cc}]+$';

/** The one spelling of an identifier of at most `max` characters; undefined when it is none. */
export function identifierIn(value: unknown, max: number): string | undefined {
  if (!isText(value, 1, max)) return undefined;
  const text = normalText(value);
  return text === '.' || text === '..' ? undefined : text;
}
