import type { JSONWebKeySet, JWTVerifyGetKey } from 'jose';
import { createLocalJWKSet, createRemoteJWKSet } from 'jose';
import type { Config } from '../config/config';
import { ConfigError } from '../config/read-config';
import { readSettingFile } from '../config/setting-file';
import { developmentKey, publicHalf } from './development-key';

/** Injection token of the `VerificationKeys`. */
export const VERIFICATION_KEYS = Symbol('VERIFICATION_KEYS');

/** Finds the key a token must be signed with. Only configured keys: nothing in a token's header adds one. */
export type VerificationKeys = JWTVerifyGetKey;

/** Keys from JWKS_FILE, else from JWKS_URL, else the development key. @throws ConfigError */
export async function verificationKeys(config: Config, root?: string): Promise<VerificationKeys> {
  if (config.jwksFile !== undefined) return keysIn(config.jwksFile);
  if (config.jwksUrl !== undefined) {
    return createRemoteJWKSet(new URL(config.jwksUrl), { timeoutDuration: 2000, cooldownDuration: 30_000 });
  }
  return createLocalJWKSet({ keys: [publicHalf(await developmentKey(config.environment, root))] });
}

function keysIn(file: string): VerificationKeys {
  const text = readSettingFile('JWKS_FILE', file);
  try {
    return createLocalJWKSet(JSON.parse(text) as JSONWebKeySet);
  } catch (error) {
    throw new ConfigError(`JWKS_FILE names a file that holds no JWK set: ${file}`, { cause: error });
  }
}
