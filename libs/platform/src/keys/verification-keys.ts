import type { CryptoKey, JSONWebKeySet, JWK, JWTVerifyGetKey } from 'jose';
import { createLocalJWKSet, createRemoteJWKSet, exportJWK, importJWK } from 'jose';
import type { Config } from '../config/config';
import type { SettingFiles } from '../config/setting-files';
import { developmentKey, publicHalf } from './development-key';

/** The keys tokens are verified by. Only configured keys: nothing in a token's header adds one. */
export interface VerificationKeys {
  /** Finds the key a token must be signed with. */
  readonly find: JWTVerifyGetKey;
  /** Whether a key is still one of them, by its identity. */
  holds(identity: string): boolean;
}

interface KeySet {
  readonly find: JWTVerifyGetKey;
  readonly identities: ReadonlySet<string>;
}

/**
 * Keys from JWKS_FILE, read again while the process runs, else from JWKS_URL, else the development key.
 * @throws ConfigError
 */
export async function verificationKeys(
  config: Config,
  files: Pick<SettingFiles, 'watch'>,
  root?: string,
): Promise<VerificationKeys> {
  const { jwksFile, jwksUrl, environment } = config;
  if (jwksUrl !== undefined) {
    const find = createRemoteJWKSet(new URL(jwksUrl), { timeoutDuration: 2000, cooldownDuration: 30_000 });
    return { find, holds: () => true };
  }
  if (jwksFile === undefined) {
    const set = await keySet({ keys: [publicHalf(await developmentKey(environment, root))] });
    return { find: set.find, holds: (identity) => set.identities.has(identity) };
  }
  const watched = await files.watch({ setting: 'JWKS_FILE', path: jwksFile, parse: parseKeys });
  return {
    find: (header, token) => watched.value.find(header, token),
    holds: (identity) => watched.value.identities.has(identity),
  };
}

/** What makes two spellings of a public key one key. */
export async function keyIdentity(key: CryptoKey): Promise<string> {
  const { kty, crv, x, n, e } = await exportJWK(key);
  return [kty, crv, x, n, e].join(' ');
}

async function parseKeys(text: string): Promise<KeySet> {
  try {
    return await keySet(JSON.parse(text) as JSONWebKeySet);
  } catch (error) {
    throw new TypeError('holds no JWK set', { cause: error });
  }
}

async function keySet(set: JSONWebKeySet): Promise<KeySet> {
  const find = createLocalJWKSet(set);
  const identities = await Promise.all(set.keys.filter(isOurs).map(identityOf));
  return { find, identities: new Set(identities) };
}

/** A set may also hold keys for encryption, or of algorithms that are not taken here. */
function isOurs({ kty, crv, use }: JWK): boolean {
  return (use ?? 'sig') === 'sig' && (kty === 'RSA' || (kty === 'OKP' && crv === 'Ed25519'));
}

async function identityOf(jwk: JWK): Promise<string> {
  const key = await importJWK({ ...publicPart(jwk) }, jwk.kty === 'RSA' ? 'RS256' : 'EdDSA');
  return keyIdentity(key as CryptoKey);
}

function publicPart({ kty, crv, x, n, e }: JWK): JWK {
  return Object.fromEntries(Object.entries({ kty, crv, x, n, e }).filter(([, value]) => value !== undefined));
}
