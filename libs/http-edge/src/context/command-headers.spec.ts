import { ifMatchOf } from './command-headers';

/* If-Match as RFC 9110, 13.1.1 has it. */

test.each<[string, unknown]>([
  ['*', '*'],
  [' * ', '*'],
  ['"3"', [3n]],
  ['"3", "5"', [3n, 5n]],
  ['"3","5" , "7"', [3n, 5n, 7n]],
  [', "3",, "5",', [3n, 5n]],
  ['W/"3"', []],
  ['W/"3", "5"', [5n]],
  ['"3,5"', []],
  ['"another-system"', []],
  ['"03"', []],
  ['""', []],
])('%j names %p', (header, named) => {
  expect(ifMatchOf({ 'if-match': header })).toEqual(named);
});

test('nothing where there is no header', () => {
  expect(ifMatchOf({})).toBeUndefined();
});

test.each(['', ' ', ',', '3', '"3', '3"', 'w/"3"', '"3" "5"', '*, "3"', 'W/ "3"', '"a b"'])(
  '%j is no list of entity tags',
  (header) => {
    expect(() => ifMatchOf({ 'if-match': header })).toThrow(
      expect.objectContaining({ code: 'HEADER_INVALID' }) as Error,
    );
  },
);

test('a long list is read in one go', () => {
  const header = Array.from({ length: 1000 }, (_, i) => `"${i}"`).join(',');
  expect(ifMatchOf({ 'if-match': header })).toHaveLength(1000);
  expect(() => ifMatchOf({ 'if-match': ' '.repeat(16_000) })).toThrow('If-Match');
});
