import { cursorOf, CursorUnreadable, readCursor } from './cursor';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

test('a cursor gives back the key it was made of', () => {
  expect(readCursor(cursorOf('HUU_NGHI', 7), 'string', 'number')).toEqual(['HUU_NGHI', 7]);
});

/** Sets a bit of the last character that no byte uses. */
const withUnusedBit = (cursor: string) =>
  cursor.slice(0, -1) + (ALPHABET[ALPHABET.indexOf(cursor.at(-1) ?? '') ^ 1] ?? '');

test.each([
  ['padding', (cursor: string) => `${cursor}=`],
  ['white space', (cursor: string) => `${cursor}\n`],
  ['other bits at its end', withUnusedBit],
])('a cursor with %s is none of ours: one key has one spelling', (_what, respell) => {
  // Eight bytes, so the last of eleven characters has two bits to spare.
  const cursor = cursorOf('a', 12);
  expect(Buffer.from(respell(cursor), 'base64url')).toEqual(Buffer.from(cursor, 'base64url'));
  expect(() => readCursor(respell(cursor), 'string', 'number')).toThrow(CursorUnreadable);
});
