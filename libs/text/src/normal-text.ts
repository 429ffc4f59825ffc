/** Shown as nothing: format characters and what Unicode says may be ignored (soft hyphen, zero width, tags, fillers). */
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
/** What most texts are: one spelling already. */
const PLAIN = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;
const SEPARATOR = /^\p{Z}$/u;

/** More marks on one letter than any script has; sorting long runs takes quadratic time (UAX 15, 13; F-42). */
const TOO_MANY_MARKS = /\p{M}{31}/u;

/**
 * The one spelling of a text: Unicode NFC, without invisible characters and without white space around it, so that
 * what was written can be found. Applied twice it gives the same. A text that is none (`isReadable`) stays as it is.
 */
export function normalText(text: string): string {
  if (PLAIN.test(text)) return text;
  const visible = text.replace(INVISIBLE, '');
  return isUnreadable(text, visible) ? text : trimmed(visible.normalize('NFC'));
}

/** Holds neither control characters nor half surrogate pairs nor more combining marks in a row than 30. */
export function isReadable(text: string): boolean {
  return PLAIN.test(text) || !isUnreadable(text, text.replace(INVISIBLE, ''));
}

function isUnreadable(text: string, visible: string): boolean {
  return /[\p{Cc}\p{Cs}]/u.test(text) || TOO_MANY_MARKS.test(visible);
}

/** Not `trim`, which also takes away control characters, and those are refused. */
function trimmed(text: string): string {
  let begin = 0;
  let end = text.length;
  while (begin < end && SEPARATOR.test(text.charAt(begin))) begin += 1;
  while (end > begin && SEPARATOR.test(text.charAt(end - 1))) end -= 1;
  return text.slice(begin, end);
}
