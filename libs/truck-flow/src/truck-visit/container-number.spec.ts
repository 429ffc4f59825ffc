import fc from 'fast-check';
import { hasValidCheckDigit, readContainerNumber } from './container-number';

/** The letter values as ISO 6346 prints them: 11, 22 and 33 are left out. */
const VALUES: Readonly<Record<string, number>> = {
  ...{ A: 10, B: 12, C: 13, D: 14, E: 15, F: 16, G: 17, H: 18, I: 19, J: 20, K: 21, L: 23, M: 24 },
  ...{ N: 25, O: 26, P: 27, Q: 28, R: 29, S: 30, T: 31, U: 32, V: 34, W: 35, X: 36, Y: 37, Z: 38 },
};
const WEIGHTS = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];

function checkDigit(number: string): number {
  const products = WEIGHTS.map(
    (weight, i) => weight * (VALUES[number.charAt(i)] ?? Number(number.charAt(i))),
  );
  const remainder = products.reduce((sum, product) => sum + product, 0) % 11;
  return remainder === 10 ? 0 : remainder;
}

const unchecked = fc
  .tuple(
    fc.string({
      unit: fc.constantFrom(...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ')),
      minLength: 3,
      maxLength: 3,
    }),
    fc.constantFrom('U', 'J', 'Z'),
    fc.integer({ min: 0, max: 999_999 }),
  )
  .map(([owner, category, serial]) => owner + category + String(serial).padStart(6, '0'));

describe('the check digit of a container', () => {
  it.each(['CSQU3054383', 'MSCU6639870'])('of %s is right', (number) => {
    expect(hasValidCheckDigit(number)).toBe(true);
  });

  it('is the one of the table and no other', () => {
    fc.assert(
      fc.property(unchecked, (number) => {
        const right = checkDigit(number);
        for (let digit = 0; digit <= 9; digit += 1) {
          expect(hasValidCheckDigit(`${number}${digit}`)).toBe(digit === right);
        }
      }),
    );
  });

  it.each([
    '',
    'CSQ3054383',
    'CSQU305438',
    'CSQU30543831',
    'CSQX3054383',
    '1SQU3054383',
    'csqu3054383',
    'CSQU30543８3',
  ])('of %j cannot be right', (number) => {
    expect(hasValidCheckDigit(number)).toBe(false);
  });
});

describe('a container number', () => {
  it.each([
    ...['CSQU3054383', 'csqu 305438 3', 'CSQU-305438-3', 'CSQU305438.3', 'ＣＳＱＵ３０５４３８３'],
    ...[
      'CSQU305438[3]',
      'CSQU305438(3)',
      'CSQU 305438/3',
      'CSQU305438（３）',
      'CSQU\n3054383',
      'CSQU\t305438\r\n3',
    ],
    ...[
      'CSQU–3054383',
      'CSQU—305438−3',
      'CSQU‑3054383',
      'CSQU•305438·3',
      'CSQU\u200b3054383',
      '\ufeffCSQU3054383',
    ],
    ...['CSQU\u00ad3054383', 'CSQU\u202e3054383', 'CSQU_305438_3', 'CSQU305438③'],
  ])('%j is read as one', (text) => {
    expect(readContainerNumber(text)).toBe('CSQU3054383');
  });

  it('read again is the same, and holds nothing but letters and digits', () => {
    const unit = fc.oneof(
      fc.constantFrom(...Array.from('ßŉǰﬁ각㍿½①-–/[]\u0302')),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 12 }), (text) => {
        const once = readContainerNumber(text);
        expect(readContainerNumber(once)).toBe(once);
        expect(once).toMatch(/^[\p{L}\p{Nd}]*$/u);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is none in a text of more than 64 characters', () => {
    expect(readContainerNumber('C'.repeat(65))).toBe('');
  });

  it('is kept when it cannot be right (C-02)', () => {
    expect(readContainerNumber('not a container')).toBe('NOTACONTAINER');
  });
});
