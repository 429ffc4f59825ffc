import { inspect } from 'node:util';
import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import type { CryptoKey, JWTPayload, JWTVerifyGetKey } from 'jose';
import { Config, TokenTrust } from '#libs/platform';
import type { TokenFacts } from '#libs/platform';
import { Refusal } from '../problem/refusal';
import { TokenVerifier } from './token-verifier';

const NOW = Date.parse('2026-01-15T00:00:00Z');
const SECONDS = NOW / 1000;
const config = new Config();
const GOOD: JWTPayload = {
  sub: 'operator-7',
  roles: ['gate-operator'],
  gates: ['HUU_NGHI'],
  iss: config.tokenIssuer,
  aud: config.tokenAudience,
  iat: SECONDS - 60,
  exp: SECONDS + 3600,
};
/** What is said about keys and tokens while a test runs. */
const said = { version: 0, isHeld: true, isRevoked: (_token: TokenFacts) => false };

let key: CryptoKey;
let stranger: CryptoKey;
let rsa: CryptoKey;
let verifier: TokenVerifier;

function trusting(find: JWTVerifyGetKey): TokenVerifier {
  const keys = { find, holds: () => said.isHeld };
  const revoked = () => ({ has: (token: TokenFacts) => said.isRevoked(token) });
  return new TokenVerifier(new TokenTrust({ keys, revoked, files: said }), config);
}

beforeEach(() => {
  Object.assign(said, { version: 0, isHeld: true, isRevoked: () => false });
});

beforeAll(async () => {
  const [ours, theirs, other] = await Promise.all([
    generateKeyPair('EdDSA', { extractable: true }),
    generateKeyPair('EdDSA', { extractable: true }),
    generateKeyPair('RS256', { extractable: true }),
  ]);
  [key, stranger, rsa] = [ours.privateKey, theirs.privateKey, other.privateKey];
  const keys = [
    { ...(await exportJWK(ours.publicKey)), kid: 'ours', alg: 'EdDSA', use: 'sig' },
    { ...(await exportJWK(other.publicKey)), kid: 'rsa', alg: 'RS256', use: 'sig' },
  ];
  verifier = trusting(createLocalJWKSet({ keys }));
});

const signed = (payload: object, header: object = {}, by: CryptoKey = key) =>
  new SignJWT(payload as JWTPayload).setProtectedHeader({ alg: 'EdDSA', kid: 'ours', ...header }).sign(by);

async function verdictOf(token: string): Promise<string> {
  try {
    return (await verifier.verify(token, NOW)).principal.sub;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.code;
  }
}

test('a good token names its holder, roles and scopes; unknown roles grant nothing', async () => {
  const { principal } = await verifier.verify(
    await signed({ ...GOOD, roles: ['root', 'gate-operator'] }),
    NOW,
  );
  expect(principal).toMatchObject({
    sub: 'operator-7',
    roles: ['gate-operator'],
    roleText: 'gate-operator',
    agency: null,
  });
  expect([principal.gates.has('HUU_NGHI'), principal.gates.has('CHI_MA'), principal.yards.has('X')]).toEqual([
    true,
    false,
    false,
  ]);
});

test.each<[string, object, object]>([
  ['RS256 of a configured key', {}, { alg: 'RS256', kid: 'rsa' }],
  ['an access token by type', {}, { typ: 'at+jwt' }],
  ['expired less than the tolerance ago', { exp: SECONDS - 3 }, {}],
  ['issued less than the tolerance ahead', { iat: SECONDS + 4 }, {}],
  ['good for exactly as long as a token may live', { iat: SECONDS, exp: SECONDS + 86_400 }, {}],
  ['a star for every gate', { gates: '*' }, {}],
])('%s is good', async (_what, claims, header) => {
  const by = 'alg' in header ? rsa : key;
  expect(await verdictOf(await signed({ ...GOOD, ...claims }, header, by))).toBe('operator-7');
});

test.each<[string, object, object]>([
  ['expired', { exp: SECONDS - 60 }, {}],
  ['not yet valid', { nbf: SECONDS + 60 }, {}],
  ['without expiry', { exp: undefined }, {}],
  ['without time of issue', { iat: undefined }, {}],
  ['issued in the future', { iat: SECONDS + 60 }, {}],
  ['that lives a second longer than allowed', { iat: SECONDS, exp: SECONDS + 86_401 }, {}],
  ['that never ends', { exp: 1e300 }, {}],
  ['with an id that is a number', { jti: 7 }, {}],
  ['of another issuer', { iss: 'elsewhere' }, {}],
  ['for another audience', { aud: 'elsewhere' }, {}],
  ['without audience', { aud: undefined }, {}],
  ['without subject', { sub: undefined }, {}],
  ['with a subject of two lines', { sub: 'a\nb' }, {}],
  ['with a subject that is a number', { sub: 7 }, {}],
  ['with roles as a text', { roles: 'manager' }, {}],
  ['with gates as an object', { gates: { '*': true } }, {}],
  ['with a gate that is a number', { gates: [1] }, {}],
  ['of another type', {}, { typ: 'dpop+jwt' }],
  ['with an unknown key id', {}, { kid: 'other' }],
])('a token %s is refused', async (_what, claims, header) => {
  expect(await verdictOf(await signed({ ...GOOD, ...claims }, header))).toBe('TOKEN_INVALID');
});

test('forged signatures and headers that bring their own key are refused', async () => {
  const jwk = await exportJWK(stranger);
  const [head = '', body = '', signature = ''] = (await signed(GOOD)).split('.');
  const raised = Buffer.from(JSON.stringify({ ...GOOD, roles: ['manager'] })).toString('base64url');
  const hmac = new SignJWT(GOOD)
    .setProtectedHeader({ alg: 'HS256', kid: 'ours' })
    .sign(Buffer.from('ours'.repeat(8)));
  const forged = [
    await signed(GOOD, {}, stranger),
    await signed(GOOD, { jwk: { kty: jwk.kty, crv: jwk.crv, x: jwk.x } }, stranger),
    await signed(GOOD, { jku: 'https://localhost/keys.json' }, stranger),
    await signed(GOOD, { x5u: 'https://localhost/cert.pem' }, stranger),
    await hmac,
    new UnsecuredJWT(GOOD).encode(),
    `${head}.${raised}.${signature}`,
    `${head}.${body}.`,
    `${head}.${body}`,
    'a.b.c',
    '',
    `${head}.${'A'.repeat(9000)}.${signature}`,
  ];
  for (const token of forged) expect([token, await verdictOf(token)]).toEqual([token, 'TOKEN_INVALID']);
});

const LAST_BITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The same bytes with the bits that the last character does not use set otherwise. */
function respelt(part: string): string {
  const unused = part.length % 4 === 2 ? 15 : 3;
  const last = LAST_BITS.indexOf(part.at(-1) ?? '');
  return part.slice(0, -1) + (LAST_BITS[last ^ (1 & unused)] ?? '');
}

test('a token has one spelling: other bits at the end, padding and line ends are refused', async () => {
  const token = await signed(GOOD);
  const [head = '', body = '', signature = ''] = token.split('.');
  expect(Buffer.from(respelt(signature), 'base64url')).toEqual(Buffer.from(signature, 'base64url'));
  const spellings = [
    `${head}.${body}.${respelt(signature)}`,
    `${head}.${body}.${signature}==`,
    `${head}.${body}.${signature.replaceAll('_', '/').replaceAll('-', '+')}=`,
    `${head}=.${body}.${signature}`,
    `${head}.${body}.${signature}.`,
    `${token}\n`,
  ];
  for (const other of spellings) expect([other, await verdictOf(other)]).toEqual([other, 'TOKEN_INVALID']);
  expect(await verdictOf(token)).toBe('operator-7');
});

test.each<[string, Partial<typeof said>]>([
  ['whose key was removed', { isHeld: false }],
  ['that was taken back', { isRevoked: ({ subject, id }) => subject === 'operator-7' && id === 'j-1' }],
])('a token %s is refused, also when it is remembered', async (_what, change) => {
  const token = await signed({ ...GOOD, jti: 'j-1' });
  const { token: facts } = await verifier.verify(token, NOW);
  expect([verifier.known(token, NOW) !== undefined, verifier.isGood(facts, NOW)]).toEqual([true, true]);
  Object.assign(said, change, { version: 1 });
  expect([verifier.known(token, NOW), verifier.isGood(facts, NOW)]).toEqual([undefined, false]);
  expect(await verdictOf(token)).toBe('TOKEN_INVALID');
});

test('what holds a token open lets go when it expires', async () => {
  const { token } = await verifier.verify(await signed(GOOD), NOW);
  expect([verifier.isGood(token, NOW + 3_599_000), verifier.isGood(token, NOW + 3_600_000)]).toEqual([
    true,
    false,
  ]);
});

test('a verified token is remembered until it expires, at most ten minutes', async () => {
  const short = await signed({ ...GOOD, exp: SECONDS + 60 });
  const long = await signed(GOOD);
  await verifier.verify(short, NOW);
  await verifier.verify(long, NOW);
  expect(verifier.known(short, NOW + 59_000)?.principal.sub).toBe('operator-7');
  expect(verifier.known(short, NOW + 60_000)).toBeUndefined();
  expect(verifier.known(long, NOW + 599_000)?.principal.sub).toBe('operator-7');
  expect(verifier.known(long, NOW + 600_000)).toBeUndefined();
});

test('what is remembered of a token is no credential', async () => {
  const token = await signed(GOOD);
  await verifier.verify(token, NOW);
  expect(verifier.known(token, NOW)?.principal.sub).toBe('operator-7');
  expect(inspect(verifier, { depth: 4, maxStringLength: null })).not.toContain(token);
});

test('keys that cannot be fetched are a matter of the server, not of the token', async () => {
  const unreachable = trusting(() => Promise.reject(new TypeError('fetch failed')));
  await expect(unreachable.verify(await signed(GOOD), NOW)).rejects.toMatchObject({ code: 'NOT_READY' });
});
