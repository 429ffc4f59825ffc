/* Bearer token (JWT) verification with a cache of good tokens. */

import { hash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { CryptoKey, JWTHeaderParameters, JWTPayload } from 'jose';
import { jwtVerify } from 'jose';
import type { TokenFacts } from '#libs/platform';
import { Config, keyIdentity, TokenTrust } from '#libs/platform';
import { Refusal } from '../problem/refusal';
import { principalOf } from './claims';
import type { Principal } from './principal';
import { isCanonicalToken } from './token-spelling';

const ALGORITHMS = ['EdDSA', 'RS256'];
const TYPES = new Set(['jwt', 'at+jwt', 'application/at+jwt']);
const MAX_TOKEN_LENGTH = 8192;
const MAX_CACHED = 10_000;
const MAX_CACHED_MS = 10 * 60 * 1000;
const CLOCK_TOLERANCE_SECONDS = 5;

/** A token that was found good. */
export interface Verified {
  readonly principal: Principal;
  readonly token: TokenFacts;
}

interface Remembered {
  readonly verified: Verified;
  /** Epoch milliseconds. */
  readonly until: number;
  /** Of the keys and revocations it was last held against. */
  version: number;
}

/**
 * Verifies bearer tokens (RFC 8725, F-48) and remembers the good ones until they expire, at most ten minutes, so
 * that a gate's next report costs no signature check. They are remembered by their SHA-256 (1.5 µs for 600
 * characters): what is kept for minutes is no credential, and 10,000 long tokens take no more room than short ones.
 */
@Injectable()
export class TokenVerifier {
  /** By fingerprint. */
  private readonly verified = new Map<string, Remembered>();

  constructor(
    @Inject(TokenTrust) private readonly trust: TokenTrust,
    @Inject(Config) private readonly config: Config,
  ) {}

  /** A token seen before and still good at `now`, in epoch milliseconds. */
  known(token: string, now: number): Verified | undefined {
    const key = fingerprintOf(token);
    const found = this.verified.get(key);
    if (found === undefined) return undefined;
    if (now < found.until && this.stands(found)) return found.verified;
    this.verified.delete(key);
    return undefined;
  }

  /** Whether a token that was found good still is at `now`: for what outlives its request. */
  isGood(token: TokenFacts, now: number): boolean {
    return now < token.expires && this.trust.stands(token);
  }

  /** @throws Refusal TOKEN_INVALID, the same for every reason. */
  async verify(token: string, now: number): Promise<Verified> {
    try {
      if (token.length > MAX_TOKEN_LENGTH || !isCanonicalToken(token)) throw new TypeError('spelling');
      const { version } = this.trust;
      const { payload, protectedHeader, key } = await jwtVerify(token, this.trust.findKey, {
        algorithms: ALGORITHMS,
        issuer: this.config.tokenIssuer,
        audience: this.config.tokenAudience,
        requiredClaims: ['exp', 'iat', 'sub'],
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        currentDate: new Date(now),
      });
      checkType(protectedHeader);
      this.checkLifetime(payload, now);
      const principal = principalOf(payload);
      const facts = factsOf(payload, await keyIdentity(key as CryptoKey));
      if (!this.trust.stands(facts)) throw new TypeError('revoked');
      const verified = { principal, token: facts };
      this.remember(token, { verified, until: Math.min(facts.expires, now + MAX_CACHED_MS), version });
      return verified;
    } catch (error) {
      throw refusalOf(error);
    }
  }

  private stands(found: Remembered): boolean {
    const { version } = this.trust;
    if (found.version === version) return true;
    found.version = version;
    return this.trust.stands(found.verified.token);
  }

  private checkLifetime({ iat = Infinity, exp = Infinity }: JWTPayload, now: number): void {
    if (iat > now / 1000 + CLOCK_TOLERANCE_SECONDS) throw new TypeError('iat');
    if (!(exp - iat <= this.config.tokenMaxLifetime)) throw new TypeError('exp');
  }

  private remember(token: string, found: Remembered): void {
    const oldest = this.verified.size < MAX_CACHED ? undefined : this.verified.keys().next().value;
    if (oldest !== undefined) this.verified.delete(oldest);
    this.verified.set(fingerprintOf(token), found);
  }
}

function factsOf({ sub = '', jti, iat = 0, exp = 0 }: JWTPayload, key: string): TokenFacts {
  const times = { issuedAt: iat * 1000, expires: exp * 1000 };
  if (jti !== undefined && typeof jti !== 'string') throw new TypeError('jti');
  return { subject: sub, ...(jti === undefined ? {} : { id: jti }), ...times, key };
}

function fingerprintOf(token: string): string {
  return hash('sha256', token, 'base64');
}

function checkType({ typ }: JWTHeaderParameters): void {
  if (typ !== undefined && !TYPES.has(typ.toLowerCase())) throw new TypeError('typ');
}

/** A key server that cannot be reached is our trouble, not the caller's. */
function refusalOf(error: unknown): Refusal {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (code === 'ERR_JWKS_TIMEOUT' || code === 'ERR_JOSE_GENERIC' || message === 'fetch failed') {
    return new Refusal('NOT_READY', 'the keys that verify tokens cannot be fetched', { retryAfter: 5 });
  }
  return new Refusal('TOKEN_INVALID', 'the token is not valid here');
}
