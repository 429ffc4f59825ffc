import { hash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { JWTHeaderParameters } from 'jose';
import { jwtVerify } from 'jose';
import type { VerificationKeys } from '#libs/platform';
import { Config, VERIFICATION_KEYS } from '#libs/platform';
import { Refusal } from '../problem/refusal';
import { principalOf } from './claims';
import type { Principal } from './principal';

const ALGORITHMS = ['EdDSA', 'RS256'];
const TYPES = new Set(['jwt', 'at+jwt', 'application/at+jwt']);
const MAX_TOKEN_LENGTH = 8192;
const MAX_CACHED = 10_000;
const MAX_CACHED_MS = 10 * 60 * 1000;
const CLOCK_TOLERANCE_SECONDS = 5;

interface Verified {
  readonly principal: Principal;
  /** Epoch milliseconds. */
  readonly until: number;
}

/**
 * Verifies bearer tokens (RFC 8725, F-48) and remembers the good ones until they expire, at most ten minutes, so
 * that a gate's next report costs no signature check. They are remembered by their SHA-256 (1.5 µs for 600
 * characters): what is kept for minutes is no credential, and 10,000 long tokens take no more room than short ones.
 */
@Injectable()
export class TokenVerifier {
  /** By fingerprint. */
  private readonly verified = new Map<string, Verified>();

  constructor(
    @Inject(VERIFICATION_KEYS) private readonly keys: VerificationKeys,
    @Inject(Config) private readonly config: Config,
  ) {}

  /** The principal of a token seen before and still good at `now`, in epoch milliseconds. */
  known(token: string, now: number): Principal | undefined {
    const key = fingerprintOf(token);
    const found = this.verified.get(key);
    if (found === undefined) return undefined;
    if (now < found.until) return found.principal;
    this.verified.delete(key);
    return undefined;
  }

  /** @throws Refusal TOKEN_INVALID, the same for every reason. */
  async verify(token: string, now: number): Promise<Principal> {
    try {
      if (token.length > MAX_TOKEN_LENGTH) throw new TypeError('length');
      const { payload, protectedHeader } = await jwtVerify(token, this.keys, {
        algorithms: ALGORITHMS,
        issuer: this.config.tokenIssuer,
        audience: this.config.tokenAudience,
        requiredClaims: ['exp', 'sub'],
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        currentDate: new Date(now),
      });
      checkType(protectedHeader);
      const principal = principalOf(payload);
      this.remember(token, principal, Number(payload.exp) * 1000, now);
      return principal;
    } catch (error) {
      throw refusalOf(error);
    }
  }

  private remember(token: string, principal: Principal, expiry: number, now: number): void {
    const oldest = this.verified.size < MAX_CACHED ? undefined : this.verified.keys().next().value;
    if (oldest !== undefined) this.verified.delete(oldest);
    this.verified.set(fingerprintOf(token), { principal, until: Math.min(expiry, now + MAX_CACHED_MS) });
  }
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
