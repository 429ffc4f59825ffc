/* Public keys that tokens are verified by: from a file or a JWKS URL, read again while it runs. */
import type { CryptoKey, JSONWebKeySet, JWK, JWTVerifyGetKey, RemoteJWKSet } from 'jose';
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
 * Keys from JWKS_FILE or from JWKS_URL, read again while the process runs, else the development key.
 * @throws ConfigError
 */
export async function verificationKeys(
  config: Config,
  files: Pick<SettingFiles, 'watch' | 'follow'>,
  root?: string,
): Promise<VerificationKeys> {
  const { jwksFile, jwksUrl, environment } = config;
  if (jwksUrl !== undefined) {
    const keys = new KeysAtUrl(new URL(jwksUrl));
    files.follow({ setting: 'JWKS_URL', read: () => keys.read() });
    return keys;
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

/** The answer has to come within this time, in milliseconds. */
const TIMEOUT = 2_000;
/** A token that names an unknown key has the keys fetched again, but not sooner than this after the last time. */
const COOLDOWN = 30_000;

/**
 * Keys at an address: fetched with the first token, for a key nobody knows yet, and from time to time, so that one that
 * was removed shuts out soon. While the address does not answer, the last ones count, as with a file.
 */
class KeysAtUrl implements VerificationKeys {
  private readonly remote: RemoteJWKSet;
  private text = '';
  private identities: ReadonlySet<string> = new Set();

  constructor(url: URL) {
    this.remote = createRemoteJWKSet(url, {
      timeoutDuration: TIMEOUT,
      cooldownDuration: COOLDOWN,
      cacheMaxAge: Infinity,
    });
  }

  readonly find: JWTVerifyGetKey = async (header, token) => {
    const key = await this.remote(header, token);
    await this.learn();
    return key;
  };

  holds(identity: string): boolean {
    return this.identities.has(identity);
  }

  /** The keys as they are now; empty before the first token, since nobody needs them. */
  async read(): Promise<string> {
    if (this.text === '') return '';
    await this.remote.reload();
    await this.learn();
    return this.text;
  }

  private async learn(): Promise<void> {
    const set = this.remote.jwks();
    const text = JSON.stringify(set);
    if (set === undefined || text === this.text) return;
    this.identities = (await keySet(set)).identities;
    this.text = text;
  }
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
