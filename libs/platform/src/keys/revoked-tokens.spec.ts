import { parseRevocations } from './revoked-tokens';
import type { TokenFacts } from './token-facts';

const ISSUED = Date.parse('2021-12-25T08:00:00Z');
const token = (facts: Partial<TokenFacts> = {}): TokenFacts => {
  return { subject: 'clerk-1', id: 'j-1', issuedAt: ISSUED, expires: ISSUED + 1000, key: 'k', ...facts };
};
const list = (...revoked: object[]) => parseRevocations(JSON.stringify({ revoked }));

test.each<[object, boolean]>([
  [{ jti: 'j-1' }, true],
  [{ jti: 'j-2' }, false],
  [{ sub: 'clerk-1', note: 'left on Friday' }, true],
  [{ sub: 'clerk-2' }, false],
  [{ sub: 'clerk-1', issuedBefore: '2021-12-25T15:00:01+07:00' }, true],
  [{ sub: 'clerk-1', issuedBefore: '2021-12-25T15:00:00+07:00' }, false],
])('%j takes the token of clerk-1 back: %s', (entry, isRevoked) => {
  expect(list(entry).has(token())).toBe(isRevoked);
});

test('of two entries for one holder the wider one counts, in either order', () => {
  const entries = [{ sub: 'clerk-1' }, { sub: 'clerk-1', issuedBefore: '2021-01-01T00:00:00Z' }];
  expect([list(...entries).has(token()), list(...entries.reverse()).has(token())]).toEqual([true, true]);
});

test('a token without an id is only taken back by its holder', () => {
  const facts: TokenFacts = { subject: 'clerk-1', issuedAt: ISSUED, expires: ISSUED + 1000, key: 'k' };
  expect([list({ jti: 'undefined' }).has(facts), list({ sub: 'clerk-1' }).has(facts)]).toEqual([false, true]);
});

test.each<[string, RegExp]>([
  ['', /^holds no JSON$/],
  ['null', /^holds no revocation list/],
  ['[]', /^holds no revocation list/],
  ['{"revoked":{}}', /^holds no revocation list/],
  ['{"revoked":["j-1"]}', /entry 1 is no object/],
  ['{"revoked":[{"jti":"a"},{"jit":"b"}]}', /entry 2 has a field "jit", which is unknown/],
  ['{"revoked":[{"jti":7}]}', /entry 1 holds a value that is no text/],
  ['{"revoked":[{"sub":""}]}', /entry 1 holds a value that is no text/],
  ['{"revoked":[{}]}', /entry 1 names neither or both/],
  ['{"revoked":[{"jti":"a","sub":"b"}]}', /entry 1 names neither or both/],
  ['{"revoked":[{"jti":"a","issuedBefore":"2021-12-25T15:00:00Z"}]}', /issuedBefore without sub/],
  ['{"revoked":[{"sub":"a","issuedBefore":"2021-12-25"}]}', /no RFC 3339 time/],
  ['{"revoked":[{"sub":"a","issuedBefore":"2021-13-25T15:00:00Z"}]}', /no RFC 3339 time/],
])('a list that is not understood is refused by what is wrong with it: %s', (text, message) => {
  expect(() => parseRevocations(text)).toThrow(message);
});
