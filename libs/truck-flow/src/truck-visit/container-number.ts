/** ISO 6346 letter values: 10 for A, skipping multiples of 11. */
const LETTER_VALUES: ReadonlyMap<string, number> = new Map(
  Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ', (letter, i) => [letter, 10 + i + Math.floor((i + 9) / 10)]),
);

/** Upper case without spaces, dashes and dots. A number is kept even when it cannot be right (C-02). */
export function readContainerNumber(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[-\s.]/gu, '');
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
