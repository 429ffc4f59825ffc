import fc from 'fast-check';
import { isReadable, normalText } from './normal-text';

const INVISIBLE = [
  ...['\u00ad', '\u034f', '\u061c', '\u115f', '\u1160', '\u17b4', '\u180e', '\u200b', '\u200c', '\u200d'],
  ...[
    '\u200e',
    '\u202e',
    '\u2060',
    '\u2066',
    '\u3164',
    '\ufe0f',
    '\ufeff',
    '\uffa0',
    '\u{e0041}',
    '\u{e0100}',
  ],
];

describe('the one spelling of a text', () => {
  it.each(INVISIBLE.map((one) => [(one.codePointAt(0) ?? 0).toString(16), one]))(
    'does not hold U+%s, at its beginning, within, at its end',
    (_, invisible) => {
      expect(normalText(`${invisible}lo${invisible}t 6${invisible}`)).toBe('lot 6');
      expect(normalText(invisible)).toBe('');
    },
  );

  it.each([
    ['composed', 'NÔNG SẢN'.normalize('NFD'), 'NÔNG SẢN'],
    ['composed also where something invisible stood between letter and mark', 'O\u200b\u0302', 'Ô'],
    ['without white space around it', '\u00a0 \u3000ACME\u2009\u2028', 'ACME'],
    ['with the white space within it', 'A  B', 'A  B'],
    ['of full-width letters not another letter', 'ＡＢ', 'ＡＢ'],
    ['empty where nothing is left', '\u200b \u200e', ''],
  ])('is %s', (_, text, normal) => {
    expect(normalText(text)).toBe(normal);
  });

  it('is its own spelling', () => {
    const unit = fc.oneof(
      fc.constantFrom(
        ...INVISIBLE,
        '\u0302',
        '\u0323',
        '\u0308',
        '\u1100',
        '\u1161',
        '\u11a8',
        '\u00c5',
        '\u212b',
      ),
      fc.constantFrom(' ', '\u00a0', '\t', '\n', 'O', 'ữ', 'ﬁ', '\ud83d', '\udc4d'),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 40 }), (text) => {
        const once = normalText(text);
        expect(normalText(once)).toBe(once);
        expect(isReadable(once)).toBe(isReadable(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is the same for canonically equivalent texts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
        expect(normalText(text.normalize('NFD'))).toBe(normalText(text));
      }),
    );
  });
});

describe('a readable text', () => {
  it.each(['a\tb', 'a\n', '\u0000', '\u0085', '\ud83d', `a${'\u0301'.repeat(31)}`])('is not %j', (text) => {
    expect(isReadable(text)).toBe(false);
  });

  it.each(['', ' ', 'ACME', 'NÔNG SẢN', '友谊关', `a${'\u0301'.repeat(30)}`, '👍', '\ue000'])(
    'is %j',
    (text) => {
      expect(isReadable(text)).toBe(true);
    },
  );
});
