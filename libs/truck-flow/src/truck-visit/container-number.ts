/** ISO 6346 letter values: 10 for A, skipping multiples of 11. */
const LETTER_VALUES: ReadonlyMap<string, number> = new Map(
  Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ', (letter, i) => [letter, 10 + i + Math.floor((i + 9) / 10)]),
);

/** Longer text is no container number; normalising long runs of combining marks takes quadratic time (F-42). */
const LONGEST_TEXT = 64;

/**
 * The one spelling of a container number: compatibility forms folded (NFKC), upper case, nothing but letters and
 * digits. Spaces, line feeds, dashes, dots, brackets and a slash round the check digit do not count. A number is kept
 * even when it cannot be right (C-02). Empty when there is no letter or digit, or more than 64 characters.
 */
export function readContainerNumber(text: string): string {
  if (text.length > LONGEST_TEXT) return '';
  return text
    .normalize('NFKC')
    .toUpperCase()
    .normalize('NFKC')
    .replace(/[^\p{L}\p{Nd}]/gu, '')
    .normalize('NFKC');
}

/** Is this an ISO 6346 number with a right check digit: three letters, U, J or Z, six digits, check digit? */
export function hasValidCheckDigit(number: string): boolean {
  if (!/^[A-Z]{3}[UJZ][0-9]{7}$/u.test(number)) return false;
  let sum = 0;
  for (let i = 0; i < 10; i += 1) {
    const character = number.charAt(i);
    sum += (LETTER_VALUES.get(character) ?? Number(character)) * 2 ** i;
  }
  return (sum % 11) % 10 === Number(number.charAt(10));
}
