import { normalText } from '#libs/text';
import { canonicalInstant } from './instant';

/**
 * The one spelling in which a text of a body is handed over, by the keyword `spelling` of its schema. Lengths and
 * patterns are judged on it; the request hash covers what was sent.
 */
export const SPELLINGS: Readonly<Record<string, (text: string) => string>> = {
  text: normalText,
  /** RFC 9562, 4. */
  id: (text) => normalText(text).toLowerCase(),
  instant: canonicalInstant,
};
