import { readFile } from 'node:fs/promises';
import type { JSONWebKeySet, JWTVerifyGetKey } from 'jose';
import { createLocalJWKSet, createRemoteJWKSet } from 'jose';
import type { Config } from '../config/config';
import { developmentKey, publicHalf } from './development-key';

/** Injection token of the `VerificationKeys`. */
export const VERIFICATION_KEYS = Symbol('VERIFICATION_KEYS');

/** Finds the key a token must be signed with. Only configured keys: nothing in a token's header adds one. */
export type VerificationKeys = JWTVerifyGetKey;

/** Keys from JWKS_FILE, else from JWKS_URL, else the development key. */
export async function verificationKeys(config: Config, root?: string): Promise<VerificationKeys> {
  if (config.jwksFile !== undefined) {
    return createLocalJWKSet(JSON.parse(await readFile(config.jwksFile, 'utf8')) as JSONWebKeySet);
  }
  if (config.jwksUrl !== undefined) {
    return createRemoteJWKSet(new URL(config.jwksUrl), { timeoutDuration: 2000, cooldownDuration: 30_000 });
  }
  return createLocalJWKSet({ keys: [publicHalf(await developmentKey(config.environment, root))] });
}
